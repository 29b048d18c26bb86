#include "utf8.h"

static const struct {
	unsigned char mask, lead, more;
	uint32_t least; /* a longer form than needed is not well-formed */
} FORMS[] = {
	{0x80, 0x00, 0, 0},
	{0xe0, 0xc0, 1, 0x80},
	{0xf0, 0xe0, 2, 0x800},
	{0xf8, 0xf0, 3, 0x10000},
};

static uint32_t tail(const unsigned char *p, size_t room, uint32_t code, unsigned more, uint32_t least)
{
	if (room < more)
		return UTF8_INVALID;
	for (unsigned i = 0; i < more; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return UTF8_INVALID;
		code = code << 6 | (p[i] & 0x3fu);
	}
	if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return UTF8_INVALID;
	return code;
}

uint32_t utf8_next(const char **s, const char *end)
{
	const unsigned char *p = (const unsigned char *)*s;
	size_t room = (size_t)(end - *s) - 1;

	++*s;
	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
		if ((p[0] & FORMS[i].mask) != FORMS[i].lead)
			continue;
		uint32_t first = p[0] & (unsigned char)~FORMS[i].mask;
		uint32_t code = tail(p + 1, room, first, FORMS[i].more, FORMS[i].least);
		if (code != UTF8_INVALID)
			*s += FORMS[i].more;
		return code;
	}
	return UTF8_INVALID;
}

struct range {
	uint32_t first, last;
};

/* Blocks rather than single characters: enough to keep columns aligned in the scripts that buyers write. */
static const struct range WIDE[] = {
	{0x1100, 0x115f},   {0x231a, 0x231b},   {0x23e9, 0x23f3},   {0x2705, 0x2705},   {0x274c, 0x274c},
	{0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0xa4cf},   {0xa960, 0xa97f},
	{0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
	{0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};

static const struct range NARROWEST[] = {
	{0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x05bf, 0x05c7}, {0x0610, 0x061a}, {0x064b, 0x065f},
	{0x0670, 0x0670}, {0x06d6, 0x06dc}, {0x06df, 0x06ed}, {0x0900, 0x0902}, {0x093c, 0x093c}, {0x0941, 0x0948},
	{0x094d, 0x094d}, {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x1160, 0x11ff}, {0x200b, 0x200f},
	{0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef},
};

static const struct range CONTROL[] = {
	{0x00, 0x1f},     {0x7f, 0x9f},     {0x00ad, 0x00ad}, {0x061c, 0x061c}, {0x200b, 0x200b},   {0x200e, 0x200f},
	{0x2028, 0x202e}, {0x2060, 0x2069}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
};

static int within(const struct range *ranges, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return 1;
	return 0;
}
#define WITHIN(table, code) within(table, sizeof(table) / sizeof *(table), code)

unsigned utf8_columns(uint32_t code)
{
	if (code < 0x300)
		return 1;
	if (WITHIN(NARROWEST, code))
		return 0;
	return WITHIN(WIDE, code) ? 2 : 1;
}

int utf8_is_control(uint32_t code)
{
	return WITHIN(CONTROL, code);
}
