#include "document.h"

#include <math.h>
#include <string.h>

json_t *document_at(const json_t *document, const char *path)
{
	json_t *at = NULL;

	do {
		size_t n = strcspn(path, ".");
		char key[64];
		if (n >= sizeof key)
			return NULL;
		memcpy(key, path, n);
		key[n] = '\0';
		document = at = json_object_get(document, key);
		path += n + (path[n] == '.');
	} while (at && *path);
	return at;
}

const char *document_text(const json_t *document, const char *path)
{
	const char *text = json_string_value(document_at(document, path));

	return text ? text : "";
}

double document_number(const json_t *document, const char *path)
{
	const json_t *number = document_at(document, path);

	return json_is_number(number) ? json_number_value(number) : NAN;
}

json_t *document_event(json_t *document)
{
	json_t *data = json_object_get(document, "data");

	return json_object_get(document, "specversion") && json_is_object(data) ? data : document;
}

const char *document_words(const json_t *words)
{
	const char *text = json_string_value(json_is_object(words) ? json_object_get(words, "en") : words);

	return text ? text : "";
}

const char *document_leading_label(const json_t *dimension)
{
	const char *leading = document_text(dimension, "leading");

	return *leading ? leading : document_text(dimension, "label");
}

const json_t *document_value(const json_t *fact)
{
	return json_is_object(fact) ? json_object_get(fact, "value") : fact;
}

const char *document_value_text(const json_t *fact)
{
	const char *text = json_string_value(document_value(fact));

	return text ? text : "";
}
