#include "pipeline/split/split.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "normalizers/fold.h"
#include "pipeline/base/buffer.h"
#include "pipeline/options.h"
#include "pipeline/split/answers.h"
#include "pipeline/split/certainty.h"
#include "pipeline/split/identify.h"
#include "pipeline/split/repeats.h"
#include "pipeline/split/scan.h"
#include "pipeline/talk.h"

enum { SHORT_BYTES = 300 }; /* longer passages are compared whatever they belong to */

/* ---- contexts ---- */

/* What names a report in a context: the same in every document that names it so. */
static struct span report_key(struct document *d, int reference)
{
	const struct reference *r = reference >= 0 ? &d->references[reference] : NULL;
	struct buffer title;
	struct span key;

	if (!r || !r->attributed)
		return arena_printf(d->arena, "%.*s#%d.%d", SPAN_ARG(d->source.path), d->seq, reference + 1);
	if (r->session.len > 0 && r->number > 0)
		return arena_printf(d->arena, "%.*s/%s%d", SPAN_ARG(r->session), r->special ? "s" : "", r->number);
	buffer_init(&title, BUFFER_LIMIT_DEFAULT);
	fold_text(&title, r->title);
	key = arena_printf(d->arena, "%.*s/%.*s", SPAN_ARG(r->paper), SPAN_ARG(buffer_span(&title)));
	buffer_release(&title);
	return key;
}

/*
 * The context tells dedupe what a short passage belongs to: "Target date: April"
 * under two recommendations is no duplicate. Outside of records it is the
 * document, so that "Introduction" repeats within one and not across a thousand.
 */
static void set_contexts(struct document *d)
{
	struct span *keys = arena_array(d->arena, d->reference_count + 1, sizeof *keys);
	struct span document = arena_printf(d->arena, "%.*s#%d", SPAN_ARG(d->source.path), d->seq);

	for (size_t i = 0; i <= d->reference_count; i++)
		keys[i] = report_key(d, (int)i - 1);
	for (size_t i = 0; i < d->passage_count; i++)
		if (d->passages[i].text.len <= SHORT_BYTES)
			d->passages[i].context = document;
	for (size_t i = 0; i < d->item_count; i++) {
		const struct item *item = &d->items[i];
		struct span label = item->number.len > 0 ? item->number : item->label;

		for (size_t k = 0; k < item->passage_count; k++) {
			struct passage *p = &d->passages[item->passages[k]];

			if (p->text.len <= SHORT_BYTES)
				p->context = arena_printf(d->arena, "%.*s/%s/%.*s", SPAN_ARG(keys[item->reference + 1]),
							  item_type_name(item->type), SPAN_ARG(label));
		}
	}
}

/* ---- one document ---- */

static int report_of(struct document *d, int primary, const struct drafts *drafts)
{
	if (primary >= 0 || drafts->count > 0 || d->kind == KIND_COMMITTEE_REPORT)
		return primary >= 0 ? primary : identify_add_own(d);
	return -1;
}

/* Items found before any report was named belong to the one that is named at all. */
static void settle_references(struct drafts *drafts, int primary)
{
	for (size_t i = 0; i < drafts->count; i++)
		if (drafts->list[i].item.reference < 0)
			drafts->list[i].item.reference = primary;
}

/* What an earlier split found: a document may come through the filter twice. */
static void forget(struct document *d)
{
	d->reference_count = 0;
	d->item_count = 0;
	d->count_count = 0;
	for (size_t i = 0; i < d->passage_count; i++)
		d->passages[i].context = SPAN("");
}

void split_document(struct document *d, const struct family_set *families, const struct family *forced)
{
	struct drafts drafts = { .arena = d->arena };
	int *begins = arena_array(d->arena, d->passage_count, sizeof *begins);
	const struct family *f = forced;
	struct passage_grams grams;
	int points = 0, primary;

	if (d->source.state == SOURCE_FAILED)
		return;
	forget(d);
	passage_grams_make(&grams, d);
	if (!f)
		f = family_set_choose(families, &grams, &points);
	d->family = f->name;
	d->kind = f->kind;
	identify_document(d, f, &grams);
	primary = identify_references(d, f, &grams, begins);
	scan_passages(d, f, &grams, begins, primary, &drafts);
	draft_drop_empty(&drafts);
	primary = report_of(d, primary, &drafts);
	identify_complete_own(d, primary);
	settle_references(&drafts, primary);
	answers_read(d, f, &drafts);
	repeats_resolve(d, &drafts);
	draft_assign_labels(&drafts);
	draft_emit(&drafts, d);
	if (f->general)
		certainty_note(d, f, &grams);
	if (primary >= 0) /* a document that speaks of no report states no counts of one */
		identify_counts(d, f, &grams, primary);
	set_contexts(d);
}

/* ---- the stage ---- */

struct split_state {
	struct family_set *families;
	struct family *file;         /* read from -f FILE */
	const struct family *forced;
};

static bool looks_like_file(const char *name)
{
	return strchr(name, '/') || span_ends(span_str(name), SPAN(".family"));
}

static int choose_forced(struct split_state *s, const char *name)
{
	struct family_error error;

	if (looks_like_file(name)) {
		s->file = family_read_file(name, s->families, &error);
		s->forced = s->file;
		if (!s->file) {
			talk_error("%s:%d: %s", name, error.line, error.message);
			return EX_DATAERR;
		}
		return 0;
	}
	s->forced = family_set_find(s->families, span_str(name));
	if (!s->forced) {
		talk_error("there is no family %s; «winnow families» lists them, -f also takes a file", name);
		return EX_USAGE;
	}
	return 0;
}

static int split_open(struct stage *stage, const struct options *options)
{
	struct split_state *s = stage->state;
	struct family_error error;
	char file[256];

	s->families = family_set_open(getenv("WINNOW_FAMILIES"), &error, file, sizeof file);
	if (!s->families) {
		talk_error("%s:%d: %s", file, error.line, error.message);
		return EX_DATAERR;
	}
	return options->family ? choose_forced(s, options->family) : 0;
}

static int split_push(struct stage *stage, struct document *d)
{
	const struct split_state *s = stage->state;

	split_document(d, s->families, s->forced);
	return stage_pass(stage, d);
}

static void split_close(struct stage *stage)
{
	struct split_state *s = stage->state;

	family_free(s->file);
	family_set_free(s->families);
}

const struct stage_type split_stage = {
	.name = "split",
	.summary = "passages -> passages, reports, conclusions, recommendations and responses",
	.state_size = sizeof(struct split_state),
	.open = split_open,
	.push = split_push,
	.close = split_close,
};
