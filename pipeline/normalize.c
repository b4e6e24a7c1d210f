/*
 * The order of the normalizers, and why it is this one.
 *
 *     winnow extract report.txt | winnow normalize
 *
 * Marked-up documents have their structure from the markup: their characters are
 * repaired, list items that only look like such are told, and footnote marks taken out. Plain text comes as lines, and goes
 * through
 *
 *     mail         quoted lines are lines like others
 *     tables       while tabs are still tabs, and many blanks many
 *     characters   so that all that follows sees one alphabet
 *     debris       stray signs off the lines, charts out
 *     furniture    headers and page numbers: they show where pages end
 *     glued        furniture on one line with text, by what is furniture now
 *     footnotes    notes, by the ends of pages and the marks before them
 *     navigation   lines that lead from page to page
 *     paragraphs   the lines that are left are text: joined
 *     boilerplate  what a site put around an article
 *     headings     by what stands under them
 *     marks        of the notes that were found, out of the sentences
 */
#include "pipeline/normalize.h"

#include "normalizers/boilerplate.h"
#include "normalizers/characters.h"
#include "normalizers/debris.h"
#include "normalizers/footnotes.h"
#include "normalizers/furniture.h"
#include "normalizers/glued.h"
#include "normalizers/headings.h"
#include "normalizers/items.h"
#include "normalizers/mail.h"
#include "normalizers/paragraphs.h"
#include "normalizers/preformatted.h"
#include "normalizers/spaced_tables.h"
#include "normalizers/tables.h"

#define SIGNS_BYTES 16 /* a passage that is longer has words */

/* Did the extractor leave lines to be joined? */
static bool has_lines(const struct document *d)
{
	size_t i;

	for (i = 0; i < d->passage_count; i++)
		if (d->passages[i].role == ROLE_LINE)
			return true;
	return false;
}

/* What an extractor that knows the markup gave: only stray signs are left to be told. */
static void clean_passage(struct passage *p, struct repairs *repairs)
{
	/* The bars of a row say which of its cells are empty. */
	struct line line = { .text = p->role == ROLE_TABLE_ROW ? p->text : debris_trim(p->text) };

	if (line.text.len != p->text.len)
		repairs_add(repairs, REPAIR_DEBRIS, 1, p->place.line_start);
	p->text = line.text;
	if (p->role != ROLE_PARAGRAPH || p->text.len > SIGNS_BYTES)
		return;
	lines_look(&line);
	if (line.facts & LINE_WORDLESS)
		p->role = ROLE_NOISE;
}

static void clean_passages(struct document *d, struct repairs *repairs)
{
	struct characters characters;
	size_t i;

	characters_init(&characters);
	for (i = 0; i < d->passage_count; i++) {
		struct passage *p = &d->passages[i];

		p->text = characters_clean(&characters, d->arena, p->text, p->place.line_start, repairs);
		clean_passage(p, repairs);
	}
	characters_release(&characters);
}

/* Lines in which nothing can be seen are blank lines. */
static void drop_blank(struct lines *lines)
{
	size_t kept = 0, i;
	unsigned flags = 0;

	for (i = 0; i < lines->count; i++) {
		if (span_empty(lines->line[i].text) && lines_is_text(&lines->line[i])) {
			flags |= lines->line[i].flags | PASSAGE_BLANK_BEFORE;
			continue;
		}
		lines->line[kept] = lines->line[i];
		lines->line[kept++].flags |= flags;
		flags = 0;
	}
	lines->count = kept;
}

static void clean_lines(struct lines *lines, struct document *d, struct repairs *repairs)
{
	struct characters characters;
	size_t i;

	characters_init(&characters);
	for (i = 0; i < lines->count; i++) {
		struct line *line = &lines->line[i];

		line->text = characters_clean(&characters, d->arena, line->text, line->place.line_start, repairs);
		lines_look(line);
	}
	characters_release(&characters);
	drop_blank(lines);
}

static void normalize_lines(struct document *d, struct repairs *repairs)
{
	struct lines lines;

	lines_build(&lines, d);
	mail_mark(&lines);
	tables_mark(&lines, d->arena);
	spaced_tables_mark(&lines, d->arena);
	clean_lines(&lines, d, repairs);
	debris_mark(&lines, repairs);
	furniture_mark(&lines, d->arena);
	glued_cut(&lines, d->arena);
	footnotes_mark(&lines, d->arena);
	boilerplate_mark_lines(&lines);
	paragraphs_join(d, &lines, repairs);
	boilerplate_mark(d);
	headings_mark(d);
}

static void normalize_blocks(struct document *d, struct repairs *repairs)
{
	clean_passages(d, repairs);
	items_mark(d);
}

void normalize_document(struct document *d)
{
	struct repairs repairs = { .count = { 0 } };

	preformatted_release(d);
	if (has_lines(d))
		normalize_lines(d, &repairs);
	else
		normalize_blocks(d, &repairs);
	footnotes_clear_marks(d, &repairs);
	repairs_report(&repairs, d);
	d->normalized = true;
}

static int normalize_push(struct stage *stage, struct document *d)
{
	normalize_document(d);
	return stage_pass(stage, d);
}

const struct stage_type normalize_stage = {
	.name = "normalize",
	.summary = "blocks -> passages: repaired text, whole paragraphs, furniture and footnotes apart",
	.push = normalize_push,
};
