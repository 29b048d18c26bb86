#include "detect.h"

#include <libexttextcat/textcat.h>

/* `folder` ends with a slash. */
static void *detector_open(const char *folder)
{
	char config[4096];
	void *textcat;

	snprintf(config, sizeof(config), "%sfpdb.conf", folder);
	textcat = special_textcat_Init(config, folder);
	/* Or it refuses short texts without trying. */
	if (textcat)
		textcat_SetProperty(textcat, TCPROP_MINIMUM_DOCUMENT_SIZE, 1);
	return textcat;
}

static const char *detector_find(void *detector, const char *text, size_t size)
{
	return textcat_Classify(detector, text, size);
}
