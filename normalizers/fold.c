#include "normalizers/fold.h"

#include "normalizers/ascii.h"
#include "pipeline/base/utf8.h"

enum fold_class {
	FOLD_SPACE,  /* white space, and punctuation that parts words */
	FOLD_WORD,   /* part of a word */
	FOLD_DROP,   /* apostrophes and invisible characters: as if not there */
	FOLD_HYPHEN, /* joins what stands around it, also over a line end */
	FOLD_DASH,   /* joins what stands directly around it */
	FOLD_AND     /* "&" */
};

static enum fold_class classify_ascii(unsigned c)
{
	if (ascii_letter((char)c) || ascii_digit((char)c) || c == '$' || c == '%')
		return FOLD_WORD;
	switch (c) {
	case '\'':
	case '`':
		return FOLD_DROP;
	case '-':
		return FOLD_HYPHEN;
	case '&':
		return FOLD_AND;
	default:
		return FOLD_SPACE;
	}
}

static enum fold_class classify_latin1(unsigned c)
{
	switch (c) {
	case 0xA2: /* cent */
	case 0xA3: /* pound */
	case 0xA5: /* yen */
	case 0xAA: /* feminine ordinal */
	case 0xB2: /* superscript two */
	case 0xB3: /* superscript three */
	case 0xB5: /* micro */
	case 0xB9: /* superscript one */
	case 0xBA: /* masculine ordinal */
	case 0xBC: /* quarter */
	case 0xBD: /* half */
	case 0xBE: /* three quarters */
		return FOLD_WORD;
	case 0xAD: /* soft hyphen */
	case 0xB4: /* acute accent as apostrophe */
		return FOLD_DROP;
	default:
		return c < 0xC0 ? FOLD_SPACE : FOLD_WORD;
	}
}

static enum fold_class classify_general_punctuation(unsigned c)
{
	if (c >= 0x200B && c <= 0x200F) /* zero-width */
		return FOLD_DROP;
	if (c == 0x2010 || c == 0x2011)
		return FOLD_HYPHEN;
	if (c >= 0x2012 && c <= 0x2015)
		return FOLD_DASH;
	if (c >= 0x2017 && c <= 0x201B) /* single quotes, and U+2017 that stands for one */
		return FOLD_DROP;
	if (c == 0x2032 || c == 0x2035 || (c >= 0x2060 && c <= 0x2064)) /* primes, word joiner */
		return FOLD_DROP;
	return FOLD_SPACE;
}

static enum fold_class classify(unsigned c)
{
	if (c < 0x80)
		return classify_ascii(c);
	if (c < 0x100)
		return c == 0xD7 || c == 0xF7 ? FOLD_SPACE : classify_latin1(c);
	if (c >= 0x2000 && c <= 0x206F)
		return classify_general_punctuation(c);
	if (c == 0xFEFF)
		return FOLD_DROP;
	if (c == 0x2212) /* minus */
		return FOLD_DASH;
	if (c >= 0x20A0 && c <= 0x20CF) /* currency */
		return FOLD_WORD;
	if ((c >= 0x2190 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xE000 && c <= 0xF8FF) ||
	    (c >= 0x2E00 && c <= 0x2E7F) || c == UTF8_REPLACEMENT)
		return FOLD_SPACE; /* arrows, shapes, bullets of symbol fonts */
	return FOLD_WORD;
}

/* Simple lower case for Latin, Greek and Cyrillic; other scripts as they are. */
static unsigned lower_case(unsigned c)
{
	if (c < 0x80)
		return (unsigned char)ascii_fold((char)c);
	if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) ||
	    (c >= 0x410 && c <= 0x42F))
		return c + 32;
	if (c == 0x178)
		return 0xFF;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) /* capitals are odd here */
		return c % 2 == 1 ? c + 1 : c;
	if ((c >= 0x100 && c <= 0x177 && c != 0x130 && c != 0x138) || (c >= 0x1E00 && c <= 0x1EFF) ||
	    (c >= 0x460 && c <= 0x4BF))
		return c % 2 == 0 ? c + 1 : c;
	if (c >= 0x400 && c <= 0x40F)
		return c + 80;
	return c;
}

/* What a ligature or other presentation form stands for; NULL for other characters. */
static const char *expand(unsigned c)
{
	static const char *const LIGATURES[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" };

	return c >= 0xFB00 && c <= 0xFB06 ? LIGATURES[c - 0xFB00] : NULL;
}

struct folder {
	struct buffer *out;
	size_t start; /* length of `out` at the beginning */
	bool space;   /* a space is due before the next word */
	bool joined;  /* a hyphen or dash stood directly before, behind a word */
	bool hyphen;  /* ... and it was a hyphen, which also joins over spaces */
};

static void before_word(struct folder *f)
{
	if (f->space && !f->joined && f->out->len > f->start)
		buffer_add_char(f->out, ' ');
	f->space = f->joined = f->hyphen = false;
}

static void add_space(struct folder *f, bool white)
{
	f->space = true;
	if (!f->hyphen || !white)
		f->joined = f->hyphen = false;
}

static void add_hyphen(struct folder *f, bool hyphen)
{
	f->joined = !f->space;
	f->hyphen = hyphen && f->joined;
}

static void add_codepoint(struct folder *f, unsigned c)
{
	const char *expansion;

	if (c >= 0xFF01 && c <= 0xFF5E) /* full-width forms */
		c -= 0xFF01 - 0x21;
	switch (classify(c)) {
	case FOLD_DROP:
		return;
	case FOLD_SPACE:
		add_space(f, c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200A));
		return;
	case FOLD_HYPHEN:
	case FOLD_DASH:
		add_hyphen(f, classify(c) == FOLD_HYPHEN);
		return;
	case FOLD_AND:
		f->space = true;
		f->joined = f->hyphen = false;
		before_word(f);
		buffer_add_str(f->out, "and");
		f->space = true;
		return;
	case FOLD_WORD:
		break;
	}
	before_word(f);
	expansion = expand(c);
	if (expansion)
		buffer_add_str(f->out, expansion);
	else
		buffer_add_utf8(f->out, lower_case(c));
}

/* Copies the run of ASCII letters and digits at *at, lower-cased; most of any text is such runs. */
static void add_ascii_run(struct folder *f, struct span text, size_t *at)
{
	size_t end = *at, i;
	char *to;

	while (end < text.len && (ascii_letter(text.ptr[end]) || ascii_digit(text.ptr[end])))
		end++;
	before_word(f);
	to = buffer_reserve(f->out, end - *at);
	if (to) {
		for (i = *at; i < end; i++)
			*to++ = ascii_fold(text.ptr[i]);
		*to = '\0';
		f->out->len += end - *at;
	}
	*at = end;
}

void fold_text(struct buffer *out, struct span text)
{
	struct folder f = { .out = out, .start = out->len };
	size_t at = 0;

	while (at < text.len) {
		if (ascii_letter(text.ptr[at]) || ascii_digit(text.ptr[at]))
			add_ascii_run(&f, text, &at);
		else
			add_codepoint(&f, utf8_next(text, &at));
	}
}
