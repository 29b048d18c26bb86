#include "lead.h"

#include "timestamp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Chat messages are cut at some 300 characters by most bots; what a summary quotes stays well below. */
#define SUMMARY_PIECE_BYTES 80

/* ---- the summary ----------------------------------------------------------------------------------------------- */

/* Outside text on one line, cut at a character, with a mark where it was cut. */
static const char *piece(struct inq_arena *arena, struct inq_str text)
{
	size_t n = text.n;
	char *copy;

	if (n > SUMMARY_PIECE_BYTES) {
		n = SUMMARY_PIECE_BYTES;
		while (n && ((unsigned char)text.s[n] & 0xc0) == 0x80)
			n--;
	}
	copy = inq_arena_alloc(arena, n + 1);
	for (size_t i = 0; copy && i < n; i++)
		copy[i] = (unsigned char)text.s[i] < 0x20 || text.s[i] == 0x7f ? ' ' : text.s[i];
	return copy ? inq_arena_printf(arena, "%s%s", copy, n < text.n ? "..." : "") : "";
}

static const char *with(struct inq_arena *arena, const char *text, const char *joint, const char *more)
{
	if (!*more)
		return text;
	return inq_arena_printf(arena, "%s%s%s", text, *text ? joint : "", more);
}

static const char *who(struct inq_arena *arena, const struct inq_buyer *buyer)
{
	const char *text = with(arena, piece(arena, buyer->name), ", ", piece(arena, buyer->company));

	if (!*text)
		text = *piece(arena, buyer->email) ? piece(arena, buyer->email) : "unnamed buyer";
	if (buyer->country.n)
		text = inq_arena_printf(arena, "%s (%s)", text, piece(arena, buyer->country));
	return text;
}

static const char *wanted(struct inq_arena *arena, const struct inq_inputs *in)
{
	const struct inq_facts *f = in->facts;
	const char *text = f->quantity_count ? piece(arena, f->quantity[0].text) : "";
	const char *term = with(arena, piece(arena, f->incoterm.value), " ", piece(arena, f->port.text));

	text = with(arena, text, " x ", piece(arena, in->event->product.name));
	text = with(arena, text, ", ", term);
	text = with(arena, text, ", ", f->deadline.found ? piece(arena, f->deadline.text) : "");
	if (!*text)
		text = piece(arena, in->event->subject);
	return text;
}

const char *inq_lead_summary(struct inq_arena *arena, const struct inq_inputs *in, const struct inq_priority *priority)
{
	const char *head = inq_arena_printf(arena, "[%s %d.%d] %s - %s", priority->band.s, priority->score / 10,
					    abs(priority->score % 10), in->verdict->composite,
					    who(arena, &in->event->buyer));

	return with(arena, head, ": ", wanted(arena, in));
}

/* ---- verdict --------------------------------------------------------------------------------------------------- */

/* Probabilities in ten-thousandths that sum to exactly 10000: rounded down, then the largest remainders get one. */
static void round_to_one(const double *probability, uint32_t count, int64_t *out)
{
	int64_t left = 10000;

	for (uint32_t i = 0; i < count; i++) {
		out[i] = (int64_t)floor(probability[i] * 10000);
		left -= out[i];
	}
	while (left > 0) {
		uint32_t best = 0;

		for (uint32_t i = 1; i < count; i++)
			if (probability[i] * 10000 - (double)out[i] > probability[best] * 10000 - (double)out[best])
				best = i;
		out[best]++;
		left--;
	}
}

/* The label that points and reasons speak of: the decided one, or where none was the one that came nearest. */
static uint32_t explained(const struct inq_decision *decision)
{
	return decision->label == INQ_NONE ? decision->leading : decision->label;
}

static void write_dimension(struct inq_arena *arena, const struct inq_lead_parts *p, size_t index, struct inq_json *out)
{
	const struct inq_knowledge *k = p->in->knowledge;
	const struct inq_dimension *d = &k->dimensions[index];
	const struct inq_decision *decision = &p->in->verdict->decision[index];
	const struct inq_scores *scores = &p->in->verdict->scores;
	const struct inq_model *model = p->evidence->model;
	bool has_unknown = model && inq_model_has_unknown(model, (uint32_t)index);
	uint32_t count = d->label_count + has_unknown, shown = explained(decision);
	double *probability = inq_arena_alloc(arena, (d->label_count + 1) * sizeof(*probability));
	int64_t *rounded = inq_arena_alloc(arena, (d->label_count + 1) * sizeof(*rounded));

	if (!probability || !rounded)
		return;
	memcpy(probability, scores->probability + d->first_label, d->label_count * sizeof(*probability));
	probability[d->label_count] = scores->probability[k->label_count + index];
	round_to_one(probability, count, rounded);
	inq_json_open(out, d->name.s, '{');
	inq_json_string(out, "label", decision->label == INQ_NONE ? INQ_STR("unknown") : k->labels[decision->label].name);
	inq_json_fixed(out, "confidence", rounded[shown - d->first_label], 4);
	if (decision->label == INQ_NONE)
		inq_json_string(out, "leading", k->labels[shown].name);
	inq_json_fixed(out, "points", scores->points[shown], 3);
	inq_json_open(out, "scores", '{');
	for (uint32_t l = 0; l < d->label_count; l++)
		inq_json_fixed(out, k->labels[d->first_label + l].name.s, rounded[l], 4);
	if (has_unknown)
		inq_json_fixed(out, "unknown", rounded[d->label_count], 4);
	inq_json_close(out, '}');
	inq_json_close(out, '}');
}

static void write_verdict(struct inq_arena *arena, const struct inq_lead_parts *p, struct inq_json *out)
{
	inq_json_open(out, "verdict", '{');
	for (size_t i = 0; i < p->in->knowledge->dimension_count; i++)
		if (p->in->verdict->decision[i].applies)
			write_dimension(arena, p, i, out);
	inq_json_close(out, '}');
}

/* ---- reasons --------------------------------------------------------------------------------------------------- */

static void write_quote(struct inq_arena *arena, const struct inq_text *text, const char *key, struct inq_span span,
			struct inq_json *out)
{
	struct inq_quote quote;

	if (span.start == span.end)
		return;
	quote = inq_text_quote(arena, text, span);
	inq_json_open(out, key, '{');
	inq_json_text(out, "field", quote.field);
	inq_json_integer(out, "start", quote.start);
	inq_json_integer(out, "end", quote.end);
	inq_json_string(out, "text", quote.text);
	inq_json_close(out, '}');
}

struct reason {
	const char *dimension;
	struct inq_str label, signal, because;
	int64_t effect;
	struct inq_span span;
};

static void write_reason(struct inq_arena *arena, const struct inq_text *text, const struct reason *r,
			 struct inq_json *out)
{
	inq_json_open(out, NULL, '{');
	inq_json_text(out, "dimension", r->dimension);
	inq_json_string(out, "label", r->label);
	inq_json_fixed(out, "effect", r->effect, 3);
	inq_json_string(out, "signal", r->signal);
	inq_json_string(out, "because", r->because);
	write_quote(arena, text, "evidence", r->span, out);
	inq_json_close(out, '}');
}

/* What a term is called and what it says, by its kind. */
static void describe(struct inq_arena *arena, const struct inq_knowledge *k, const struct inq_term_of *term,
		     struct reason *r)
{
	static const struct {
		struct inq_str signal, because;
	} WORDS[] = {
		[INQ_TERM_PRIOR] = {{"prior", 5}, INQ_STR("what this label starts with")},
		[INQ_TERM_WORDS] = {{"words", 5}, INQ_STR("these words, as learnt from labelled inquiries")},
		[INQ_TERM_REST] = {{"rest", 4}, INQ_STR("what else speaks for or against it")},
	};
	const char *text;

	if (term->kind == INQ_TERM_RULE) {
		r->signal = k->rules[term->index].name;
		r->because = inq_words_in(&k->rules[term->index].because, INQ_STR("en"));
	} else if (term->kind == INQ_TERM_TRAIT) {
		text = inq_trait_name(arena, term->index);
		r->signal = (struct inq_str){text, strlen(text)};
		text = inq_trait_meaning(arena, term->index);
		r->because = (struct inq_str){text, strlen(text)};
	} else {
		r->signal = WORDS[term->kind].signal;
		r->because = WORDS[term->kind].because;
	}
}

/* The strongest terms of one label, and the sum of the others, so that what is shown adds up. */
static void write_label_reasons(struct inq_arena *arena, const struct inq_lead_parts *p, uint32_t label,
				struct inq_json *out)
{
	const struct inq_knowledge *k = p->in->knowledge;
	struct inq_term_of rest = {.kind = INQ_TERM_REST};
	struct reason r = {.dimension = k->dimensions[k->labels[label].dimension].name.s, .label = k->labels[label].name};
	struct inq_terms terms;
	unsigned shown = 0;

	if (inq_terms_of(arena, p->evidence, p->in->verdict, label, &terms) != INQ_OK)
		return;
	for (size_t i = 0; i < terms.count; i++) {
		const struct inq_term_of *term = &terms.item[i];

		if (term->kind == INQ_TERM_REST || (term->kind != INQ_TERM_PRIOR && shown >= p->reasons_per_dimension)) {
			rest.points += term->points;
			continue;
		}
		shown += term->kind != INQ_TERM_PRIOR;
		r.effect = term->points;
		r.span = term->span;
		describe(arena, k, term, &r);
		write_reason(arena, p->in->text, &r, out);
	}
	if (rest.points) {
		r.effect = rest.points;
		r.span = rest.span;
		describe(arena, k, &rest, &r);
		write_reason(arena, p->in->text, &r, out);
	}
}

static void write_reasons(struct inq_arena *arena, const struct inq_lead_parts *p, struct inq_json *out)
{
	const struct inq_knowledge *k = p->in->knowledge;

	inq_json_open(out, "reasons", '[');
	for (size_t i = 0; i < k->dimension_count; i++) {
		const struct inq_decision *decision = &p->in->verdict->decision[i];
		uint32_t first = k->dimensions[i].first_label, last = first + k->dimensions[i].label_count;

		if (!decision->applies)
			continue;
		for (uint32_t l = first; l < last; l++)
			if (l == explained(decision) || p->reasons_per_dimension == INQ_REASONS_ALL)
				write_label_reasons(arena, p, l, out);
	}
	inq_json_close(out, ']');
}

/* ---- priority and facts ---------------------------------------------------------------------------------------- */

static void write_priority(const struct inq_priority *priority, struct inq_json *out)
{
	inq_json_open(out, "priority", '{');
	inq_json_fixed(out, "score", priority->score, 1);
	inq_json_string(out, "band", priority->band);
	inq_json_open(out, "terms", '[');
	for (size_t i = 0; i < priority->term_count; i++) {
		inq_json_open(out, NULL, '{');
		inq_json_string(out, "name", priority->terms[i].name);
		inq_json_fixed(out, "points", priority->terms[i].points, 1);
		inq_json_string(out, "because", priority->terms[i].because);
		inq_json_close(out, '}');
	}
	inq_json_close(out, ']');
	inq_json_close(out, '}');
}

static void write_word(struct inq_json *out, const char *key, struct inq_str value)
{
	if (value.n)
		inq_json_string(out, key, value);
}

static void write_quantity(struct inq_arena *arena, const struct inq_text *text, const char *key,
			   const struct inq_quantity *q, struct inq_json *out)
{
	inq_json_open(out, key, '{');
	inq_json_number(out, "value", q->value);
	if (q->value_max > q->value)
		inq_json_number(out, "value_max", q->value_max);
	write_word(out, "unit", q->unit);
	write_word(out, "period", q->period);
	inq_json_string(out, "text", q->text);
	write_quote(arena, text, "span", q->span, out);
	inq_json_close(out, '}');
}

static void write_money(struct inq_arena *arena, const struct inq_text *text, const char *key,
			const struct inq_money *money, struct inq_json *out)
{
	if (isnan(money->value))
		return;
	inq_json_open(out, key, '{');
	inq_json_number(out, "value", money->value);
	write_word(out, "currency", money->currency);
	write_word(out, "per", money->per);
	write_quote(arena, text, "span", money->span, out);
	inq_json_close(out, '}');
}

static void write_term(struct inq_arena *arena, const struct inq_text *text, const char *key,
		       const struct inq_term *term, struct inq_json *out)
{
	if (!term->value.n)
		return;
	inq_json_open(out, key, '{');
	inq_json_string(out, "value", term->value);
	write_word(out, "text", term->text);
	write_quote(arena, text, "span", term->span, out);
	inq_json_close(out, '}');
}

static void write_time(struct inq_json *out, const char *key, int64_t ms)
{
	char text[INQ_TIME_SIZE];

	inq_time_format(ms, text);
	inq_json_text(out, key, text);
}

static void write_deadline(struct inq_arena *arena, const struct inq_text *text, const struct inq_date_range *deadline,
			   struct inq_json *out)
{
	if (!deadline->found)
		return;
	inq_json_open(out, "deadline", '{');
	inq_json_string(out, "text", deadline->text);
	if (deadline->from_ms || deadline->to_ms) {
		write_time(out, "from", deadline->from_ms);
		write_time(out, "to", deadline->to_ms);
		inq_json_bool(out, "exact", deadline->exact);
	}
	write_quote(arena, text, "span", deadline->span, out);
	inq_json_close(out, '}');
}

static void write_flag(struct inq_arena *arena, const struct inq_text *text, const char *key, struct inq_span span,
		       struct inq_json *out)
{
	if (span.start == span.end)
		return;
	inq_json_open(out, key, '{');
	inq_json_bool(out, "value", true);
	write_quote(arena, text, "span", span, out);
	inq_json_close(out, '}');
}

static void write_order_value(const struct inq_facts *facts, struct inq_json *out)
{
	if (isnan(facts->order_value_usd))
		return;
	inq_json_open(out, "order_value", '{');
	inq_json_number(out, "value", round(facts->order_value_usd * 100) / 100);
	inq_json_text(out, "currency", "USD");
	write_word(out, "price_from", facts->order_value_from);
	inq_json_close(out, '}');
}

static void write_facts(struct inq_arena *arena, const struct inq_inputs *in, struct inq_json *out)
{
	const struct inq_facts *f = in->facts;

	inq_json_open(out, "facts", '{');
	if (f->quantity_count)
		write_quantity(arena, in->text, "quantity", &f->quantity[0], out);
	if (f->quantity_count > 1) {
		inq_json_open(out, "quantities", '[');
		for (size_t i = 0; i < f->quantity_count; i++)
			write_quantity(arena, in->text, NULL, &f->quantity[i], out);
		inq_json_close(out, ']');
	}
	write_money(arena, in->text, "target_price", &f->target_price, out);
	write_money(arena, in->text, "budget", &f->budget, out);
	write_term(arena, in->text, "incoterm", &f->incoterm, out);
	write_term(arena, in->text, "port", &f->port, out);
	write_deadline(arena, in->text, &f->deadline, out);
	if (f->certification_count) {
		inq_json_open(out, "certifications", '[');
		for (size_t i = 0; i < f->certification_count; i++)
			write_term(arena, in->text, NULL, &f->certification[i], out);
		inq_json_close(out, ']');
	}
	write_term(arena, in->text, "payment", &f->payment, out);
	write_term(arena, in->text, "order_number", &f->order_number, out);
	write_flag(arena, in->text, "sample", f->sample, out);
	write_flag(arena, in->text, "oem", f->oem, out);
	write_order_value(f, out);
	if (isfinite(f->moq_ratio))
		inq_json_number(out, "moq_ratio", f->moq_ratio);
	inq_json_close(out, '}');
}

/* ---- strategy and buyer ---------------------------------------------------------------------------------------- */

static void write_list(struct inq_json *out, const char *key, const struct inq_str_list *list)
{
	inq_json_open(out, key, '[');
	for (size_t i = 0; i < list->count; i++)
		inq_json_string(out, NULL, list->item[i]);
	inq_json_close(out, ']');
}

static void write_strategy(const struct inq_strategy *s, struct inq_json *out)
{
	inq_json_open(out, "strategy", '{');
	inq_json_string(out, "id", s->id);
	write_time(out, "respond_by", s->respond_by_ms);
	inq_json_string(out, "respond_within", s->respond_within);
	inq_json_string(out, "disclosure", s->disclosure);
	write_list(out, "owners", &s->owners);
	write_list(out, "goals", &s->goals);
	write_list(out, "do", &s->act);
	write_list(out, "avoid", &s->avoid);
	write_list(out, "ask", &s->ask);
	write_list(out, "attach", &s->attach);
	write_list(out, "follow_up", &s->follow_up);
	write_list(out, "reception", &s->reception);
	inq_json_string(out, "opening", s->opening);
	inq_json_close(out, '}');
}

static const char *relationship(const struct inq_signals *signals)
{
	if (signals->on[INQ_SIGNAL_HISTORY_CUSTOMER])
		return "existing-customer";
	return signals->on[INQ_SIGNAL_HISTORY_KNOWN] ? "known" : "new";
}

static void write_buyer(const struct inq_lead_parts *p, struct inq_json *out)
{
	const struct inq_event *event = p->in->event;

	inq_json_open(out, "buyer", '{');
	inq_json_text(out, "key", p->buyer_key);
	inq_json_text(out, "relationship", relationship(p->in->signals));
	inq_json_integer(out, "inquiries", (int64_t)event->buyer_inquiries + 1);
	inq_json_integer(out, "orders", event->history.orders > 0 ? event->history.orders : 0);
	write_word(out, "name", event->buyer.name);
	write_word(out, "company", event->buyer.company);
	write_word(out, "country", event->buyer.country);
	inq_json_close(out, '}');
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static void write_head(const struct inq_lead_parts *p, struct inq_json *out)
{
	const struct inq_event *event = p->in->event;

	inq_json_text(out, "schema", "inquiry.lead/1");
	inq_json_text(out, "id", p->lead_id);
	inq_json_string(out, "event_id", event->id);
	write_time(out, "received_at", event->received_at_ms);
	write_time(out, "scored_at", p->in->now_ms);
	inq_json_string(out, "lang", p->in->text->lang);
	write_word(out, "platform", event->platform);
	write_word(out, "channel", event->channel);
	inq_json_text(out, "summary", p->summary);
	inq_json_text(out, "composite", p->in->verdict->composite);
}

static void write_engine(const struct inq_lead_parts *p, struct inq_json *out)
{
	inq_json_open(out, "engine", '{');
	inq_json_text(out, "version", INQ_VERSION);
	inq_json_text(out, "packs", p->in->knowledge->packs);
	inq_json_text(out, "model", p->evidence->model ? inq_model_name(p->evidence->model) : "packs alone");
	inq_json_close(out, '}');
}

enum inq_status inq_lead_write(struct inq_arena *arena, const struct inq_lead_parts *p, struct inq_json *out)
{
	inq_json_reset(out);
	inq_json_open(out, NULL, '{');
	write_head(p, out);
	write_verdict(arena, p, out);
	write_priority(p->priority, out);
	write_facts(arena, p->in, out);
	write_reasons(arena, p, out);
	write_strategy(p->strategy, out);
	write_buyer(p, out);
	write_engine(p, out);
	if (p->traceparent)
		inq_json_text(out, "traceparent", p->traceparent);
	inq_json_close(out, '}');
	return out->failed || inq_arena_failed(arena) ? INQ_FAILED : INQ_OK;
}
