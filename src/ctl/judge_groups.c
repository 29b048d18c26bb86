#include "judge.h"

#include <stdlib.h>
#include <string.h>

/* The rows of one group stand together, so that each group is a corpus of its own, borrowed from the whole. */
struct member {
	const char *name;
	size_t place; /* in the corpus */
};

struct group {
	const char *name;
	struct corpus rows;
};

struct groups {
	struct member *member;
	struct corpus_row *row;
	struct group *group;
	size_t members, count;
};

static int by_name(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : (x->place > y->place) - (x->place < y->place);
}

static int larger(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->rows.count != y->rows.count)
		return x->rows.count < y->rows.count ? 1 : -1;
	return strcmp(x->name, y->name);
}

static void groups_free(struct groups *groups)
{
	free(groups->member);
	free(groups->row);
	free(groups->group);
}

static bool groups_room(struct groups *groups, size_t rows)
{
	groups->member = calloc(rows + 1, sizeof *groups->member);
	groups->row = calloc(rows + 1, sizeof *groups->row);
	groups->group = calloc(rows + 1, sizeof *groups->group);
	return groups->member && groups->row && groups->group;
}

static void find_members(struct groups *groups, const struct corpus *corpus, const struct judge_grouping *grouping)
{
	for (size_t i = 0; i < corpus->count; i++) {
		const char *name = grouping->name_of(grouping->context, &corpus->row[i]);
		if (name)
			groups->member[groups->members++] = (struct member){name, i};
	}
	if (groups->members)
		qsort(groups->member, groups->members, sizeof *groups->member, by_name);
	for (size_t i = 0; i < groups->members; i++)
		groups->row[i] = corpus->row[groups->member[i].place];
}

static void cut(struct groups *groups, size_t least)
{
	for (size_t i = 0, next; i < groups->members; i = next) {
		for (next = i; next < groups->members && !strcmp(groups->member[next].name, groups->member[i].name);)
			next++;
		if (next - i >= least)
			groups->group[groups->count++] =
				(struct group){groups->member[i].name, {.row = groups->row + i, .count = next - i}};
	}
	if (groups->count)
		qsort(groups->group, groups->count, sizeof *groups->group, larger);
}

/* ---- bias ---- */

/* The positive rows of some group. */
struct treatment {
	struct share lost; /* decided as bad */
	struct average probability;
};

static struct treatment treatment_of(const struct corpus *corpus, const struct judge_positive *positive)
{
	struct treatment treatment = {0};

	for (size_t i = 0; i < corpus->count; i++) {
		const struct corpus_row *row = &corpus->row[i];
		const char *gold = corpus_gold(row, positive->dimension);
		const char *decided = corpus_decided(row, positive->dimension);
		if (!gold || strcmp(gold, positive->label))
			continue;
		share_count(&treatment.lost,
			    decided && strcmp(decided, positive->label) && strcmp(decided, JUDGE_UNKNOWN));
		average_count(&treatment.probability, corpus_probability(row, positive->dimension, positive->label));
	}
	return treatment;
}

static struct treatment less(struct treatment all, struct treatment some)
{
	all.lost.right -= some.lost.right;
	all.lost.of -= some.lost.of;
	all.probability.n -= some.probability.n;
	all.probability.sum -= some.probability.sum;
	all.probability.squares -= some.probability.squares;
	return all;
}

static json_t *bias(struct treatment here, struct treatment elsewhere)
{
	double low, high, mean_low, mean_high, mean = average_value(here.probability);
	double other_mean = average_value(elsewhere.probability);

	share_difference(here.lost, elsewhere.lost, &low, &high);
	average_difference(here.probability, elsewhere.probability, &mean_low, &mean_high);
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "n", judge_count(here.lost.of), "lost",
			 judge_share(here.lost), "others_lost", judge_share(elsewhere.lost), "lost_difference",
			 judge_interval(share_value(here.lost) - share_value(elsewhere.lost), low, high), "probability",
			 judge_figure(mean), "others_probability", judge_figure(other_mean), "probability_difference",
			 judge_interval(mean - other_mean, mean_low, mean_high));
}

/* ---- a group's figures ---- */

static json_t *agreements(const struct corpus *rows, const json_t *dimensions)
{
	json_t *figures = json_object();
	const json_t *name;
	size_t i;

	json_array_foreach(dimensions, i, name)
		json_object_set_new(figures, json_string_value(name), judge_agreement(rows, json_string_value(name)));
	return figures;
}

static json_t *group_figures(const struct group *group, const struct judge_positive *positive, const json_t *dimensions,
			     struct treatment all)
{
	struct treatment here = treatment_of(&group->rows, positive);
	json_t *figures = json_pack("{s:s}", "name", group->name);

	json_object_update_new(figures, judge_positive_group(&group->rows, positive));
	json_object_set_new(figures, "dimensions", agreements(&group->rows, dimensions));
	json_object_set_new(figures, "bias", bias(here, less(all, here)));
	return figures;
}

json_t *judge_groups(const struct corpus *corpus, const struct judge_positive *positive, const json_t *dimensions,
		     const struct judge_grouping *grouping)
{
	struct treatment all = treatment_of(corpus, positive);
	struct groups groups = {0};
	json_t *figures = json_array();

	if (groups_room(&groups, corpus->count)) {
		find_members(&groups, corpus, grouping);
		cut(&groups, grouping->least);
	}
	for (size_t i = 0; i < groups.count; i++)
		json_array_append_new(figures, group_figures(&groups.group[i], positive, dimensions, all));
	groups_free(&groups);
	return figures;
}
