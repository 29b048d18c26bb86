/* Reads priority.yaml. */
#include "priority_internal.h"

/* No single line is worth more than the whole scale. */
#define POINTS_MAX_MILLI 100000

static bool complain(const struct inq_source *source, const struct inq_yaml *node, const char *what)
{
	inq_mistake(source->mistakes, source->file, node->line, "%s", what);
	return false;
}

static bool bind(const struct inq_source *source, const struct inq_yaml *node, const struct inq_yaml_field *fields,
		 void *object)
{
	return inq_yaml_bind(source->arena, source->file, node, fields, object, source->mistakes);
}

static bool to_tenths(const struct inq_source *source, const struct inq_yaml *node, int64_t milli, int32_t *tenths)
{
	if (milli % 100 != 0)
		return complain(source, node, "points with more than one decimal place, expected tenths");
	*tenths = (int32_t)(milli / 100);
	return true;
}

/* An array for the entries of a list; a mistake where `node` is not a list. NULL node: no entries, no mistake. */
static void *list_room(const struct inq_source *source, const struct inq_yaml *node, size_t size, size_t *count)
{
	*count = 0;
	if (!node)
		return NULL;
	if (node->kind != INQ_YAML_LIST) {
		complain(source, node, "found no list, expected a list of entries");
		return NULL;
	}
	*count = node->count;
	return inq_arena_alloc(source->arena, node->count * size + 1);
}

static struct inq_names band_names(const struct inq_source *source, const struct inq_priorities *p)
{
	struct inq_str *names = inq_arena_alloc(source->arena, (p->band_count + 1) * sizeof(*names));

	for (size_t i = 0; names && i < p->band_count; i++)
		names[i] = p->bands[i].name;
	return (struct inq_names){names, names ? p->band_count : 0};
}

static bool read_bands(const struct inq_source *source, struct inq_priorities *p, const struct inq_yaml *node)
{
	static const struct inq_yaml_field fields[] = {
	    {"name", INQ_FIELD_STRING, offsetof(struct inq_priority_band, name), true, 0, 0, NULL, "the band's name"},
	    {"from", INQ_FIELD_INTEGER, offsetof(struct inq_priority_band, from), false, 0, 100, NULL,
	     "its lower bound"},
	    {0}};
	struct inq_priority_band *bands = list_room(source, node, sizeof(*bands), &p->band_count);
	bool ok = bands != NULL, zero = false;
	int64_t above = INQ_PRIORITY_SCORE_MAX + 1;

	p->bands = bands;
	for (size_t i = 0; i < p->band_count && ok; i++) {
		bands[i].from = -1;
		ok = bind(source, node->item[i], fields, &bands[i]);
		if (!ok || bands[i].from < 0)
			continue;
		bands[i].from *= 10;
		if (bands[i].from >= above)
			ok = complain(source, node->item[i], "bands out of order, expected falling lower bounds");
		above = bands[i].from;
		zero = zero || above == 0;
	}
	if (ok && !zero)
		ok = complain(source, node, "no band begins at 0, expected one for the lowest scores");
	return ok;
}

static bool read_label_points(const struct inq_source *source, struct inq_priority_expected *expected,
			      const struct inq_yaml *node)
{
	const struct inq_dimension *dimension = &source->knowledge->dimensions[expected->dimension];
	bool ok = true;

	expected->points = inq_arena_alloc(source->arena, dimension->label_count * sizeof(int32_t) + 1);
	if (!expected->points || node->kind != INQ_YAML_MAP)
		return complain(source, node, "found no mapping, expected points for each label");
	for (size_t i = 0; i < node->count; i++) {
		const struct inq_yaml *value = node->item[i];
		uint32_t label = inq_need_label(source, node->key[i]->line, expected->dimension, node->key[i]->scalar);
		int64_t milli = 0;

		if (value->kind != INQ_YAML_SCALAR || !inq_parse_milli(value->scalar, &milli) ||
		    milli > POINTS_MAX_MILLI || milli < -POINTS_MAX_MILLI)
			ok = complain(source, value, "no points, expected a number from -100 to 100");
		else if (label == INQ_NONE)
			ok = false;
		else
			ok = to_tenths(source, value, milli, &expected->points[label - dimension->first_label]) && ok;
	}
	for (uint32_t i = 0; i < dimension->label_count && ok; i++) {
		struct inq_str name = source->knowledge->labels[dimension->first_label + i].name;

		if (!inq_yaml_get(node, name.s))
			ok = complain(source, node,
				      inq_arena_printf(source->arena,
						       "no points for '%s', expected them for "
						       "every label",
						       name.s));
	}
	return ok;
}

struct expected_file {
	struct inq_str dimension;
	struct inq_words because;
	struct inq_yaml *points;
};

static bool read_expected_entry(const struct inq_source *source, struct inq_priority_expected *expected,
				const struct inq_yaml *node)
{
	static const struct inq_yaml_field fields[] = {
	    {"dimension", INQ_FIELD_STRING, offsetof(struct expected_file, dimension), true, 0, 0, NULL,
	     "a dimension of the taxonomy"},
	    {"because", INQ_FIELD_TEXT, offsetof(struct expected_file, because), true, 0, 0, NULL,
	     "what the term stands for"},
	    {"points", INQ_FIELD_NODE, offsetof(struct expected_file, points), true, 0, 0, NULL,
	     "points for each label"},
	    {0}};
	struct expected_file file = {0};

	if (!bind(source, node, fields, &file))
		return false;
	inq_words_check(source, &file.because, inq_staff_languages());
	expected->because = file.because;
	expected->dimension = inq_need_dimension(source, node->line, file.dimension);
	return expected->dimension != INQ_NONE && read_label_points(source, expected, file.points);
}

static bool read_expected(const struct inq_source *source, struct inq_priorities *p, const struct inq_yaml *node)
{
	struct inq_priority_expected *expected = list_room(source, node, sizeof(*expected), &p->expected_count);
	bool ok = expected != NULL || !node;

	p->expected = expected;
	for (size_t i = 0; i < p->expected_count && expected; i++)
		ok = read_expected_entry(source, &expected[i], node->item[i]) && ok;
	p->term_limit += p->expected_count;
	return ok;
}

struct line_file {
	struct inq_str name;
	struct inq_words because;
	struct inq_yaml *when;
	int64_t points, over_ms;
};

static bool read_line(const struct inq_source *source, struct inq_priority_line *line, const struct inq_yaml *node)
{
	static const struct inq_yaml_field fields[] = {
	    {"name", INQ_FIELD_STRING, offsetof(struct line_file, name), true, 0, 0, NULL, "a name for the line"},
	    {"because", INQ_FIELD_TEXT, offsetof(struct line_file, because), true, 0, 0, NULL, "the reason in words"},
	    {"when", INQ_FIELD_NODE, offsetof(struct line_file, when), true, 0, 0, NULL, "a condition"},
	    {"points", INQ_FIELD_DECIMAL, offsetof(struct line_file, points), true, -POINTS_MAX_MILLI, POINTS_MAX_MILLI,
	     NULL, "points"},
	    {0}};
	struct line_file file = {0};

	if (!bind(source, node, fields, &file))
		return false;
	line->name = file.name;
	line->because = file.because;
	inq_words_check(source, &file.because, inq_staff_languages());
	return to_tenths(source, node, file.points, &line->points) &&
	       inq_condition_read(source, file.when, &line->when);
}

struct group_file {
	struct inq_str name;
	struct inq_words because;
	struct inq_yaml *when, *terms;
	int64_t cap;
};

static bool read_group(const struct inq_source *source, struct inq_priority_group *group, const struct inq_yaml *node)
{
	static const struct inq_yaml_field fields[] = {
	    {"name", INQ_FIELD_STRING, offsetof(struct group_file, name), true, 0, 0, NULL, "a name for the group"},
	    {"because", INQ_FIELD_TEXT, offsetof(struct group_file, because), true, 0, 0, NULL,
	     "what the group stands for"},
	    {"when", INQ_FIELD_NODE, offsetof(struct group_file, when), false, 0, 0, NULL, "a condition"},
	    {"cap", INQ_FIELD_DECIMAL, offsetof(struct group_file, cap), false, 0, POINTS_MAX_MILLI, NULL,
	     "the most that the group gives"},
	    {"terms", INQ_FIELD_NODE, offsetof(struct group_file, terms), true, 0, 0, NULL, "the group's lines"},
	    {0}};
	struct group_file file = {.cap = -1};
	bool ok = bind(source, node, fields, &file);

	if (!ok)
		return false;
	inq_words_check(source, &file.because, inq_staff_languages());
	group->cut.name = (struct inq_str){inq_arena_printf(source->arena, "%s-cap", file.name.s), file.name.n + 4};
	group->cut.because = file.because;
	group->cap = INT32_MAX;
	ok = (file.cap < 0 || to_tenths(source, node, file.cap, &group->cap)) &&
	     inq_condition_read(source, file.when, &group->when);
	group->lines = list_room(source, file.terms, sizeof(*group->lines), &group->line_count);
	for (size_t i = 0; i < group->line_count && group->lines; i++)
		ok = read_line(source, &group->lines[i], file.terms->item[i]) && ok;
	return ok && group->lines;
}

static bool read_groups(const struct inq_source *source, struct inq_priorities *p, const struct inq_yaml *node)
{
	bool ok = true;

	p->groups = list_room(source, node, sizeof(*p->groups), &p->group_count);
	for (size_t i = 0; i < p->group_count && p->groups; i++) {
		ok = read_group(source, &p->groups[i], node->item[i]) && ok;
		p->term_limit += p->groups[i].line_count + 1;
	}
	return ok && (p->groups || !node);
}

static bool read_wait(const struct inq_source *source, struct inq_priority_wait *wait, const struct inq_yaml *node)
{
	static const struct inq_yaml_field fields[] = {
	    {"over", INQ_FIELD_DURATION, offsetof(struct line_file, over_ms), true, 0, 0, NULL, "a time"},
	    {"because", INQ_FIELD_TEXT, offsetof(struct line_file, because), true, 0, 0, NULL, "the reason in words"},
	    {"points", INQ_FIELD_DECIMAL, offsetof(struct line_file, points), true, -POINTS_MAX_MILLI, POINTS_MAX_MILLI,
	     NULL, "points"},
	    {0}};
	struct line_file file = {0};

	if (!bind(source, node, fields, &file))
		return false;
	inq_words_check(source, &file.because, inq_staff_languages());
	wait->line.name = INQ_STR("waiting");
	wait->line.because = file.because;
	wait->over_ms = file.over_ms;
	return to_tenths(source, node, file.points, &wait->line.points);
}

static bool read_waiting(const struct inq_source *source, struct inq_priorities *p, const struct inq_yaml *node)
{
	struct waiting_file {
		struct inq_yaml *when, *steps;
	} file = {NULL, NULL};
	static const struct inq_yaml_field fields[] = {
	    {"when", INQ_FIELD_NODE, offsetof(struct waiting_file, when), false, 0, 0, NULL, "a condition"},
	    {"steps", INQ_FIELD_NODE, offsetof(struct waiting_file, steps), true, 0, 0, NULL, "the steps"},
	    {0}};
	bool ok;

	if (!node)
		return true;
	if (!bind(source, node, fields, &file) || !inq_condition_read(source, file.when, &p->waiting_when))
		return false;
	p->waits = list_room(source, file.steps, sizeof(*p->waits), &p->wait_count);
	ok = p->waits != NULL;
	for (size_t i = 0; i < p->wait_count && ok; i++) {
		ok = read_wait(source, &p->waits[i], file.steps->item[i]);
		if (ok && i > 0 && p->waits[i].over_ms <= p->waits[i - 1].over_ms)
			ok = complain(source, file.steps->item[i], "steps out of order, expected rising times");
	}
	p->term_limit += 1;
	return ok;
}

struct bound_file {
	struct inq_str name, at_least_band, band;
	struct inq_words because;
	struct inq_yaml *when;
	int64_t at_most, at_least;
};

/* The band of that name; `scored`: it must have a lower bound. */
static const struct inq_priority_band *need_band(const struct inq_source *source, const struct inq_priorities *p,
						 const struct inq_yaml *node, struct inq_str name, bool scored)
{
	uint32_t found = inq_names_need(source, node->line, "band", band_names(source, p), name);

	if (found == INQ_NONE)
		return NULL;
	if (scored && p->bands[found].from < 0) {
		complain(source, node, "at_least_band names a band without a lower bound, expected one with it");
		return NULL;
	}
	return &p->bands[found];
}

static bool resolve_bound(const struct inq_source *source, const struct inq_priorities *p,
			  struct inq_priority_bound *bound, const struct inq_yaml *node, const struct bound_file *file)
{
	bool ok = to_tenths(source, node, file->at_most, &bound->at_most) &&
		  to_tenths(source, node, file->at_least, &bound->at_least) &&
		  inq_condition_read(source, file->when, &bound->line.when);

	if (file->at_least_band.n > 0) {
		const struct inq_priority_band *band = need_band(source, p, node, file->at_least_band, true);

		ok = ok && band;
		bound->at_least = band ? (int32_t)band->from : 0;
	}
	if (file->band.n > 0) {
		bound->band = need_band(source, p, node, file->band, false);
		ok = ok && bound->band;
	}
	return ok;
}

static bool read_bound(const struct inq_source *source, const struct inq_priorities *p,
		       struct inq_priority_bound *bound, const struct inq_yaml *node)
{
	static const struct inq_yaml_field fields[] = {
	    {"name", INQ_FIELD_STRING, offsetof(struct bound_file, name), true, 0, 0, NULL, "a name for the bound"},
	    {"because", INQ_FIELD_TEXT, offsetof(struct bound_file, because), true, 0, 0, NULL, "the reason in words"},
	    {"when", INQ_FIELD_NODE, offsetof(struct bound_file, when), true, 0, 0, NULL, "a condition"},
	    {"at_most", INQ_FIELD_DECIMAL, offsetof(struct bound_file, at_most), false, 0, POINTS_MAX_MILLI, NULL,
	     "points"},
	    {"at_least", INQ_FIELD_DECIMAL, offsetof(struct bound_file, at_least), false, 0, POINTS_MAX_MILLI, NULL,
	     "points"},
	    {"at_least_band", INQ_FIELD_STRING, offsetof(struct bound_file, at_least_band), false, 0, 0, NULL,
	     "a band"},
	    {"band", INQ_FIELD_STRING, offsetof(struct bound_file, band), false, 0, 0, NULL, "a band"},
	    {0}};
	struct bound_file file = {.at_most = POINTS_MAX_MILLI, .at_least = -1000 * POINTS_MAX_MILLI};

	if (!bind(source, node, fields, &file))
		return false;
	bound->line.name = file.name;
	bound->line.because = file.because;
	inq_words_check(source, &file.because, inq_staff_languages());
	return resolve_bound(source, p, bound, node, &file);
}

static bool read_bounds(const struct inq_source *source, struct inq_priorities *p, const struct inq_yaml *node)
{
	bool ok = true;

	p->bounds = list_room(source, node, sizeof(*p->bounds), &p->bound_count);
	for (size_t i = 0; i < p->bound_count && p->bounds; i++)
		ok = read_bound(source, p, &p->bounds[i], node->item[i]) && ok;
	p->term_limit += p->bound_count;
	return ok && (p->bounds || !node);
}

static bool read_limit(const struct inq_source *source, struct inq_priorities *p, const struct inq_yaml *node)
{
	static const struct inq_yaml_field fields[] = {{"because", INQ_FIELD_TEXT,
							offsetof(struct inq_priorities, limit_because), true, 0, 0,
							NULL, "the reason in words"},
						       {0}};

	p->term_limit += 1;
	return bind(source, node, fields, p);
}

struct priority_file {
	struct inq_yaml *bands, *expected, *groups, *waiting, *bounds, *limit;
};

static bool read_file(const struct inq_source *source, struct inq_priorities *p, const struct inq_yaml *root)
{
	static const struct inq_yaml_field fields[] = {
	    {"bands", INQ_FIELD_NODE, offsetof(struct priority_file, bands), true, 0, 0, NULL, "the bands"},
	    {"expected", INQ_FIELD_NODE, offsetof(struct priority_file, expected), false, 0, 0, NULL,
	     "points per label"},
	    {"groups", INQ_FIELD_NODE, offsetof(struct priority_file, groups), false, 0, 0, NULL,
	     "points per condition"},
	    {"waiting", INQ_FIELD_NODE, offsetof(struct priority_file, waiting), false, 0, 0, NULL,
	     "points for waiting"},
	    {"bounds", INQ_FIELD_NODE, offsetof(struct priority_file, bounds), false, 0, 0, NULL,
	     "gates and overrides"},
	    {"limit", INQ_FIELD_NODE, offsetof(struct priority_file, limit), true, 0, 0, NULL,
	     "what to say at the end of the scale"},
	    {0}};
	struct priority_file file = {0};
	bool ok = bind(source, root, fields, &file) && read_bands(source, p, file.bands);

	if (!ok)
		return false;
	ok = read_expected(source, p, file.expected);
	ok = read_groups(source, p, file.groups) && ok;
	ok = read_waiting(source, p, file.waiting) && ok;
	ok = read_bounds(source, p, file.bounds) && ok;
	return read_limit(source, p, file.limit) && ok;
}

static struct inq_priorities *priorities_new(void)
{
	struct inq_arena *arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	struct inq_priorities *p = arena ? inq_arena_alloc(arena, sizeof(*p)) : NULL;

	if (!p) {
		inq_arena_free(arena);
		return NULL;
	}
	p->arena = arena;
	return p;
}

struct inq_priorities *inq_priorities_load(const struct inq_knowledge *knowledge, struct inq_mistakes *mistakes)
{
	struct inq_priorities *p = priorities_new();
	size_t before = mistakes->count;
	struct inq_source source;
	struct inq_yaml *root;

	if (!p)
		return NULL;
	source = (struct inq_source){p->arena, knowledge, mistakes,
				     inq_arena_printf(p->arena, "%s/priority.yaml", knowledge->dir)};
	root = inq_yaml_read(p->arena, source.file, mistakes);
	if (!root || !read_file(&source, p, root) || mistakes->count > before || inq_arena_failed(p->arena)) {
		inq_priorities_free(p);
		return NULL;
	}
	return p;
}

void inq_priorities_free(struct inq_priorities *priorities)
{
	if (priorities)
		inq_arena_free(priorities->arena);
}
