#include "traits.h"

#include <math.h>
#include <string.h>

struct scale {
	const char *name;
	const double *bound;
	size_t bound_count;
};

#define X(id, name, ...) static const double BOUNDS_##id[] = {__VA_ARGS__};
INQ_SCALES(X)
#undef X

static const struct scale SCALES[INQ_SCALE_COUNT] = {
#define X(id, name, ...) [INQ_SCALE_##id] = {name, BOUNDS_##id, sizeof(BOUNDS_##id) / sizeof(*BOUNDS_##id)},
	INQ_SCALES(X)
#undef X
};

static bool has_prefix(const char *signal, const char *const *prefixes)
{
	for (const char *const *prefix = prefixes; *prefix; prefix++)
		if (!strncmp(signal, *prefix, strlen(*prefix)))
			return true;
	return false;
}

static const char *const PROVING[] = {"attachment.", "link.", NULL};

bool inq_trait_proves(uint32_t trait)
{
	return trait < INQ_SIGNAL_COUNT && has_prefix(inq_signal_name((enum inq_signal)trait), PROVING);
}

static const char *const LEARNT_FROM[] = {"text.", "fact.", "order.", "attachment.", "link.", "channel.", NULL};

/* How a mail program wraps a text says nothing about who wrote it. */
static const char *const NOT_LEARNT_FROM[] = {"text.html", "text.quoted-thread", "text.cut", NULL};

static bool is_learnt_from(const char *signal)
{
	for (const char *const *name = NOT_LEARNT_FROM; *name; name++)
		if (!strcmp(signal, *name))
			return false;
	return has_prefix(signal, LEARNT_FROM);
}

const char *inq_trait_name(struct inq_arena *arena, uint32_t trait)
{
	uint32_t scale = (trait - INQ_SIGNAL_COUNT) / INQ_SCALE_CLASSES_MAX;
	uint32_t class = (trait - INQ_SIGNAL_COUNT) % INQ_SCALE_CLASSES_MAX;

	if (trait < INQ_SIGNAL_COUNT) {
		const char *signal = inq_signal_name((enum inq_signal)trait);

		return is_learnt_from(signal) ? inq_arena_printf(arena, "signal:%s", signal) : NULL;
	}
	if (scale >= INQ_SCALE_COUNT || class > SCALES[scale].bound_count)
		return NULL;
	return inq_arena_printf(arena, "scale:%s/%u", SCALES[scale].name, class);
}

/* Bounds are whole or halves. */
static const char *bound_text(struct inq_arena *arena, double bound)
{
	long halves = lround(2 * bound);

	return inq_arena_printf(arena, "%ld%s", halves / 2, halves % 2 ? ".5" : "");
}

const char *inq_trait_meaning(struct inq_arena *arena, uint32_t trait)
{
	uint32_t scale = (trait - INQ_SIGNAL_COUNT) / INQ_SCALE_CLASSES_MAX;
	uint32_t class = (trait - INQ_SIGNAL_COUNT) % INQ_SCALE_CLASSES_MAX;
	const struct scale *s;

	if (trait < INQ_SIGNAL_COUNT)
		return inq_signal_meaning((enum inq_signal)trait);
	s = &SCALES[scale];
	if (class == 0)
		return inq_arena_printf(arena, "%s below %s", s->name, bound_text(arena, s->bound[0]));
	if (class == s->bound_count)
		return inq_arena_printf(arena, "%s of %s or more", s->name, bound_text(arena, s->bound[class - 1]));
	return inq_arena_printf(arena, "%s from %s to below %s", s->name, bound_text(arena, s->bound[class - 1]),
				bound_text(arena, s->bound[class]));
}

static void add_class(struct inq_traits *out, enum inq_scale scale, double figure)
{
	uint32_t class = 0;

	if (isnan(figure))
		return;
	while (class < SCALES[scale].bound_count && figure >= SCALES[scale].bound[class])
		class++;
	out->item[out->count++] = (uint32_t)INQ_SIGNAL_COUNT + (uint32_t)scale * INQ_SCALE_CLASSES_MAX + class;
}

static unsigned count_character(const struct inq_text *text, char c)
{
	const struct inq_segment *body = inq_text_part(text, INQ_PART_BODY);
	unsigned count = 0;

	for (uint32_t i = body ? body->start : 0; body && i < body->end; i++)
		count += text->norm[i] == c;
	return count;
}

void inq_traits_read(const struct inq_text *text, const struct inq_facts *facts, const struct inq_signals *signals,
		     struct inq_traits *out)
{
	out->count = 0;
	for (uint32_t i = 0; i < INQ_SIGNAL_COUNT; i++)
		if (signals->on[i])
			out->item[out->count++] = i;
	add_class(out, INQ_SCALE_WORDS, text->words);
	add_class(out, INQ_SCALE_QUANTITY, facts->quantity_count ? facts->quantity[0].value : (double)NAN);
	add_class(out, INQ_SCALE_QUANTITIES, (double)facts->quantity_count);
	add_class(out, INQ_SCALE_ORDER_VALUE, facts->order_value_usd);
	add_class(out, INQ_SCALE_MOQ_RATIO, facts->moq_ratio);
	add_class(out, INQ_SCALE_CERTIFICATES, (double)facts->certification_count);
	add_class(out, INQ_SCALE_QUESTIONS, count_character(text, '?'));
	add_class(out, INQ_SCALE_LINES, 1 + count_character(text, '\n'));
}
