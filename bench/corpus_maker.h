/* corpus_maker: the inside of dedupe_corpus.h. */
#ifndef WINNOW_BENCH_CORPUS_MAKER_H
#define WINNOW_BENCH_CORPUS_MAKER_H

#include "bench/dedupe_corpus.h"

struct maker {
	struct corpus *corpus;
	uint64_t seed;
	struct span lines;  /* texts of the caller's that are not used yet */
	int language;       /* index of a table in corpus_text.c; 0: English letters */
	uint64_t filling;   /* of the template or table that was made last */
	struct buffer a, b; /* a damage reads a and writes b */
};

/* ---- chance ---- */

uint64_t chance(struct maker *m);

static inline size_t below(struct maker *m, size_t n)
{
	return (size_t)(chance(m) % n);
}

static inline bool one_in(struct maker *m, size_t n)
{
	return below(m, n) == 0;
}

/* ---- corpus_text.c ---- */

enum language { ENGLISH, FRENCH, GERMAN, WELSH, CHINESE, ARABIC, LANGUAGES };

void add_word(struct maker *m, struct buffer *out, size_t n); /* the nth of the vocabulary */
void add_any_word(struct maker *m, struct buffer *out);      /* frequent ones more often */
void add_name(struct maker *m, struct buffer *out);
void add_sentence(struct maker *m, struct buffer *out);
/* Appends a paragraph, out of the caller's lines where there are any. */
void add_paragraph(struct maker *m, struct buffer *out, size_t sentences);

/* What a planted passage is made of: each appends to `out`; `how` chooses among forms. */
typedef void make_text(struct maker *m, struct buffer *out, int how);
make_text text_paragraph; /* 3 to 8 sentences; how: the language */
make_text text_short;     /* 6 to 25 words */
make_text text_long;      /* `how` thousand words at most, from 2,000 on */
make_text text_table;     /* m->filling says which; how: flattened in which way (enum table_way) */
make_text text_list;      /* an introduction and 4 to 9 numbered items */

enum table_way { TABLE_PIPES, TABLE_LINES, TABLE_COMMAS, TABLE_COLUMNS, TABLE_LABELLED, TABLE_REPEATED, TABLE_GLUED,
		 TABLE_MARKDOWN, TABLE_HEADLESS };

/* ---- damage: each writes b from a; false where there is nothing to damage ---- */

typedef bool damage(struct maker *m, int how);

/* corpus_damage.c: of characters */
damage damage_ocr;      /* so many of 1,000 characters are read wrongly */
damage damage_dropped;  /* so many of 1,000 letters are lost */
damage damage_spaces;   /* so many of 1,000 words are cut in two or joined with the next */
damage damage_dashes;   /* enum dash_loss */
damage damage_mojibake; /* read as windows-1252 so many times */
damage damage_unknown;  /* what is not ASCII: 0 lost, else this character instead */
damage damage_quotes;   /* other quotes, three dots */
damage damage_ligatures;
damage damage_capitals; /* the first sentence, or all where how is 1 */
damage damage_entities; /* HTML entities left as they are */

enum dash_loss { DASH_JOINED, DASH_SPACED, DASH_LONG };

/* corpus_edit.c: of words and sentences */
damage damage_none;
damage damage_format;   /* wrapped, hyphenated at line ends, straight quotes */
damage damage_words;    /* so many of 100 words dropped, replaced, added */
damage damage_cut;      /* one end; both where how is 2 */
damage damage_order;    /* sentences: 0 two halves change places, 1 any order */
damage damage_header;   /* a running header so many times */
damage damage_notes;    /* footnote marks */
damage damage_number;   /* a list number in front, or another one */
damage damage_embed;    /* within a longer text */
damage damage_table;    /* the table that a holds, flattened in another way; 0: any */
damage damage_tags;     /* pieces of markup left in */

/* corpus_facts.c: another passage than it was */
make_text text_template; /* enum slot: a text that has such a one; among made-up sentences where m->filling is odd */
damage change_slot;      /* the template once more, with one such slot filled in otherwise */
damage change_all;       /* with all slots filled in otherwise */
damage change_digit;     /* another digit in some number */
damage change_sense;     /* "not" put in */
damage change_cell;      /* the table once more, with another number in one cell */
damage change_prefix;    /* another text behind the first 12 words */
damage change_quote;     /* another text that quotes 20 words */
damage change_ending;    /* another text before the last half */
make_text text_foreign;  /* a sentence of some language with facts in it */
damage change_foreign;   /* the same with another number, date or a negation */

#endif
