#include "decimal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const int64_t POWERS[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
#define DECIMALS_MAX 9u

static struct decimal write(const char *sign, uint64_t size, unsigned decimals)
{
	uint64_t unit = (uint64_t)POWERS[decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals];
	struct decimal out;

	if (unit == 1)
		snprintf(out.text, sizeof out.text, "%s%" PRIu64, sign, size);
	else
		snprintf(out.text, sizeof out.text, "%s%" PRIu64 ".%0*" PRIu64, sign, size / unit, (int)decimals,
			 size % unit);
	return out;
}

static uint64_t magnitude(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

struct decimal decimal(int64_t value, unsigned decimals)
{
	return write(value < 0 ? "-" : "", magnitude(value), decimals);
}

struct decimal decimal_signed(int64_t value, unsigned decimals)
{
	return write(value < 0 ? "-" : "+", magnitude(value), decimals);
}

struct decimal decimal_of(double value, unsigned decimals)
{
	double scaled = value * (double)POWERS[decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals];

	if (!isfinite(scaled) || fabs(scaled) > 9e18)
		return (struct decimal){"-"};
	return decimal(llround(scaled), decimals);
}

struct decimal decimal_short(double value)
{
	struct decimal out = decimal_of(value, 4);

	if (strchr(out.text, '.')) {
		size_t n = strlen(out.text);
		while (out.text[n - 1] == '0')
			n--;
		if (out.text[n - 1] == '.')
			n--;
		out.text[n] = '\0';
	}
	return out;
}

struct decimal decimal_grouped(uint64_t value)
{
	struct decimal plain = write("", value, 0), out = {{0}};
	size_t n = strlen(plain.text), used = 0;

	for (size_t i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			out.text[used++] = ' ';
		out.text[used++] = plain.text[i];
	}
	return out;
}

bool decimal_exact(const json_t *number, unsigned decimals, int64_t *value)
{
	double unit = (double)POWERS[decimals], read = json_number_value(number);

	if (!json_is_number(number) || fabs(read) > 1e12)
		return false;
	*value = llround(read * unit);
	/* Division is correctly rounded, as reading a decimal number is: equal exactly when they are the same number. */
	return (double)*value / unit == read;
}
