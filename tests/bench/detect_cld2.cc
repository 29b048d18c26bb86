#include "detect.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

static void *detector_open(const char *folder)
{
	return const_cast<char *>(folder);
}

/* Best effort, since without it most short texts are "unknown". */
static const char *detector_find(void *, const char *text, size_t size)
{
	CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
	CLD2::Language language[3];
	double score[3];
	int percent[3], bytes;
	bool reliable;

	return CLD2::LanguageCode(CLD2::ExtDetectLanguageSummary(text, static_cast<int>(size), true, &hints,
								 CLD2::kCLDFlagBestEffort, language, percent, score,
								 nullptr, &bytes, &reliable));
}
