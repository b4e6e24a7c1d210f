#include "bench/dedupe_corpus.h"

#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"

const char *plant_name(enum plant plant)
{
	static const char *const names[PLANT_COUNT] = {
		"base",    "exact",    "format",   "edit 5 %", "edit 10 %",      "cut",      "embedded", "spliced",
		"injected", "OCR 1 %", "OCR 3 %",  "reordered", "hyphens lost",  "mojibake", "ASCII only", "table",
		"short template", "template", "number", "negated", "prefix", "quote",
	};

	return names[plant];
}

/* ---- chance ---- */

struct maker {
	struct corpus *corpus;
	uint64_t seed;
	struct buffer a, b; /* work space */
};

static uint64_t chance(struct maker *m)
{
	m->seed += 0x9E3779B97F4A7C15u; /* splitmix64 */
	uint64_t z = m->seed;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

static size_t below(struct maker *m, size_t n)
{
	return (size_t)(chance(m) % n);
}

static bool one_in(struct maker *m, size_t n)
{
	return below(m, n) == 0;
}

/* ---- words and sentences ---- */

static const char *const small_words[] = {
	"the", "of", "and", "to", "in", "a", "is", "that", "for", "was", "it", "with", "as", "on", "be", "by", "at", "from", "have", "this",
	"which", "or", "had", "were", "they", "their", "has", "its", "would", "are", "been", "but", "not", "also", "more", "some", "such",
	"could", "there", "when",
};

static const char *const onsets[] = { "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "l", "m", "n", "p", "pr", "r", "s",
				      "st", "t", "tr", "v", "w" };
static const char *const rhymes[] = { "a", "e", "i", "o", "u", "an", "en", "in", "on", "ar", "er", "or", "al", "el", "il", "ent", "ist",
				      "ess", "ate", "ide", "ure", "é", "ow", "ay" };

/* The nth word of the vocabulary; the same n, the same word. */
static void add_word(struct buffer *out, size_t n)
{
	if (n < sizeof small_words / sizeof *small_words) {
		buffer_add_str(out, small_words[n]);
		return;
	}
	n = n * 7 + 11;
	do {
		buffer_add_str(out, onsets[n % 24]);
		n /= 24;
		buffer_add_str(out, rhymes[(n % 24 == 21 && n % 5) ? 1 : n % 24]);
		n /= 24;
	} while (n);
}

/* Zipf: rank r with a frequency of about 1/r, out of 50,000. */
static size_t zipf(struct maker *m)
{
	double u = (double)(chance(m) >> 11) / 9007199254740992.0;
	double r = 1;

	while (u > 0.0924 && r < 50000) { /* ln 50000 = 10.82: an e-fold of ranks holds 9.24 % */
		u -= 0.0924;
		r *= 2.718281828;
	}
	r *= 1 + u / 0.0924 * 1.718281828;
	return (size_t)r % 50000;
}

static void add_capital_word(struct maker *m, struct buffer *out, size_t n)
{
	size_t at = out->len;

	(void)m;
	add_word(out, n);
	if (out->data[at] >= 'a' && out->data[at] <= 'z')
		out->data[at] = (char)(out->data[at] - 32);
}

static void add_name(struct maker *m, struct buffer *out)
{
	add_capital_word(m, out, 40 + below(m, 4000));
	if (one_in(m, 2)) {
		buffer_add_char(out, ' ');
		add_capital_word(m, out, 40 + below(m, 4000));
	}
}

static void add_number(struct maker *m, struct buffer *out)
{
	switch (below(m, 4)) {
	case 0:
		buffer_printf(out, "%zu", 1900 + below(m, 125));
		break;
	case 1:
		buffer_printf(out, "£%zu.%zu million", 1 + below(m, 99), below(m, 10));
		break;
	case 2:
		buffer_printf(out, "%zu%%", 1 + below(m, 99));
		break;
	default:
		buffer_printf(out, "%zu,%03zu", 1 + below(m, 99), below(m, 1000));
	}
}

static void add_token(struct maker *m, struct buffer *out)
{
	size_t r = below(m, 100);

	if (r < 4)
		add_name(m, out);
	else if (r < 6)
		add_number(m, out);
	else
		add_word(out, zipf(m));
	if (r >= 97) {
		buffer_add_char(out, '-');
		add_word(out, 40 + below(m, 3000));
	}
}

static void add_sentence(struct maker *m, struct buffer *out)
{
	size_t words = 8 + below(m, 20), i;

	if (out->len)
		buffer_add_char(out, ' ');
	add_capital_word(m, out, zipf(m));
	for (i = 1; i < words; i++) {
		size_t r = below(m, 60);

		buffer_add_str(out, r == 0 ? " — " : r < 4 ? ", " : " ");
		if (r == 5)
			buffer_add_str(out, "“");
		add_token(m, out);
		if (r == 5)
			buffer_add_str(out, "”");
		if (r == 6)
			buffer_add_str(out, "’s");
	}
	buffer_add_char(out, '.');
}

static void make_paragraph(struct maker *m, struct buffer *out, size_t sentences)
{
	buffer_clear(out);
	while (sentences--)
		add_sentence(m, out);
}

/* ---- tables and templates ---- */

static void add_cell(struct maker *m, struct buffer *out, size_t column, uint64_t *row)
{
	uint64_t keep = m->seed;

	m->seed = *row + column * 77; /* the same cell each time it is asked for */
	if (column == 0)
		add_name(m, out);
	else
		buffer_printf(out, "%zu", 1 + below(m, 9999));
	m->seed = keep;
}

static void add_heading(struct buffer *out, size_t column, uint64_t table)
{
	add_word(out, 100 + (size_t)((table >> (column * 6)) & 63) + column * 64);
}

/* The table of this number, flattened in one of five ways. */
static void make_table(struct maker *m, struct buffer *out, uint64_t table, size_t way)
{
	size_t rows = 4 + table % 5, columns = 3 + table / 7 % 3, i, k;

	buffer_clear(out);
	for (i = 0; i < (way == 3 ? columns : rows + 1); i++) {
		if (i)
			buffer_add_str(out, way == 1 ? "\n" : way == 2 ? "; " : " ");
		for (k = 0; k < (way == 3 ? rows + 1 : columns); k++) {
			size_t r = way == 3 ? k : i, c = way == 3 ? i : k;
			uint64_t row = table * 1000003 + r;

			if (k)
				buffer_add_str(out, way == 0 ? " | " : way == 1 ? "\t" : way == 2 ? ", " : " ");
			if (r == 0 && way != 4)
				add_heading(out, c, table);
			if (r == 0)
				continue;
			if (way == 4) {
				add_heading(out, c, table);
				buffer_add_str(out, ": ");
			}
			add_cell(m, out, c, &row);
		}
	}
}

static void make_template(struct maker *m, struct buffer *out, bool is_short)
{
	static const char *const months[] = { "January", "March", "April", "June", "August", "October" };

	buffer_clear(out);
	if (is_short) {
		buffer_printf(out, "Target implementation date: %s %zu (", months[below(m, 6)], 2000 + below(m, 25));
		add_name(m, out);
		buffer_printf(out, ", reference %zu).", 1000 + below(m, 9000));
		return;
	}
	buffer_add_str(out, "Our review of the ");
	add_name(m, out);
	buffer_printf(out, " office found that %zu of the %zu files tested between %s %zu and %s %zu held no signed contract, so that the ",
		      1 + below(m, 50), 50 + below(m, 100), months[below(m, 6)], 2000 + below(m, 10), months[below(m, 6)], 2010 + below(m, 15));
	add_name(m, out);
	buffer_printf(out, " could not show that £%zu.%zu million had been spent as it was meant to be. Managers told us that they had not been "
			   "trained in the procedure, and that the system which should have warned them had been switched off.",
		      1 + below(m, 90), below(m, 10));
}

/* ---- damage: each writes b from a ---- */

static size_t next_space(const struct buffer *s, size_t at)
{
	while (at < s->len && s->data[at] != ' ')
		at++;
	return at;
}

static void damage_words(struct maker *m, size_t percent)
{
	size_t at = 0, end;

	for (; at < m->a.len; at = end + 1) {
		size_t r = below(m, 100);

		end = next_space(&m->a, at);
		if (r < percent && r % 3 == 0)
			continue;
		if (m->b.len)
			buffer_add_char(&m->b, ' ');
		if (r < percent)
			add_word(&m->b, zipf(m));
		if (r < percent && r % 3 == 2)
			buffer_add_char(&m->b, ' ');
		if (r >= percent || r % 3 == 2)
			buffer_add(&m->b, span_slice(buffer_span(&m->a), at, end));
	}
}

static void damage_format(struct maker *m)
{
	struct span s = buffer_span(&m->a);
	size_t at = 0, column = 0;

	while (at < s.len) {
		size_t from = at;
		unsigned c = utf8_next(s, &at);

		if (c == ' ' && column > 56) {
			buffer_add_char(&m->b, '\n');
			column = 0;
		} else if (c == 0x2019) {
			buffer_add_char(&m->b, '\'');
		} else if (c == 0x201C || c == 0x201D) {
			buffer_add_char(&m->b, '"');
		} else if (c == 0x2014) {
			buffer_add_str(&m->b, "--");
		} else {
			buffer_add(&m->b, span_slice(s, from, at));
			column++;
			if (column == 58 && c >= 'a' && c <= 'z' && at + 2 < s.len && s.ptr[at] >= 'a' && s.ptr[at] <= 'z') {
				buffer_add_str(&m->b, "-\n");
				column = 0;
			}
		}
	}
}

static void damage_cut(struct maker *m)
{
	size_t share = 40 + below(m, 45), at = next_space(&m->a, m->a.len * share / 100);

	if (one_in(m, 2)) {
		buffer_add(&m->b, span_slice(buffer_span(&m->a), 0, at));
		buffer_add_str(&m->b, one_in(m, 2) ? "..." : "");
	} else {
		at = next_space(&m->a, m->a.len * (100 - share) / 100);
		buffer_add_str(&m->b, one_in(m, 2) ? "…" : "");
		buffer_add(&m->b, span_from(buffer_span(&m->a), at));
	}
}

static void damage_inject(struct maker *m)
{
	size_t at = next_space(&m->a, m->a.len * (20 + below(m, 60)) / 100);

	buffer_add(&m->b, span_slice(buffer_span(&m->a), 0, at));
	buffer_printf(&m->b, " Page %zu of %zu — Semiannual Report of the ", 1 + below(m, 90), 100 + below(m, 90));
	add_name(m, &m->b);
	buffer_printf(&m->b, ", Issue %zu", 1 + below(m, 60));
	buffer_add(&m->b, span_from(buffer_span(&m->a), at));
}

static void damage_ocr(struct maker *m, size_t per_mille)
{
	static const char *const confused[][2] = {
		{ "rn", "m" }, { "m", "rn" }, { "l", "1" }, { "l", "I" }, { "I", "l" }, { "o", "0" }, { "O", "0" }, { "e", "c" }, { "c", "e" },
		{ "h", "b" },  { "b", "h" },  { "cl", "d" }, { "d", "cl" }, { "w", "vv" }, { "S", "5" }, { "B", "8" }, { "t", "f" }, { "u", "ii" },
		{ "a", "o" },  { "n", "u" },  { "u", "n" }, { "i", "j" }, { "g", "q" }, { ".", "," }, { ",", "." },
	};
	struct span s = buffer_span(&m->a);
	size_t at = 0, k;

	while (at < s.len) {
		size_t first = below(m, 25);

		if (s.ptr[at] == ' ' || below(m, 1000) >= per_mille) {
			buffer_add_char(&m->b, s.ptr[at++]);
			continue;
		}
		for (k = 0; k < 25; k++)
			if (span_starts(span_from(s, at), span_str(confused[(first + k) % 25][0])))
				break;
		if (k < 25) {
			buffer_add_str(&m->b, confused[(first + k) % 25][1]);
			at += strlen(confused[(first + k) % 25][0]);
		} else {
			buffer_add_char(&m->b, s.ptr[at++]);
			if (one_in(m, 2) && !(s.ptr[at - 1] & 0x80))
				buffer_add_char(&m->b, ' ');
		}
	}
}

/* The second half of the sentences first. */
static void damage_order(struct maker *m)
{
	struct span s = buffer_span(&m->a);
	long middle = span_find(s, SPAN(". "), s.len / 2 > 60 ? s.len / 2 - 60 : 0);

	if (middle < 0) {
		buffer_add(&m->b, s);
		return;
	}
	buffer_add(&m->b, span_from(s, (size_t)middle + 2));
	buffer_add_char(&m->b, ' ');
	buffer_add(&m->b, span_slice(s, 0, (size_t)middle + 1));
}

static void damage_characters(struct maker *m, enum plant plant)
{
	struct span s = buffer_span(&m->a);
	size_t at = 0, i;

	while (at < s.len) {
		size_t from = at;
		unsigned c = utf8_next(s, &at);

		if (plant == PLANT_HYPHENS && (c == '-' || c == 0x2014))
			continue;
		if (plant == PLANT_ASCII && c > 0x7F)
			continue;
		if (plant != PLANT_MOJIBAKE || c < 0x80) {
			buffer_add(&m->b, span_slice(s, from, at));
			continue;
		}
		for (i = from; i < at; i++) { /* each byte as a character of windows-1252 */
			static const unsigned high[32] = { 0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
							   0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
							   0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178 };
			unsigned byte = (unsigned char)s.ptr[i];

			buffer_add_utf8(&m->b, byte < 0xA0 ? high[byte - 0x80] : byte);
		}
	}
}

/* The first number becomes another; false where there is none. */
static bool damage_number(struct maker *m)
{
	size_t at = 0;

	while (at < m->a.len && !(m->a.data[at] >= '1' && m->a.data[at] <= '8'))
		at++;
	if (at == m->a.len)
		return false;
	buffer_add(&m->b, buffer_span(&m->a));
	m->b.data[at] = (char)(m->b.data[at] + 1);
	return true;
}

static bool damage_sense(struct maker *m)
{
	static const char *const verbs[] = { " was ", " is ", " were ", " would ", " could ", " has ", " are " };
	struct span s = buffer_span(&m->a);
	size_t i;

	for (i = 0; i < 7; i++) {
		long at = span_find(s, span_str(verbs[i]), 0);

		if (at < 0)
			continue;
		at += (long)strlen(verbs[i]);
		buffer_add(&m->b, span_slice(s, 0, (size_t)at));
		buffer_add_str(&m->b, "not ");
		buffer_add(&m->b, span_from(s, (size_t)at));
		return true;
	}
	return false;
}

/* ---- planting ---- */

static uint32_t add_item(struct corpus *c, struct span text, enum plant plant, uint32_t source, uint32_t source_2)
{
	uint32_t index = (uint32_t)c->count;

	c->items = memory_room(c->items, c->count, &c->capacity, sizeof *c->items);
	c->items[c->count++] = (struct planted){ c->text.len, (uint32_t)text.len, (uint8_t)plant,
						 source == UINT32_MAX ? index : source, source_2 == UINT32_MAX ? index : source_2 };
	buffer_add(&c->text, text);
	return index;
}

static uint32_t add_base(struct maker *m)
{
	make_paragraph(m, &m->a, 3 + below(m, 6));
	return add_item(m->corpus, buffer_span(&m->a), PLANT_BASE, UINT32_MAX, UINT32_MAX);
}

static void first_words(struct maker *m, struct buffer *out, struct span s, size_t from, size_t words)
{
	size_t at = from;

	(void)m;
	while (words-- && at < s.len)
		for (at++; at < s.len && s.ptr[at] != ' '; at++)
			;
	buffer_add(out, span_slice(s, from, at));
}

/* Plants that need no source, or two. */
static bool plant_other(struct maker *m, enum plant plant)
{
	uint64_t table = chance(m) >> 8;
	uint32_t source, source_2;

	switch (plant) {
	case PLANT_TABLE:
		make_table(m, &m->b, table, 0);
		source = add_item(m->corpus, buffer_span(&m->b), PLANT_BASE, UINT32_MAX, UINT32_MAX);
		make_table(m, &m->b, table, 1 + below(m, 4));
		add_item(m->corpus, buffer_span(&m->b), plant, source, UINT32_MAX);
		return true;
	case PLANT_SHORT_TEMPLATE:
	case PLANT_TEMPLATE:
		make_template(m, &m->b, plant == PLANT_SHORT_TEMPLATE);
		add_item(m->corpus, buffer_span(&m->b), plant, UINT32_MAX, UINT32_MAX);
		return true;
	case PLANT_SPLICE:
		source = add_base(m);
		source_2 = add_base(m);
		buffer_clear(&m->b);
		buffer_add(&m->b, span_from(corpus_text(m->corpus, source), m->corpus->items[source].len / 2));
		buffer_add_char(&m->b, ' ');
		buffer_add(&m->b, span_slice(corpus_text(m->corpus, source_2), 0, m->corpus->items[source_2].len / 2));
		add_item(m->corpus, buffer_span(&m->b), plant, source, source_2);
		return true;
	default:
		return false;
	}
}

static bool damage(struct maker *m, enum plant plant, uint32_t source)
{
	switch (plant) {
	case PLANT_EXACT:
		buffer_add(&m->b, buffer_span(&m->a));
		return true;
	case PLANT_FORMAT:
		damage_format(m);
		return true;
	case PLANT_EDIT_5:
	case PLANT_EDIT_10:
		damage_words(m, plant == PLANT_EDIT_5 ? 5 : 10);
		return true;
	case PLANT_CUT:
		damage_cut(m);
		return true;
	case PLANT_EMBED:
		make_paragraph(m, &m->b, 2 + below(m, 4));
		buffer_add_char(&m->b, ' ');
		buffer_add(&m->b, corpus_text(m->corpus, source));
		return true;
	case PLANT_INJECT:
		damage_inject(m);
		return true;
	case PLANT_OCR_1:
	case PLANT_OCR_3:
		damage_ocr(m, plant == PLANT_OCR_1 ? 10 : 30);
		return true;
	case PLANT_REORDER:
		damage_order(m);
		return true;
	case PLANT_HYPHENS:
	case PLANT_MOJIBAKE:
	case PLANT_ASCII:
		damage_characters(m, plant);
		return true;
	case PLANT_NUMBER:
		return damage_number(m);
	case PLANT_NEGATED:
		return damage_sense(m);
	case PLANT_PREFIX:
		first_words(m, &m->b, buffer_span(&m->a), 0, 12);
		make_paragraph(m, &m->a, 4);
		buffer_add_char(&m->b, ' ');
		buffer_add(&m->b, buffer_span(&m->a));
		return true;
	case PLANT_QUOTE:
		make_paragraph(m, &m->b, 3);
		buffer_add_str(&m->b, " “");
		first_words(m, &m->b, corpus_text(m->corpus, source), m->corpus->items[source].len / 3, 20);
		buffer_add_str(&m->b, "” ");
		add_sentence(m, &m->b);
		return true;
	default:
		return false;
	}
}

static void plant_one(struct maker *m, enum plant plant)
{
	uint32_t source;

	if (plant_other(m, plant))
		return;
	source = add_base(m);
	buffer_clear(&m->b);
	if (damage(m, plant, source) && !span_equal(buffer_span(&m->b), corpus_text(m->corpus, source)))
		add_item(m->corpus, buffer_span(&m->b), plant, source, UINT32_MAX);
	else if (plant == PLANT_EXACT)
		add_item(m->corpus, buffer_span(&m->b), plant, source, UINT32_MAX);
}

void corpus_make(struct corpus *c, size_t bytes, uint64_t seed, bool dense)
{
	struct maker m = { .corpus = c, .seed = seed };
	size_t every = dense ? 4 : 40, plant = 1;

	*c = (struct corpus){ 0 };
	buffer_init(&c->text, (size_t)1 << 40);
	buffer_init(&m.a, BUFFER_LIMIT_DEFAULT);
	buffer_init(&m.b, BUFFER_LIMIT_DEFAULT);
	while (c->text.len < bytes) {
		if (!one_in(&m, every)) {
			add_base(&m);
			continue;
		}
		plant_one(&m, (enum plant)plant);
		plant = plant + 1 < PLANT_COUNT ? plant + 1 : 1;
	}
	buffer_release(&m.b);
	buffer_release(&m.a);
}

void corpus_release(struct corpus *c)
{
	buffer_release(&c->text);
	free(c->items);
	*c = (struct corpus){ 0 };
}
