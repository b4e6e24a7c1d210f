/* corpus_text: what passages are made of: made-up words of some language, sentences, lists, tables. */
#include "bench/corpus_maker.h"

uint64_t chance(struct maker *m)
{
	uint64_t z = m->seed += 0x9E3779B97F4A7C15u; /* splitmix64 */

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

/* ---- words ---- */

/* Lists end with NULL. A word is built of syllables, each an onset and a rhyme; or is one of the small words. */
static const struct letters {
	const char *const *small, *const *onsets, *const *rhymes;
	const char *space, *stop;
} languages[LANGUAGES] = {
	[ENGLISH] = { (const char *const[]){ "the", "of", "and", "to", "in", "a", "is", "that", "for", "was", "it", "with", "as", "on", "be",
					     "by", "at", "from", "have", "this", "which", "or", "had", "were", "they", "their", "has",
					     "its", "would", "are", "been", "but", "also", "more", "some", "such", "could",
					     "there", "when", NULL },
		      (const char *const[]){ "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "l", "m", "n", "p", "pr",
					     "r", "s", "st", "t", "tr", "v", "w", NULL },
		      (const char *const[]){ "a", "e", "i", "o", "u", "an", "en", "in", "on", "ar", "er", "or", "al", "el", "il", "ent",
					     "ist", "ess", "ate", "ide", "ure", "é", "ow", "ay", NULL },
		      " ", "." },
	[FRENCH] = { (const char *const[]){ "le", "la", "les", "des", "et", "à", "dans", "une", "est", "que", "pour", "sur", "qui", "avec",
					    "ce", "par", "au", "ont", "été", "plus", "dont", "leur", "cette", "aux", NULL },
		     (const char *const[]){ "b", "ch", "d", "f", "g", "j", "l", "m", "n", "p", "qu", "r", "s", "t", "v", "gn", "pl", "tr",
					    NULL },
		     (const char *const[]){ "a", "é", "e", "i", "o", "eau", "ent", "oir", "ais", "ion", "eur", "u", "ance", "ou", "out",
					    "elle", "on", "è", "an", "ai", "ier", NULL },
		     " ", "." },
	[GERMAN] = { (const char *const[]){ "der", "die", "das", "und", "zu", "den", "mit", "von", "ist", "im", "für", "auf", "werden",
					    "wird", "dass", "eine", "auch", "sich", "bei", "nach", "über", "durch", NULL },
		     (const char *const[]){ "b", "br", "d", "f", "g", "h", "k", "l", "m", "n", "pf", "r", "s", "sch", "st", "t", "v", "w",
					    "z", NULL },
		     (const char *const[]){ "a", "e", "ü", "o", "i", "ung", "eit", "en", "er", "aus", "ein", "ach", "ift", "ä", "and", "el",
					    "ie", "ab", "um", "ert", "icht", NULL },
		     " ", "." },
	[WELSH] = { (const char *const[]){ "yn", "y", "a", "i", "o", "ar", "yr", "bod", "mae", "ei", "wedi", "gan", "am", "ac", "eu", "fod",
					   "at", "sy", "fel", "hyn", "gyda", "i'r", "o'r", "â'r", NULL },
		    (const char *const[]){ "b", "c", "ch", "d", "dd", "f", "g", "gw", "ll", "m", "n", "p", "rh", "s", "t", "th", "cyf",
					   NULL },
		    (const char *const[]){ "a", "e", "w", "y", "ô", "aeth", "edd", "iad", "wyn", "ŵr", "ol", "au", "ydd", "ion", NULL },
		    " ", "." },
	[CHINESE] = { (const char *const[]){ "的", "和", "在", "是", "了", "有", "这", "将", "对", "为", "与", "并", "以", NULL }, NULL, NULL, "", "。" },
	[ARABIC] = { (const char *const[]){ "في", "من", "على", "إلى", "أن", "هذا", "التي", "عن", "مع", "كان", "هذه", "الذي", "بين", "كل",
					    "وقد", "بعد", NULL },
		     (const char *const[]){ "ب", "ت", "ج", "ح", "خ", "د", "ر", "ز", "س", "ش", "ص", "ط", "ع", "ف", "ق", "ك", "ل", "م", "ن",
					    NULL },
		     (const char *const[]){ "ا", "و", "ي", "ر", "ل", "ة", "ت", "ين", "ون", "ات", NULL },
		     " ", "." },
};

static size_t count(const char *const *list)
{
	size_t n = 0;

	while (list[n])
		n++;
	return n;
}

void add_word(struct maker *m, struct buffer *out, size_t n)
{
	const struct letters *l = &languages[m->language];
	size_t small = count(l->small), onsets, rhymes;

	if (n < small) {
		buffer_add_str(out, l->small[n]);
		return;
	}
	if (!l->onsets) { /* one or two ideographs */
		buffer_add_utf8(out, 0x5B00 + (unsigned)(n * 7919 % 4093));
		if (n % 3)
			buffer_add_utf8(out, 0x5B00 + (unsigned)(n * 104729 % 4091));
		return;
	}
	onsets = count(l->onsets);
	rhymes = count(l->rhymes);
	for (n = n * 7 + 11; n; n /= rhymes) {
		buffer_add_str(out, l->onsets[n % onsets]);
		n /= onsets;
		buffer_add_str(out, l->rhymes[n % rhymes]);
	}
}

/* Zipf: rank r with a frequency of about 1/r, out of 50,000. */
void add_any_word(struct maker *m, struct buffer *out)
{
	double u = (double)(chance(m) >> 11) / 9007199254740992.0;
	double r = 1;

	while (u > 0.0924 && r < 50000) { /* ln 50000 = 10.82: an e-fold of ranks holds 9.24 % */
		u -= 0.0924;
		r *= 2.718281828;
	}
	add_word(m, out, (size_t)(r * (1 + u / 0.0924 * 1.718281828)) % 50000);
}

static void raise(struct buffer *out, size_t at)
{
	if (at < out->len && out->data[at] >= 'a' && out->data[at] <= 'z')
		out->data[at] = (char)(out->data[at] - 32);
}

void add_name(struct maker *m, struct buffer *out)
{
	size_t at = out->len;

	add_word(m, out, 40 + below(m, 4000));
	raise(out, at);
	if (one_in(m, 2)) {
		buffer_add_str(out, languages[m->language].space);
		at = out->len;
		add_word(m, out, 40 + below(m, 4000));
		raise(out, at);
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
		add_any_word(m, out);
	if (r >= 97) {
		buffer_add_char(out, '-');
		add_word(m, out, 40 + below(m, 3000));
	}
}

void add_sentence(struct maker *m, struct buffer *out)
{
	size_t words = 8 + below(m, 20), at, i;
	const struct letters *l = &languages[m->language];

	if (out->len && out->data[out->len - 1] != ' ')
		buffer_add_str(out, l->space);
	at = out->len;
	add_any_word(m, out);
	raise(out, at);
	for (i = 1; i < words; i++) {
		size_t r = below(m, 60);

		buffer_add_str(out, r == 0 ? " — " : r < 4 && *l->space ? ", " : r < 4 ? "，" : l->space);
		if (r == 5)
			buffer_add_str(out, "“");
		add_token(m, out);
		if (r == 5)
			buffer_add_str(out, "”");
		if (r == 6 && m->language == ENGLISH)
			buffer_add_str(out, "’s");
	}
	buffer_add_str(out, l->stop);
}

void add_paragraph(struct maker *m, struct buffer *out, size_t sentences)
{
	struct span line;

	if (m->language == ENGLISH && span_next_line(&m->lines, &line)) {
		buffer_add(out, line);
		return;
	}
	while (sentences--)
		add_sentence(m, out);
}

/* ---- passages ---- */

void text_paragraph(struct maker *m, struct buffer *out, int how)
{
	m->language = how;
	add_paragraph(m, out, 3 + below(m, 6));
}

/* The first sentence of a paragraph, or its first words. */
void text_short(struct maker *m, struct buffer *out, int how)
{
	size_t from = out->len, words = 6 + below(m, 20), at;

	(void)how;
	add_paragraph(m, out, 2);
	for (at = from; at < out->len && words; at++)
		words -= out->data[at] == ' ';
	buffer_truncate(out, at);
	while (out->len > from && (out->data[out->len - 1] == ' ' || out->data[out->len - 1] == ','))
		buffer_truncate(out, out->len - 1);
}

void text_long(struct maker *m, struct buffer *out, int how)
{
	size_t words = 2000 + below(m, (size_t)how * 1000 - 2000), at = out->len;

	while (words) {
		if (out->len)
			buffer_add_char(out, ' ');
		at = out->len;
		add_paragraph(m, out, 5);
		for (; at < out->len && words; at++)
			words -= out->data[at] == ' ';
	}
}

void text_list(struct maker *m, struct buffer *out, int how)
{
	size_t items = 4 + below(m, 6), i, words;

	(void)how;
	add_sentence(m, out);
	for (i = 1; i <= items; i++) {
		buffer_printf(out, "\n%zu. ", i);
		for (words = 4 + below(m, 8); words; words--) {
			add_any_word(m, out);
			buffer_add_str(out, words > 1 ? " " : ";");
		}
	}
}

/* ---- tables ---- */

static void add_cell(struct maker *m, struct buffer *out, size_t column, uint64_t row)
{
	uint64_t keep = m->seed;

	m->seed = row * 31 + column * 77; /* the same cell each time it is asked for */
	if (column == 0)
		add_name(m, out);
	else
		buffer_printf(out, "%zu", 1 + below(m, 9999));
	m->seed = keep;
}

static void add_heading(struct maker *m, struct buffer *out, size_t column, uint64_t table)
{
	add_word(m, out, 100 + (size_t)((table >> (column * 6)) & 63) + column * 64);
}

/* What stands between rows and cells, and in front of each row. */
static const struct {
	const char *front, *cell, *row, *end;
} table_signs[] = {
	[TABLE_PIPES] = { "", " | ", " ", "" },     [TABLE_LINES] = { "", "\t", "\n", "" },
	[TABLE_COMMAS] = { "", ", ", "; ", "" },    [TABLE_COLUMNS] = { "", " ", " ", "" },
	[TABLE_LABELLED] = { "", " ", " ", "" },    [TABLE_REPEATED] = { "", " | ", "\n", "" },
	[TABLE_GLUED] = { "", " ", "\n", "" },      [TABLE_MARKDOWN] = { "| ", " | ", "\n", " |" },
	[TABLE_HEADLESS] = { "", " ", "\n", "" },
};

static void add_place(struct maker *m, struct buffer *out, int how, size_t row, size_t column)
{
	uint64_t table = m->filling;

	if (row == 0) {
		if (how != TABLE_LABELLED && how != TABLE_REPEATED && how != TABLE_HEADLESS)
			add_heading(m, out, column, table);
		return;
	}
	if (how == TABLE_LABELLED || how == TABLE_REPEATED) {
		add_heading(m, out, column, table);
		buffer_add_str(out, how == TABLE_LABELLED ? ": " : " ");
	}
	add_cell(m, out, column, table * 1000003 + row);
}

void text_table(struct maker *m, struct buffer *out, int how)
{
	uint64_t table = m->filling;
	size_t rows = 5 + table % 5, columns = 3 + table / 7 % 3, i, k;
	bool by_columns = how == TABLE_COLUMNS;
	size_t outer = by_columns ? columns : rows, inner = by_columns ? rows : columns;

	for (i = how == TABLE_LABELLED || how == TABLE_REPEATED || how == TABLE_HEADLESS; i < outer; i++) {
		buffer_add_str(out, out->len ? table_signs[how].row : "");
		buffer_add_str(out, table_signs[how].front);
		for (k = 0; k < inner; k++) {
			/* Glued: the name and the first number have no space between them. */
			buffer_add_str(out, k == 0 || (how == TABLE_GLUED && k == 1 && i) ? "" : table_signs[how].cell);
			add_place(m, out, how, by_columns ? k : i, by_columns ? i : k);
		}
		buffer_add_str(out, table_signs[how].end);
		for (k = 0; how == TABLE_MARKDOWN && i == 0 && k < columns; k++)
			buffer_add_str(out, k ? "---|" : "\n|---|");
	}
}
