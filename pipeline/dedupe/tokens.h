/*
 * tokens: the words of a text, folded for comparison, with their places.
 *
 * A word is a run of letters and digits (Unicode), an ideograph, or a currency or
 * percent sign. Folded away: case, accents, ligatures, quotes, apostrophes
 * inside words, soft hyphens, hyphens at line ends, thousands separators, footnote
 * marks ("word[3]", "end.3 Next", superscripts), and a list number in front ("4.1 ", "(b) ",
 * "3) "), which `body` skips. Digits stay, and "1.5" is one word.
 *
 *     struct tokens t;
 *     tokens_init(&t);
 *     tokens_read(&t, text);         // as often as you like; memory is kept
 *     span_slice(text, t.items[i].start, t.items[i].end)
 *     tokens_release(&t);
 */
#ifndef WINNOW_TOKENS_H
#define WINNOW_TOKENS_H

#include <stdint.h>

#include "pipeline/base/span.h"

enum token_flag {
	TOKEN_DIGIT = 1 << 0,    /* holds a digit */
	TOKEN_ALPHA = 1 << 1,    /* holds a letter */
	TOKEN_CAPITAL = 1 << 2,  /* begins with a capital */
	TOKEN_UPPER = 1 << 3,    /* has several capitals: "HMRC", "NHS" */
	TOKEN_JOINED = 1 << 4,   /* a hyphen or dash, no space, joins it to the word before */
	TOKEN_SENTENCE = 1 << 5, /* first of a sentence, or of a quotation: its capital says nothing */
	TOKEN_SINGLE = 1 << 6,   /* an ideograph */
	TOKEN_SYMBOL = 1 << 7,   /* a currency or percent sign */
	TOKEN_WIDE = 1 << 8      /* has letters that ASCII has not: what is lost when a text goes through ASCII */
};

struct token {
	uint64_t hash;      /* of the folded word */
	uint32_t shape;     /* of its outline: the letters that machine reading confuses (rn/m, l/1, o/0, e/c) are one */
	uint32_t start;     /* bytes in the text */
	uint32_t end;
	uint32_t fold;      /* its folded form: bytes in tokens.folded */
	uint16_t fold_length;
	uint16_t flags;     /* enum token_flag */
};

struct tokens {
	struct token *items;
	size_t count;
	size_t capacity;
	/* The folded words, one behind the other without spaces: so "well-known" and "wellknown" are
	   the same here. Only between two words that meet digit to digit stands a 0x1F. */
	char *folded;
	size_t folded_len;
	size_t folded_capacity;
	size_t body;        /* bytes of list number skipped in front */
	size_t text_len;    /* bytes read */
	bool plainly_spaced; /* the only blanks are single spaces between words; may be false where it is so */
	size_t punctuation; /* ASCII signs between words */
	size_t mixed;       /* words of letters and digits: "2O18", "bui1d", and names such as "A4" */
	size_t damage;      /* places that had to be repaired: mojibake, U+FFFD, hyphenated line ends, soft hyphens */
};

/* A word that goes on after this many folded bytes is cut there: keeps hostile input linear. */
#define TOKEN_MAX 64
/* Texts are read up to here: offsets are 32 bits. */
#define TOKENS_TEXT_MAX ((size_t)UINT32_MAX - 64)

void tokens_init(struct tokens *t);
void tokens_release(struct tokens *t);

/* Replaces what was in `t` by the words of `text`. Takes O(text.len). */
void tokens_read(struct tokens *t, struct span text);
/* As tokens_read for a piece out of the middle of a text: no list number, no sentence start. */
void tokens_read_piece(struct tokens *t, struct span text);

/* The folded form of one word; borrowed until the next read. */
static inline struct span token_folded(const struct tokens *t, size_t i)
{
	return span_of(t->folded + t->items[i].fold, t->items[i].fold_length);
}

#endif
