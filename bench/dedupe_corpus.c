#include "bench/dedupe_corpus.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench/corpus_maker.h"
#include "pipeline/base/memory.h"
#include "pipeline/dedupe/dedupe.h"

enum { STEPS = 3, SHORT_TABLES = 20 };

enum name_set {
	ANY = 0,
	EXACT = 1 << DEDUPE_EXACT,
	FOLDED = 1 << DEDUPE_FOLDED,
	NEAR = 1 << DEDUPE_NEAR,
	CUT = 1 << DEDUPE_TRUNCATED,
	PART = 1 << DEDUPE_TRUNCATED | 1 << DEDUPE_CONTAINED,
	SPLICED = 1 << DEDUPE_SPLICED,
};

/* A passage, what is done to it, and what should be said of it. */
struct recipe {
	struct plant plant;
	make_text *text;
	int how;
	struct {
		damage *damage;
		int how;
	} steps[STEPS];
};

#define COPY(name, named, keeps, text, how, ...) { { name, true, named, keeps }, text, how, { __VA_ARGS__ } }
#define NEVER(name, text, how, ...) { { name, false, ANY, KEEPS_EITHER }, text, how, { __VA_ARGS__ } }

static const struct recipe recipes[] = {
	{ { "base", false, ANY, KEEPS_EITHER }, text_paragraph, ENGLISH, { { NULL, 0 } } },
	COPY("exact", EXACT, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_none, 0 }),
	COPY("wrapped, hyphenated", FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_format, 0 }),
	COPY("5 % of words edited", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_words, 5 }),
	COPY("10 % of words edited", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_words, 10 }),
	COPY("cut at one end", CUT, KEEPS_SOURCE, text_paragraph, ENGLISH, { damage_cut, 1 }),
	COPY("cut at both ends", PART, KEEPS_SOURCE, text_paragraph, ENGLISH, { damage_cut, 2 }),
	COPY("within a longer text", PART, KEEPS_COPY, text_paragraph, ENGLISH, { damage_embed, 0 }),
	COPY("spliced", SPLICED, KEEPS_SOURCE, text_paragraph, ENGLISH, { NULL, 0 }),
	COPY("a header inside", ANY, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_header, 1 }),
	/* machine reading */
	COPY("OCR 0.5 %", NEAR | FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_ocr, 5 }),
	COPY("OCR 1 %", NEAR | FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_ocr, 10 }),
	COPY("OCR 2 %", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_ocr, 20 }),
	COPY("OCR 3 %", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_ocr, 30 }),
	COPY("OCR 5 %", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_ocr, 50 }),
	COPY("letters lost 1 %", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_dropped, 10 }),
	COPY("letters lost 4 %", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_dropped, 40 }),
	COPY("spaces lost, put in", NEAR | FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_spaces, 50 }),
	/* characters */
	COPY("dashes lost", NEAR | FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_dashes, DASH_JOINED }),
	COPY("dashes to spaces", FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_dashes, DASH_SPACED }),
	COPY("other dashes", FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_dashes, DASH_LONG }),
	COPY("mojibake", FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_mojibake, 1 }),
	COPY("mojibake twice", FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_mojibake, 2 }),
	COPY("not ASCII: lost", NEAR | FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_unknown, 0 }),
	COPY("not ASCII: ?", NEAR | FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_unknown, '?' }),
	COPY("not ASCII: U+FFFD", NEAR | FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_unknown, 0xFFFD }),
	COPY("other quotes", FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_quotes, 0 }),
	COPY("ligatures", FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_ligatures, 0 }),
	COPY("a line in capitals", FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_capitals, 0 }),
	COPY("all in capitals", FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_capitals, 1 }),
	COPY("HTML entities", NEAR | FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_entities, 0 }),
	COPY("tags left in", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_tags, 0 }),
	COPY("footnote marks", NEAR | FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_notes, 3 }),
	COPY("a list number", FOLDED, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_number, 0 }),
	/* order and structure */
	COPY("halves exchanged", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_order, 0 }),
	COPY("sentences shuffled", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_order, 1 }),
	COPY("table, any way", ANY, KEEPS_EITHER, text_table, TABLE_PIPES, { damage_table, 0 }),
	COPY("table by columns", NEAR, KEEPS_EITHER, text_table, TABLE_LINES, { damage_table, TABLE_COLUMNS }),
	COPY("headings repeated", ANY, KEEPS_EITHER, text_table, TABLE_LINES, { damage_table, TABLE_REPEATED }),
	COPY("cells glued", ANY, KEEPS_EITHER, text_table, TABLE_LINES, { damage_table, TABLE_GLUED }),
	COPY("as Markdown", FOLDED, KEEPS_EITHER, text_table, TABLE_LINES, { damage_table, TABLE_MARKDOWN }),
	COPY("without its headings", PART, KEEPS_SOURCE, text_table, TABLE_LINES, { damage_table, TABLE_HEADLESS }),
	COPY("a list, OCR 2 %", NEAR | FOLDED, KEEPS_EITHER, text_list, 0, { damage_ocr, 20 }),
	/* several at once */
	COPY("OCR 1 %, cut", PART | NEAR, KEEPS_SOURCE, text_paragraph, ENGLISH, { damage_cut, 1 }, { damage_ocr, 10 }),
	COPY("OCR 2 %, wrapped", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_ocr, 20 }, { damage_format, 0 }),
	COPY("OCR 1 %, shuffled", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_order, 1 }, { damage_ocr, 10 }),
	COPY("OCR 1 %, edited", NEAR, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_words, 5 }, { damage_ocr, 10 }),
	COPY("mojibake, header", ANY, KEEPS_EITHER, text_paragraph, ENGLISH, { damage_header, 1 }, { damage_mojibake, 1 }),
	COPY("cut, dashes, wrapped", CUT, KEEPS_SOURCE, text_paragraph, ENGLISH, { damage_cut, 1 }, { damage_dashes, DASH_JOINED },
	     { damage_format, 0 }),
	COPY("OCR 2 %, embedded", PART | NEAR, KEEPS_COPY, text_paragraph, ENGLISH, { damage_embed, 0 }, { damage_ocr, 20 }),
	/* short: 6 to 25 words */
	COPY("short, wrapped", EXACT | FOLDED, KEEPS_EITHER, text_short, 0, { damage_format, 0 }),
	COPY("short, OCR 1 %", NEAR | FOLDED, KEEPS_EITHER, text_short, 0, { damage_ocr, 10 }),
	COPY("short, OCR 3 %", NEAR | FOLDED, KEEPS_EITHER, text_short, 0, { damage_ocr, 30 }),
	COPY("short, dashes lost", NEAR | FOLDED, KEEPS_EITHER, text_short, 0, { damage_dashes, DASH_JOINED }),
	COPY("short, mojibake", FOLDED, KEEPS_EITHER, text_short, 0, { damage_mojibake, 1 }),
	COPY("short, capitals", FOLDED, KEEPS_EITHER, text_short, 0, { damage_capitals, 1 }),
	COPY("short, spaces", NEAR | FOLDED, KEEPS_EITHER, text_short, 0, { damage_spaces, 80 }),
	/* long: 2,000 to 20,000 words */
	COPY("long, exact", EXACT, KEEPS_EITHER, text_long, 4, { damage_none, 0 }),
	COPY("long, wrapped", FOLDED, KEEPS_EITHER, text_long, 4, { damage_format, 0 }),
	COPY("long, 5 % edited", NEAR, KEEPS_EITHER, text_long, 4, { damage_words, 5 }),
	COPY("long, OCR 2 %", NEAR, KEEPS_EITHER, text_long, 4, { damage_ocr, 20 }),
	COPY("long, cut", CUT, KEEPS_SOURCE, text_long, 6, { damage_cut, 1 }),
	COPY("long, cut twice", PART, KEEPS_SOURCE, text_long, 20, { damage_cut, 2 }),
	COPY("long, 12 headers", ANY, KEEPS_EITHER, text_long, 6, { damage_header, 12 }),
	COPY("long, halves exchanged", NEAR, KEEPS_EITHER, text_long, 4, { damage_order, 0 }),
	COPY("long, spliced", SPLICED, KEEPS_SOURCE, text_long, 5, { NULL, 0 }),
	/* other languages */
	COPY("French, 5 % edited", NEAR, KEEPS_EITHER, text_paragraph, FRENCH, { damage_words, 5 }),
	COPY("French, mojibake", FOLDED, KEEPS_EITHER, text_paragraph, FRENCH, { damage_mojibake, 1 }),
	COPY("French, ASCII only", NEAR, KEEPS_EITHER, text_paragraph, FRENCH, { damage_unknown, 0 }),
	COPY("German, OCR 2 %", NEAR, KEEPS_EITHER, text_paragraph, GERMAN, { damage_ocr, 20 }),
	COPY("German, U+FFFD", NEAR | FOLDED, KEEPS_EITHER, text_paragraph, GERMAN, { damage_unknown, 0xFFFD }),
	COPY("Welsh, cut", CUT, KEEPS_SOURCE, text_paragraph, WELSH, { damage_cut, 1 }),
	COPY("Welsh, mojibake", FOLDED, KEEPS_EITHER, text_paragraph, WELSH, { damage_mojibake, 1 }),
	COPY("Chinese, cut", CUT, KEEPS_SOURCE, text_paragraph, CHINESE, { damage_cut, 1 }),
	COPY("Chinese, shuffled", NEAR, KEEPS_EITHER, text_paragraph, CHINESE, { damage_order, 1 }),
	COPY("Chinese, embedded", PART, KEEPS_COPY, text_paragraph, CHINESE, { damage_embed, 0 }),
	COPY("Arabic, 5 % edited", NEAR, KEEPS_EITHER, text_paragraph, ARABIC, { damage_words, 5 }),
	COPY("Arabic, mojibake", FOLDED, KEEPS_EITHER, text_paragraph, ARABIC, { damage_mojibake, 1 }),
	COPY("Arabic, cut", CUT, KEEPS_SOURCE, text_paragraph, ARABIC, { damage_cut, 1 }),
	/* never */
	NEVER("template, all other", text_template, 0, { change_all, 0 }),
	NEVER("another number", text_template, 0, { change_slot, 'N' }),
	NEVER("another share", text_template, 0, { change_slot, 'P' }),
	NEVER("another amount", text_template, 0, { change_slot, 'A' }),
	NEVER("another year", text_template, 0, { change_slot, 'Y' }),
	NEVER("another month", text_template, 0, { change_slot, 'D' }),
	NEVER("another body", text_template, 0, { change_slot, 'O' }),
	NEVER("another place", text_template, 0, { change_slot, 'L' }),
	NEVER("agrees, disagrees", text_template, 0, { change_slot, 'V' }),
	NEVER("accepted, rejected", text_template, 0, { change_slot, 'W' }),
	NEVER("increased, decreased", text_template, 0, { change_slot, 'R' }),
	NEVER("has, has not", text_template, 0, { change_slot, 'G' }),
	NEVER("must, should, may", text_template, 0, { change_slot, 'M' }),
	NEVER("days, weeks, months", text_template, 0, { change_slot, 'U' }),
	NEVER("tenants, landlords", text_template, 0, { change_slot, 'T' }),
	NEVER("a digit", text_paragraph, ENGLISH, { change_digit, 0 }),
	NEVER("a digit, wrapped", text_paragraph, ENGLISH, { change_digit, 0 }, { damage_format, 0 }),
	NEVER("not put in", text_paragraph, ENGLISH, { change_sense, 0 }),
	NEVER("a cell", text_table, TABLE_LINES, { change_cell, 0 }),
	NEVER("long, a digit", text_long, 4, { change_digit, 0 }),
	NEVER("OCR 1 %, all other", text_template, 0, { change_all, 0 }, { damage_ocr, 10 }),
	NEVER("OCR 3 %, all other", text_template, 0, { change_all, 0 }, { damage_ocr, 30 }),
	NEVER("OCR 1 %, number", text_template, 0, { change_slot, 'N' }, { damage_ocr, 10 }),
	NEVER("OCR 3 %, number", text_template, 0, { change_slot, 'N' }, { damage_ocr, 30 }),
	NEVER("OCR 3 %, year", text_template, 0, { change_slot, 'Y' }, { damage_ocr, 30 }),
	NEVER("OCR 3 %, month", text_template, 0, { change_slot, 'D' }, { damage_ocr, 30 }),
	NEVER("OCR 3 %, place", text_template, 0, { change_slot, 'L' }, { damage_ocr, 30 }),
	NEVER("OCR 3 %, disagrees", text_template, 0, { change_slot, 'V' }, { damage_ocr, 30 }),
	NEVER("OCR 3 %, not", text_template, 0, { change_slot, 'G' }, { damage_ocr, 30 }),
	NEVER("mojibake, amount", text_template, 0, { change_slot, 'A' }, { damage_mojibake, 1 }),
	NEVER("first 12 words", text_paragraph, ENGLISH, { change_prefix, 0 }),
	NEVER("quotes 20 words", text_paragraph, ENGLISH, { change_quote, 0 }),
	NEVER("the same ending", text_paragraph, ENGLISH, { change_ending, 0 }),
	NEVER("French, month", text_foreign, FRENCH, { change_foreign, 1 }),
	NEVER("French, not", text_foreign, FRENCH, { change_foreign, 2 }),
	NEVER("German, number", text_foreign, GERMAN, { change_foreign, 1 }),
	NEVER("German, not", text_foreign, GERMAN, { change_foreign, 2 }),
	NEVER("Welsh, number", text_foreign, WELSH, { change_foreign, 1 }),
	NEVER("Welsh, rejects", text_foreign, WELSH, { change_foreign, 2 }),
	NEVER("Chinese, year", text_foreign, CHINESE, { change_foreign, 1 }),
	NEVER("Chinese, not", text_foreign, CHINESE, { change_foreign, 2 }),
	NEVER("Arabic, year", text_foreign, ARABIC, { change_foreign, 1 }),
	NEVER("Arabic, not", text_foreign, ARABIC, { change_foreign, 2 }),
};

size_t plant_count(void)
{
	return sizeof recipes / sizeof *recipes;
}

const struct plant *plant_row(size_t plant)
{
	return &recipes[plant].plant;
}

/* ---- planting ---- */

static uint32_t add_item(struct maker *m, struct span text, size_t plant, uint32_t source, uint32_t source_2)
{
	struct corpus *c = m->corpus;
	uint32_t index = (uint32_t)c->count;

	c->items = memory_room(c->items, c->count, &c->capacity, sizeof *c->items);
	c->items[c->count++] = (struct planted){ c->text.len, (uint32_t)text.len, (uint16_t)plant,
						 source == UINT32_MAX ? index : source, source_2 == UINT32_MAX ? index : source_2 };
	buffer_add(&c->text, text);
	return index;
}

/* A passage to plant on, in m->a, and in the corpus as a base. */
static uint32_t add_source(struct maker *m, const struct recipe *r)
{
	m->language = ENGLISH;
	m->filling = chance(m) >> 8;
	buffer_clear(&m->a);
	r->text(m, &m->a, r->how);
	return add_item(m, buffer_span(&m->a), 0, UINT32_MAX, UINT32_MAX);
}

/* The end of one and the beginning of another; the border is anywhere between words. */
static void plant_splice(struct maker *m, const struct recipe *r, size_t plant)
{
	uint32_t first = add_source(m, r), second = add_source(m, r);
	struct span x = corpus_text(m->corpus, first), y = corpus_text(m->corpus, second);
	long from = span_find(x, SPAN(" "), x.len / 2), to = span_find(y, SPAN(" "), y.len / 2);

	if (from < 0 || to < 0)
		return;
	buffer_clear(&m->b);
	buffer_add(&m->b, span_from(x, (size_t)from + 1));
	buffer_add_char(&m->b, ' ');
	buffer_add(&m->b, span_slice(y, 0, (size_t)to));
	add_item(m, buffer_span(&m->b), plant, first, second);
}

static void plant_one(struct maker *m, size_t plant)
{
	const struct recipe *r = &recipes[plant];
	uint32_t source;
	size_t i;

	if (r->plant.named == SPLICED) {
		plant_splice(m, r, plant);
		return;
	}
	source = add_source(m, r);
	for (i = 0; i < STEPS && r->steps[i].damage; i++) {
		struct buffer t = m->a;

		buffer_clear(&m->b);
		if (!r->steps[i].damage(m, r->steps[i].how))
			return;
		m->a = m->b;
		m->b = t;
	}
	if (r->steps[0].damage == damage_none || !span_equal(buffer_span(&m->a), corpus_text(m->corpus, source)))
		add_item(m, buffer_span(&m->a), plant, source, UINT32_MAX);
}

static void make(struct corpus *c, size_t bytes, uint64_t seed, size_t every, struct span lines)
{
	struct maker m = { .corpus = c, .seed = seed, .lines = lines };
	size_t plant = 1;

	*c = (struct corpus){ 0 };
	buffer_init(&c->text, (size_t)1 << 40);
	buffer_init(&m.a, BUFFER_LIMIT_DEFAULT);
	buffer_init(&m.b, BUFFER_LIMIT_DEFAULT);
	while (c->text.len < bytes) {
		/* Long passages would be most of a small corpus: one round of four has them. */
		bool skip = recipes[plant].text == text_long && c->count / 64 % 4;

		if (!one_in(&m, every))
			add_source(&m, &recipes[0]);
		else if (!skip)
			plant_one(&m, plant);
		else
			m.seed++;
		if (c->count)
			plant = plant + 1 < plant_count() ? plant + 1 : 1;
	}
	buffer_release(&m.b);
	buffer_release(&m.a);
}

void corpus_make(struct corpus *c, size_t bytes, uint64_t seed, bool dense)
{
	make(c, bytes, seed, dense ? 4 : 40, SPAN(""));
}

void corpus_make_of(struct corpus *c, size_t bytes, uint64_t seed, struct span lines)
{
	make(c, bytes, seed, 4, lines);
}

void corpus_release(struct corpus *c)
{
	buffer_release(&c->text);
	free(c->items);
	*c = (struct corpus){ 0 };
}
