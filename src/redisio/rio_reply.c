/* hiredis' reader with our own objects: one allocation a reply, no hiredis type in any header. This file is the only
 * one that names hiredis. */
#include "rio_reply.h"

#include <hiredis/hiredis.h>
#include <stdlib.h>
#include <string.h>

/* An array reply announces its length before its elements arrive. Ours are pages of streams and batches of statuses,
 * so a larger number means a broken or hostile peer, not data. */
#define ELEMENTS_MAX ((size_t)1 << 20)

#if HIREDIS_MAJOR >= 1
typedef size_t element_count;
#else
typedef int element_count;
#endif

static const struct rio_reply nil_reply = {.type = RIO_NIL, .str = ""};

void rio_reply_free(struct rio_reply *reply)
{
	if (!reply)
		return;
	for (size_t i = 0; i < reply->count; i++)
		rio_reply_free(reply->item[i]);
	free(reply);
}

const struct rio_reply *rio_at(const struct rio_reply *reply, size_t index)
{
	return index < rio_count(reply) && reply->item[index] ? reply->item[index] : &nil_reply;
}

const struct rio_reply *rio_field(const struct rio_reply *reply, const char *name)
{
	for (size_t i = 0; i + 1 < rio_count(reply); i += 2)
		if (rio_is(rio_at(reply, i), name))
			return rio_at(reply, i + 1);
	return &nil_reply;
}

size_t rio_count(const struct rio_reply *reply)
{
	return reply && reply->type == RIO_ARRAY ? reply->count : 0;
}

const char *rio_text(const struct rio_reply *reply)
{
	return reply ? reply->str : "";
}

static bool parse_integer(const struct rio_reply *reply, int64_t *number)
{
	bool negative = reply->str[0] == '-';
	int64_t value = 0;

	if (reply->len == (size_t)negative)
		return false;
	for (size_t i = negative; i < reply->len; i++) {
		int digit = reply->str[i] - '0';

		if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, digit, &value))
			return false;
	}
	/* Collected below zero, where there is room for INT64_MIN. */
	if (!negative && value == INT64_MIN)
		return false;
	*number = negative ? value : -value;
	return true;
}

int64_t rio_integer(const struct rio_reply *reply, int64_t otherwise)
{
	int64_t number;

	if (!reply)
		return otherwise;
	if (reply->type == RIO_INTEGER)
		return reply->integer;
	return reply->type == RIO_STRING && parse_integer(reply, &number) ? number : otherwise;
}

bool rio_is(const struct rio_reply *reply, const char *text)
{
	return reply && (reply->type == RIO_STRING || reply->type == RIO_STATUS) && reply->len == strlen(text) &&
	       memcmp(reply->str, text, reply->len) == 0;
}

bool rio_is_nil(const struct rio_reply *reply)
{
	return !reply || reply->type == RIO_NIL;
}

bool rio_is_error(const struct rio_reply *reply)
{
	return reply && reply->type == RIO_ERROR;
}

static const struct {
	const char *prefix;
	enum rio_error_class class;
} error_classes[] = {
	{"OOM", RIO_ERR_OOM},
	{"LOADING", RIO_ERR_LOADING},
	{"READONLY", RIO_ERR_READONLY},
	{"BUSY", RIO_ERR_BUSY},
	{"MISCONF", RIO_ERR_MISCONF},
	{"NOREPLICAS", RIO_ERR_MISCONF},
	{"MASTERDOWN", RIO_ERR_MASTERDOWN},
	{"CLUSTERDOWN", RIO_ERR_CLUSTERDOWN},
	{"TRYAGAIN", RIO_ERR_CLUSTERDOWN},
	{"NOSCRIPT", RIO_ERR_NOSCRIPT},
	{"NOGROUP", RIO_ERR_NOGROUP},
	{"UNBLOCKED", RIO_ERR_NOGROUP},
	{"NOAUTH", RIO_ERR_AUTH},
	{"WRONGPASS", RIO_ERR_AUTH},
	{"NOPERM", RIO_ERR_AUTH},
};

enum rio_error_class rio_classify_text(const char *text)
{
	size_t n = strcspn(text, " ");

	for (size_t i = 0; i < sizeof(error_classes) / sizeof(error_classes[0]); i++)
		if (strlen(error_classes[i].prefix) == n && strncmp(text, error_classes[i].prefix, n) == 0)
			return error_classes[i].class;
	return RIO_ERR_OTHER;
}

enum rio_error_class rio_classify(const struct rio_reply *reply)
{
	return rio_is_error(reply) ? rio_classify_text(reply->str) : RIO_ERR_NONE;
}

static const struct {
	const char *name;
	bool temporary;
} class_traits[] = {
	[RIO_ERR_NONE] = {"none", false},
	[RIO_ERR_OOM] = {"oom", true},
	[RIO_ERR_LOADING] = {"loading", true},
	[RIO_ERR_READONLY] = {"readonly", true},
	[RIO_ERR_BUSY] = {"busy", true},
	[RIO_ERR_MISCONF] = {"misconf", true},
	[RIO_ERR_MASTERDOWN] = {"masterdown", true},
	[RIO_ERR_CLUSTERDOWN] = {"clusterdown", true},
	[RIO_ERR_NOSCRIPT] = {"noscript", false},
	[RIO_ERR_NOGROUP] = {"nogroup", false},
	[RIO_ERR_AUTH] = {"auth", false},
	[RIO_ERR_OTHER] = {"other", false},
};

const char *rio_error_class_name(enum rio_error_class class)
{
	return class_traits[class].name;
}

bool rio_error_is_temporary(enum rio_error_class class)
{
	return class_traits[class].temporary;
}

/* ---- the reader ---- */

struct rio_reader {
	redisReader *hiredis;
};

/* Hangs a new object into the array that is being read. */
static void *attach(const redisReadTask *task, struct rio_reply *reply)
{
	struct rio_reply *parent = task->parent ? task->parent->obj : NULL;

	if (reply && parent)
		parent->item[task->idx] = reply;
	return reply;
}

static struct rio_reply *new_reply(enum rio_type type, size_t extra)
{
	struct rio_reply *reply = calloc(1, sizeof(*reply) + extra);

	if (!reply)
		return NULL;
	reply->type = type;
	reply->str = "";
	return reply;
}

static void *create_string(const redisReadTask *task, char *bytes, size_t size)
{
	static const struct {
		int hiredis;
		enum rio_type ours;
	} types[] = {{REDIS_REPLY_STATUS, RIO_STATUS}, {REDIS_REPLY_ERROR, RIO_ERROR}};
	enum rio_type type = RIO_STRING;
	struct rio_reply *reply = malloc(sizeof(*reply) + size + 1);
	char *copy = (char *)(reply + 1);

	if (!reply)
		return NULL;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (task->type == types[i].hiredis)
			type = types[i].ours;
	*reply = (struct rio_reply){.type = type, .str = copy, .len = size};
	memcpy(copy, bytes, size);
	copy[size] = '\0';
	return attach(task, reply);
}

static void *create_array(const redisReadTask *task, element_count elements)
{
	struct rio_reply *reply;

	/* A negative count is far too large as well once it is unsigned. */
	if ((size_t)elements > ELEMENTS_MAX)
		return NULL;
	reply = new_reply(RIO_ARRAY, (size_t)elements * sizeof(*reply->item));
	if (!reply)
		return NULL;
	reply->item = (struct rio_reply **)(reply + 1);
	reply->count = (size_t)elements;
	return attach(task, reply);
}

static void *create_integer(const redisReadTask *task, long long value)
{
	struct rio_reply *reply = new_reply(RIO_INTEGER, 0);

	if (reply)
		reply->integer = value;
	return attach(task, reply);
}

static void *create_nil(const redisReadTask *task)
{
	return attach(task, new_reply(RIO_NIL, 0));
}

static void free_object(void *object)
{
	rio_reply_free(object);
}

struct rio_reader *rio_reader_new(void)
{
	/* hiredis declares the table without const and never writes to it. */
	static redisReplyObjectFunctions functions = {
		.createString = create_string,
		.createArray = create_array,
		.createInteger = create_integer,
		.createNil = create_nil,
		.freeObject = free_object,
	};
	struct rio_reader *reader = malloc(sizeof(*reader));

	if (!reader)
		return NULL;
	reader->hiredis = redisReaderCreateWithFunctions(&functions);
	if (!reader->hiredis) {
		free(reader);
		return NULL;
	}
	return reader;
}

void rio_reader_free(struct rio_reader *reader)
{
	if (!reader)
		return;
	redisReaderFree(reader->hiredis);
	free(reader);
}

bool rio_reader_feed(struct rio_reader *reader, const char *bytes, size_t size)
{
	return redisReaderFeed(reader->hiredis, bytes, size) == REDIS_OK;
}

struct rio_reply *rio_reader_next(struct rio_reader *reader, bool *broken)
{
	void *reply = NULL;

	*broken = redisReaderGetReply(reader->hiredis, &reply) != REDIS_OK;
	return *broken ? NULL : reply;
}
