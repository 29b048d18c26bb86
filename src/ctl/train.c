/* inquiryctl train: a model from labelled inquiries. */
#include "commands.h"
#include "decimal.h"
#include "document.h"
#include "engine_internal.h"
#include "inq_limits.h"
#include "lines.h"
#include "progress.h"
#include "screen.h"
#include "training.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDS_DEFAULT 5
#define FOLDS_LEAST 2
#define FOLDS_MOST 20
#define NAME 16u
#define COLUMN 10u
#define MODEL_FILE "model.inq"

struct train_options {
	const char *output, *packs_saw, *origin;
	struct option_list mix;
	long folds, seed;
	bool check;
};

struct train {
	struct ctl *ctl;
	struct train_options options;
	enum packs_saw saw;
	struct session session;
	struct training training;
	struct learn_result result;
	char *output;
	size_t rows, refused;
	bool watched;
	struct screen screen;
};

static const struct option_spec OPTIONS[] = {
	{"output", 'o', OPTION_TEXT, "FILE", offsetof(struct train_options, output),
	 "where the model goes (default: " MODEL_FILE " in the knowledge folder)"},
	{"folds", 0, OPTION_COUNT, "N", offsetof(struct train_options, folds),
	 "folds of the cross-validation (2 to 20, default 5)"},
	{"seed", 0, OPTION_COUNT, "N", offsetof(struct train_options, seed),
	 "of the folds and of the solver (default 0): the same seed, the same bytes"},
	{"packs-saw", 0, OPTION_TEXT, "none|dev|all", offsetof(struct train_options, packs_saw),
	 "rows that authors of the packs have read: rules are not trusted on them (default: none)"},
	{"mix", 0, OPTION_LIST, "DIMENSION=LABEL+LENDER/N", offsetof(struct train_options, mix),
	 "learn every N-th row of LABEL once more with a passage of a row of LENDER below"},
	{"origin", 0, OPTION_TEXT, "TEXT", offsetof(struct train_options, origin),
	 "what the corpus is, to stand in the model (default: the number of rows)"},
	{"check", 0, OPTION_FLAG, NULL, offsetof(struct train_options, check),
	 "write nothing: exit 1 unless the model at hand is the one that these rows make"},
	{0},
};

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static void refuse(struct train *train, size_t number, const char *why)
{
	train->refused++;
	ctl_complain("line %zu: %s", number, why);
}

static bool take_line(struct train *train, const struct line *line)
{
	struct inq_error error = {{0}};
	json_error_t mistake;
	json_t *row = line->too_long ? NULL : json_loadb(line->text, line->size, JSON_REJECT_DUPLICATES, &mistake);
	json_t *labels = json_incref(json_object_get(row, "labels"));
	enum inq_status status = INQ_OK;
	size_t added;

	if (!row) {
		refuse(train, line->number, line->too_long ? "longer than an event may be" : mistake.text);
	} else if (!json_is_object(labels)) {
		refuse(train, line->number, "no `labels`: not a row of a corpus");
	} else {
		json_object_del(row, "labels");
		status = training_add(&train->training, row, labels, &added, &error);
		if (status == INQ_REJECTED)
			refuse(train, line->number, error.text);
		else if (status == INQ_FAILED)
			ctl_complain("%s", error.text);
		train->rows += status == INQ_OK;
	}
	json_decref(labels);
	json_decref(row);
	return status != INQ_FAILED;
}

static bool take_rows(struct train *train)
{
	struct lines *lines = lines_new(train->ctl->files, train->ctl->file_count, INQ_EVENT_BYTES_MAX, NULL);
	struct progress progress = progress_start("inquiries read");
	struct line line;
	bool whole = lines;

	while (whole && lines_next(lines, &line)) {
		whole = take_line(train, &line);
		progress_step(&progress);
	}
	progress_end(&progress);
	if (lines && lines_error(lines)) {
		ctl_complain("%s", lines_error(lines));
		whole = false;
	}
	lines_free(lines);
	return whole;
}

/* ---- training -------------------------------------------------------------------------------------------------- */

static void tell(void *context, const char *what, size_t done, size_t of)
{
	const struct train *train = context;

	if (train->watched)
		fprintf(stderr, "\r\033[Ktraining %zu of %zu: %s", done < of ? done + 1 : of, of, what);
}

static bool train_model(struct train *train)
{
	char rows[64];
	struct learn_options options = {.folds = (unsigned)train->options.folds,
					.seed = (uint64_t)train->options.seed,
					.origin = train->options.origin,
					.progress = tell,
					.context = train};
	struct inq_error error = {{0}};
	bool whole;

	snprintf(rows, sizeof rows, "%zu labelled inquiries", train->rows);
	if (!options.origin)
		options.origin = rows;
	train->watched = isatty(STDERR_FILENO);
	whole = learn_train(train->training.corpus, NULL, &options, &train->result, &error);
	if (train->watched)
		fputs("\r\033[K", stderr);
	if (!whole)
		ctl_complain("train: %s", error.text);
	return whole;
}

/* ---- the file -------------------------------------------------------------------------------------------------- */

static bool write_bytes(int fd, const unsigned char *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = write(fd, bytes + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	return fchmod(fd, 0644) == 0 && fsync(fd) == 0;
}

/* Beside its place and renamed: a daemon that reloads at this moment finds the old model or the new one. */
static bool write_model(const struct train *train)
{
	char *beside = NULL;
	int fd = asprintf(&beside, "%s.XXXXXX", train->output) < 0 ? -1 : mkstemp(beside);
	bool whole = fd >= 0 && write_bytes(fd, train->result.image, train->result.image_size);

	whole = whole && rename(beside, train->output) == 0;
	if (!whole) {
		ctl_complain("%s: %s", train->output, strerror(errno));
		if (fd >= 0)
			unlink(beside);
	}
	if (fd >= 0)
		close(fd); /* fsync has told whether it is written */
	free(beside);
	return whole;
}

/* The file, if it is a whole model; the caller frees it. */
static unsigned char *read_model(const struct train *train, size_t *size)
{
	FILE *file = fopen(train->output, "rb");
	unsigned char *bytes = file ? malloc(train->result.image_size + 1) : NULL;

	/* One byte more than expected tells a longer file from the same one. */
	*size = bytes ? fread(bytes, 1, train->result.image_size + 1, file) : 0;
	if (file)
		fclose(file);
	return bytes;
}

static bool is_intact(const struct train *train)
{
	struct inq_error error;
	struct inq_model *model =
		inq_model_open(train->output, inq_engine_knowledge(train->session.engine), &error);

	inq_model_free(model);
	return model;
}

static bool is_same(const struct train *train)
{
	size_t size;
	unsigned char *bytes = is_intact(train) ? read_model(train, &size) : NULL;
	bool same = bytes && learn_same_recipe(bytes, size, train->result.image, train->result.image_size);

	free(bytes);
	return same;
}

static enum ctl_status deliver(const struct train *train)
{
	if (!train->options.check)
		return write_model(train) ? CTL_OK : CTL_FAILED;
	if (is_same(train))
		return CTL_OK;
	ctl_complain("%s is not the model that these rows, packs and options make", train->output);
	return CTL_PARTLY;
}

/* ---- the report ------------------------------------------------------------------------------------------------ */

static void cell(const struct screen *screen, double value, unsigned decimals)
{
	screen_cell_right(screen, decimal_of(value, decimals).text, COLUMN);
}

static void title(const struct screen *screen, const char *first, const char *const *names, size_t count)
{
	putc('\n', screen->out);
	screen_style(screen, SCREEN_DIM);
	screen_cell(screen, first, NAME);
	for (size_t i = 0; i < count; i++)
		screen_cell_right(screen, names[i], COLUMN);
	screen_style(screen, SCREEN_PLAIN);
	putc('\n', screen->out);
}

static void dimension_line(const struct screen *screen, const struct learn_dimension *d)
{
	screen_cell(screen, d->name, NAME);
	if (!d->learnt) {
		fputs("  too few rows or labels: left to the packs\n", screen->out);
		return;
	}
	cell(screen, (double)d->figures.rows, 0);
	cell(screen, d->figures.macro_f1, 3);
	cell(screen, d->figures.accuracy, 3);
	cell(screen, d->figures.log_loss, 3);
	cell(screen, d->figures.calibration_error, 3);
	cell(screen, d->regularisation, 1);
	screen_cell_right(screen, d->abstain > 0 ? decimal_of(d->abstain, 2).text : "taxonomy", COLUMN);
	putc('\n', screen->out);
}

static void print_text(const struct train *train)
{
	static const char *const FIGURES[] = {"rows", "macro-F1", "accuracy", "log loss", "ECE", "C", "abstain"};
	const struct learn_result *r = &train->result;
	const struct screen *screen = &train->screen;
	const char **names = calloc(r->dimension_count + 1, sizeof *names);

	fprintf(screen->out, "%s: %zu rows, %zu features, %.1f MiB\n", train->output, r->rows, r->features,
		(double)r->image_size / (1 << 20));
	fputs("All figures are of rows that the model judging them had not seen.\n", screen->out);
	title(screen, "dimension", FIGURES, sizeof FIGURES / sizeof *FIGURES);
	for (size_t d = 0; d < r->dimension_count; d++)
		dimension_line(screen, &r->dimension[d]);
	for (size_t d = 0; names && d < r->dimension_count; d++)
		names[d] = r->dimension[d].name;
	if (names) {
		names[r->dimension_count] = "rows";
		title(screen, "macro-F1 of", names, r->dimension_count + 1);
	}
	for (size_t l = 0; names && l < r->language_count; l++) {
		screen_cell(screen, r->language[l].name, NAME);
		for (size_t d = 0; d < r->dimension_count; d++)
			cell(screen, r->language[l].macro_f1[d], 3);
		cell(screen, (double)r->language[l].rows, 0);
		putc('\n', screen->out);
	}
	free(names);
}

static json_t *figure(double value)
{
	return isfinite(value) ? json_real(round(value * 1e6) / 1e6) : json_null();
}

static json_t *dimension_json(const struct learn_dimension *d)
{
	if (!d->learnt)
		return json_pack("{s:b}", "learnt", 0);
	return json_pack("{s:b, s:I, s:o, s:o, s:o, s:o, s:f, s:f, s:f}", "learnt", 1, "rows",
			 (json_int_t)d->figures.rows, "macro_f1", figure(d->figures.macro_f1), "accuracy",
			 figure(d->figures.accuracy), "log_loss", figure(d->figures.log_loss), "ece",
			 figure(d->figures.calibration_error), "regularisation", d->regularisation, "scale", d->scale,
			 "abstain", d->abstain);
}

static json_t *language_json(const struct learn_result *r, const struct learn_language *language)
{
	json_t *figures = json_object();

	for (size_t d = 0; d < r->dimension_count; d++)
		json_object_set_new(figures, r->dimension[d].name, figure(language->macro_f1[d]));
	return json_pack("{s:s, s:I, s:o}", "name", language->name, "rows", (json_int_t)language->rows, "macro_f1",
			 figures);
}

static void print_json(const struct train *train)
{
	const struct learn_result *r = &train->result;
	json_t *dimensions = json_object(), *languages = json_array(), *report;

	for (size_t d = 0; d < r->dimension_count; d++)
		json_object_set_new(dimensions, r->dimension[d].name, dimension_json(&r->dimension[d]));
	for (size_t l = 0; l < r->language_count; l++)
		json_array_append_new(languages, language_json(r, &r->language[l]));
	report = json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:s, s:o, s:o}", "schema", "inquiry.training/1", "model",
			   train->output, "rows", (json_int_t)r->rows, "refused", (json_int_t)train->refused, "features",
			   (json_int_t)r->features, "bytes", (json_int_t)r->image_size, "packs",
			   inq_engine_packs(train->session.engine), "dimensions", dimensions, "languages", languages);
	json_dumpf(report, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
	putc('\n', stdout);
	json_decref(report);
}

/* ---- the command ----------------------------------------------------------------------------------------------- */

static bool open_training(struct train *train)
{
	struct inq_options options;

	train->ctl->model = "none"; /* what stands there may be of another format: training must not need it */
	if (!session_open_engine(train->ctl, &train->session))
		return false;
	options = session_engine_options(train->ctl, &train->session);
	if (train->options.output)
		train->output = strdup(train->options.output);
	else if (asprintf(&train->output, "%s/" MODEL_FILE, options.knowledge_dir) < 0)
		train->output = NULL;
	if (train->output)
		return training_open(&train->training, "train", &train->session, train->saw, &train->options.mix);
	ctl_complain("out of memory");
	return false;
}

static enum ctl_status train_and_report(struct train *train)
{
	enum ctl_status status;

	if (!open_training(train) || !take_rows(train))
		return CTL_FAILED;
	if (!train_model(train))
		return CTL_FAILED;
	status = deliver(train);
	if (status == CTL_FAILED)
		return status;
	train->screen = screen_open(stdout);
	if (train->ctl->json)
		print_json(train);
	else
		print_text(train);
	if (fflush(stdout) || ferror(stdout))
		return ctl_write_failed();
	return train->refused ? CTL_PARTLY : status;
}

static bool options_hold(struct train *train)
{
	if (train->options.folds >= FOLDS_LEAST && train->options.folds <= FOLDS_MOST)
		return packs_saw_read("train", train->options.packs_saw, &train->saw);
	ctl_complain("train: --folds: expected %d to %d, found %ld", FOLDS_LEAST, FOLDS_MOST, train->options.folds);
	return false;
}

static enum ctl_status run(struct ctl *ctl, int argc, char **argv)
{
	struct train train = {.ctl = ctl, .options.folds = FOLDS_DEFAULT};
	enum ctl_status status = CTL_FAILED;

	if (!ctl_parse(ctl, &train.options, argc, argv))
		return ctl->status;
	if (options_hold(&train))
		status = train_and_report(&train);
	learn_result_free(&train.result);
	training_free(&train.training);
	option_list_free(&train.options.mix);
	session_close(&train.session);
	free(train.output);
	return status;
}

const struct command COMMAND_TRAIN = {
	.name = "train",
	.arguments = "[FILE...]",
	.summary = "Make a model from labelled inquiries",
	.about = "A corpus holds one event a line with a `labels` object; the labels are those of the taxonomy in\n"
		 "the knowledge folder, or `unknown`. The model weighs words, facts and the packs' rules; how far\n"
		 "each is trusted is learnt. Strength of regularisation, calibration and the cost of `unknown` come\n"
		 "from rows that the model judging them had not seen.\n"
		 "Exit status: 0 done, 1 some rows refused, or --check found another model, 2 usage or input.",
	.options = OPTIONS,
	.run = run,
};
