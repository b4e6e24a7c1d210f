#include "pipeline/dedupe/tokens.h"

#include <endian.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/fold.h"

/*
 * ASCII letters and digits: the folded character in the top byte, and ones that add up to the number of
 * capitals and of digits of a word. 0 for all that needs a closer look.
 */
#define SMALL(c) ((uint32_t)(c) << 24)
#define CAPITAL(c) (SMALL(c) | 1u)
#define DIGIT(c) (SMALL(c) | 1u << 8)
static const uint32_t plain[256] = {
	['0'] = DIGIT('0'), ['1'] = DIGIT('1'), ['2'] = DIGIT('2'), ['3'] = DIGIT('3'), ['4'] = DIGIT('4'),
	['5'] = DIGIT('5'), ['6'] = DIGIT('6'), ['7'] = DIGIT('7'), ['8'] = DIGIT('8'), ['9'] = DIGIT('9'),
	['A'] = CAPITAL('a'), ['B'] = CAPITAL('b'), ['C'] = CAPITAL('c'), ['D'] = CAPITAL('d'), ['E'] = CAPITAL('e'),
	['F'] = CAPITAL('f'), ['G'] = CAPITAL('g'), ['H'] = CAPITAL('h'), ['I'] = CAPITAL('i'), ['J'] = CAPITAL('j'),
	['K'] = CAPITAL('k'), ['L'] = CAPITAL('l'), ['M'] = CAPITAL('m'), ['N'] = CAPITAL('n'), ['O'] = CAPITAL('o'),
	['P'] = CAPITAL('p'), ['Q'] = CAPITAL('q'), ['R'] = CAPITAL('r'), ['S'] = CAPITAL('s'), ['T'] = CAPITAL('t'),
	['U'] = CAPITAL('u'), ['V'] = CAPITAL('v'), ['W'] = CAPITAL('w'), ['X'] = CAPITAL('x'), ['Y'] = CAPITAL('y'),
	['Z'] = CAPITAL('z'), ['a'] = SMALL('a'), ['b'] = SMALL('b'), ['c'] = SMALL('c'), ['d'] = SMALL('d'),
	['e'] = SMALL('e'), ['f'] = SMALL('f'), ['g'] = SMALL('g'), ['h'] = SMALL('h'), ['i'] = SMALL('i'),
	['j'] = SMALL('j'), ['k'] = SMALL('k'), ['l'] = SMALL('l'), ['m'] = SMALL('m'), ['n'] = SMALL('n'),
	['o'] = SMALL('o'), ['p'] = SMALL('p'), ['q'] = SMALL('q'), ['r'] = SMALL('r'), ['s'] = SMALL('s'),
	['t'] = SMALL('t'), ['u'] = SMALL('u'), ['v'] = SMALL('v'), ['w'] = SMALL('w'), ['x'] = SMALL('x'),
	['y'] = SMALL('y'), ['z'] = SMALL('z'),
};

/*
 * Outlines: what machine reading takes for one another weighs the same (l/1/I/t/f, o/0/e/c, n/u/m, h/b/6/8, s/5,
 * g/q/9, z/2), and so do letters and pairs of letters: rn is m (r weighs nothing), vv is w, cl is d.
 */
enum outline_weight {
	O_ROUND = 0x0DBD9D73,
	O_STROKE = 0x02665437,
	O_ARCH = 0x058028D7,
	O_WEDGE = 0x1BC0D9D7,
	O_STEM = 0x1AC35527,
	O_CURVE = 0x047882E3,
	O_LOOP = 0x0F6705C9,
	O_ZED = 0x05CE3DF7,
};

static const uint32_t outline[256] = {
	['0'] = O_ROUND, ['1'] = O_STROKE, ['2'] = O_ZED, ['3'] = 0x243064B3, ['4'] = 0x07EC5F09, ['5'] = O_CURVE,
	['6'] = O_STEM, ['7'] = 0x3CA30417, ['8'] = O_STEM, ['9'] = O_LOOP, ['A'] = 0x23445BB3, ['B'] = O_STEM,
	['C'] = O_ROUND, ['D'] = O_ROUND + (uint32_t)O_STROKE, ['E'] = O_ROUND, ['F'] = O_STROKE, ['G'] = O_LOOP,
	['H'] = O_STEM, ['I'] = O_STROKE, ['J'] = O_STROKE, ['K'] = O_STEM, ['L'] = O_STROKE, ['M'] = O_ARCH,
	['N'] = O_ARCH, ['O'] = O_ROUND, ['P'] = 0x1B2B5289, ['Q'] = O_LOOP, ['R'] = 0, ['S'] = O_CURVE,
	['T'] = O_STROKE, ['U'] = O_ARCH, ['V'] = O_WEDGE, ['W'] = 2 * (uint32_t)O_WEDGE, ['X'] = 0x03C8776D,
	['Y'] = 0x34EB252B, ['Z'] = O_ZED, ['a'] = 0x23445BB3, ['b'] = O_STEM, ['c'] = O_ROUND,
	['d'] = O_ROUND + (uint32_t)O_STROKE, ['e'] = O_ROUND, ['f'] = O_STROKE, ['g'] = O_LOOP, ['h'] = O_STEM,
	['i'] = O_STROKE, ['j'] = O_STROKE, ['k'] = O_STEM, ['l'] = O_STROKE, ['m'] = O_ARCH, ['n'] = O_ARCH,
	['o'] = O_ROUND, ['p'] = 0x1B2B5289, ['q'] = O_LOOP, ['r'] = 0, ['s'] = O_CURVE, ['t'] = O_STROKE,
	['u'] = O_ARCH, ['v'] = O_WEDGE, ['w'] = 2 * (uint32_t)O_WEDGE, ['x'] = 0x03C8776D, ['y'] = 0x34EB252B,
	['z'] = O_ZED,
};

struct reader {
	struct span text;
	size_t at;
	struct tokens *out;
	bool sentence; /* the next word is the first of a sentence */
	bool joined;   /* a dash stands between the last word and here, and no space */
};

/* What is known of the word being read. */
struct word {
	size_t start, end; /* bytes in the text */
	size_t fold;       /* where its folded form begins */
	unsigned capitals;
	unsigned flags;
	uint32_t outline;  /* sum of its letters' weights */
};

void tokens_init(struct tokens *t)
{
	*t = (struct tokens){ 0 };
}

void tokens_release(struct tokens *t)
{
	free(t->items);
	free(t->folded);
	tokens_init(t);
}

/* ---- hashes ---- */

static uint64_t mix(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* wyhash's scheme; `p` must be readable for 8 bytes behind its end. The same on every machine. */
static uint64_t hash_bytes(const char *p, size_t len)
{
	uint64_t hash = 0x9E3779B97F4A7C15u ^ len;
	uint64_t eight;

	for (; len > 8; len -= 8, p += 8) {
		memcpy(&eight, p, 8);
		hash = mix(hash ^ le64toh(eight), 0xA0761D6478BD642Fu);
	}
	memcpy(&eight, p, 8);
	eight = le64toh(eight) & (UINT64_MAX >> (64 - 8 * len));
	return mix(hash ^ eight, 0xE7037ED1A0B428DBu);
}

/* ---- writing words ---- */

static struct token *add_token(struct tokens *t)
{
	if (t->count == t->capacity)
		t->items = memory_room(t->items, t->count, &t->capacity, sizeof *t->items);
	return &t->items[t->count++];
}

static void emit(struct reader *r, const struct word *w)
{
	struct tokens *t = r->out;
	size_t len = t->folded_len - w->fold;
	struct token *token;

	if (len == 0)
		return;
	token = add_token(t);
	token->hash = hash_bytes(t->folded + w->fold, len);
	token->shape = w->flags & TOKEN_ALPHA ? (w->outline ^ w->outline >> 15) * 0x85EBCA6Bu : (uint32_t)(token->hash >> 32);
	token->start = (uint32_t)w->start;
	token->end = (uint32_t)w->end;
	token->fold = (uint32_t)w->fold;
	token->fold_length = (uint16_t)len;
	token->flags = (uint16_t)(w->flags | (w->capitals > 1 ? TOKEN_UPPER : 0u) | (r->sentence ? TOKEN_SENTENCE : 0u) |
				 (r->joined ? TOKEN_JOINED : 0u));
	r->sentence = false;
	r->joined = false;
}

/* What a folded character that is not ASCII weighs. */
static uint32_t weight_of(const struct folded *f)
{
	uint32_t weight = 0;
	unsigned i;

	if (f->len == 1)
		return outline[(unsigned char)f->bytes[0]];
	for (i = 0; i < f->len; i++)
		weight = (weight ^ (unsigned char)f->bytes[i]) * 0x01000193u;
	return weight;
}

/* Two numbers must not grow together where the folded words are joined. */
static void part_numbers(struct tokens *t, char first)
{
	if (first <= '9' && first >= '0' && t->folded_len && t->folded[t->folded_len - 1] <= '9' &&
	    t->folded[t->folded_len - 1] >= '0')
		t->folded[t->folded_len++] = 0x1F;
}

/* ---- inside a word ---- */

static bool is_digit(struct span s, size_t at)
{
	return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

static size_t skip_blanks(struct span s, size_t at)
{
	while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t'))
		at++;
	return at;
}

/* Behind a line break and the indent of the next line; 0 where no line ends here. */
static size_t next_line(struct span s, size_t at)
{
	at = skip_blanks(s, at);
	if (at < s.len && s.ptr[at] == '\r')
		at++;
	if (at >= s.len || s.ptr[at] != '\n')
		return 0;
	return skip_blanks(s, at + 1);
}

static bool is_lower(struct span s, size_t at)
{
	return at < s.len && ((s.ptr[at] >= 'a' && s.ptr[at] <= 'z') || (s.ptr[at] & 0x80));
}

/* "1.5" and "1,000": what stands between digits; moves over it and adds to the word what counts. */
static bool number_goes_on(struct reader *r)
{
	struct span s = r->text;
	bool thousands = s.ptr[r->at] == ',' && is_digit(s, r->at + 2) && is_digit(s, r->at + 3) && !is_digit(s, r->at + 4);

	if (!is_digit(s, r->at + 1) || !r->at || !is_digit(s, r->at - 1))
		return false;
	if (!thousands)
		r->out->folded[r->out->folded_len++] = '.';
	r->at++;
	return true;
}

/* A character above ASCII inside a word or at its beginning; false where the word ends before it. */
static bool take_folded(struct reader *r, struct word *w)
{
	struct tokens *t = r->out;
	size_t at = r->at, after;
	struct folded f = fold_next(r->text, &at);

	t->damage += f.repaired;
	switch (f.class) {
	case FOLD_LETTER:
	case FOLD_DIGIT:
		if (t->folded_len == w->fold)
			w->flags |= f.upper ? TOKEN_CAPITAL : 0u;
		w->capitals += f.upper;
		w->flags |= f.class == FOLD_DIGIT ? TOKEN_DIGIT : TOKEN_ALPHA | TOKEN_WIDE;
		w->outline += weight_of(&f);
		memcpy(t->folded + t->folded_len, f.bytes, f.len);
		t->folded_len += f.len;
		break;
	case FOLD_IGNORED:
		break;
	case FOLD_SOFT_HYPHEN:
		after = next_line(r->text, at);
		at = after ? after : skip_blanks(r->text, at);
		t->plainly_spaced = false;
		t->damage++;
		break;
	case FOLD_APOSTROPHE:
		if (!is_lower(r->text, at))
			return false;
		break;
	case FOLD_DASH:
		after = next_line(r->text, at);
		if (!after || !is_lower(r->text, after))
			return false;
		t->plainly_spaced = false;
		at = after;
		break;
	default:
		return false;
	}
	r->at = at;
	return true;
}

/* An ASCII character that is no letter or digit: does the word go on behind it? */
static bool take_ascii(struct reader *r, const struct word *w)
{
	struct span s = r->text;
	size_t after;

	switch (s.ptr[r->at]) {
	case '\'':
		if (r->at + 1 >= s.len || !plain[(unsigned char)s.ptr[r->at + 1]] || !(w->flags & TOKEN_ALPHA))
			return false;
		r->at++;
		return true;
	case '-':
		after = next_line(s, r->at + 1);
		if (!after || !is_lower(s, after) || !(w->flags & TOKEN_ALPHA))
			return false;
		r->out->damage++;
		r->out->plainly_spaced = false;
		r->at = after;
		return true;
	case '.':
	case ',':
		return number_goes_on(r);
	default:
		return false;
	}
}

/* The run of ASCII letters and digits from here on. */
static void take_plain(struct reader *r, struct word *w)
{
	const unsigned char *p = (const unsigned char *)r->text.ptr;
	char *out = r->out->folded;
	size_t at = r->at, to = r->out->folded_len;
	size_t stop = r->text.len - at < w->fold + TOKEN_MAX - to ? r->text.len : at + (w->fold + TOKEN_MAX - to);
	uint32_t counts = 0, weight = 0, entry, digits;
	size_t from = at;

	if (to == w->fold && at < stop && p[at] >= 'A' && p[at] <= 'Z')
		w->flags |= TOKEN_CAPITAL;
	while (at < stop && (entry = plain[p[at]]) != 0) {
		counts += entry;
		weight += outline[p[at]];
		out[to++] = (char)(entry >> 24);
		at++;
	}
	w->capitals += counts & 0xFF;
	digits = counts >> 8 & 0xFF;
	w->outline += weight;
	w->flags |= (digits ? TOKEN_DIGIT : 0u) | (at - from > digits ? TOKEN_ALPHA : 0u);
	r->at = at;
	r->out->folded_len = to;
}

static void read_word(struct reader *r)
{
	struct tokens *t = r->out;
	struct word w = { .start = r->at };

	part_numbers(t, r->text.ptr[r->at]);
	w.fold = t->folded_len;
	for (;;) {
		take_plain(r, &w);
		w.end = r->at;
		/* A folded character has up to 4 bytes: leave room for it. */
		if (r->at >= r->text.len || t->folded_len - w.fold > TOKEN_MAX - 4)
			break;
		if (r->text.ptr[r->at] & 0x80 ? !take_folded(r, &w) : !take_ascii(r, &w))
			break;
	}
	emit(r, &w);
}

/* ---- between words ---- */

static void read_single(struct reader *r, struct folded f, size_t end, unsigned flags)
{
	struct tokens *t = r->out;
	struct word w = { .start = r->at, .end = end, .fold = t->folded_len, .flags = flags };

	w.outline = weight_of(&f);
	memcpy(t->folded + t->folded_len, f.bytes, f.len);
	t->folded_len += f.len;
	r->at = end;
	emit(r, &w);
}

static void read_wide(struct reader *r)
{
	size_t at = r->at;
	struct folded f = fold_next(r->text, &at);

	switch (f.class) {
	case FOLD_LETTER:
	case FOLD_DIGIT:
		read_word(r);
		return;
	case FOLD_IDEOGRAPH:
		read_single(r, f, at, TOKEN_SINGLE);
		return;
	case FOLD_SYMBOL:
		read_single(r, f, at, TOKEN_SYMBOL);
		return;
	case FOLD_DASH:
		r->joined = r->out->count && r->out->items[r->out->count - 1].end == r->at;
		break;
	case FOLD_SPACE:
		r->out->plainly_spaced = false;
		r->joined = false;
		break;
	case FOLD_SEPARATOR: /* quotes, bullets, full stops of other scripts */
		r->sentence = true;
		r->joined = false;
		break;
	default:
		break;
	}
	r->at = at;
}

/* Behind a footnote mark that begins here, "[12]" or, after a word's full stop, "12 "; else 0. */
static size_t footnote_mark(const struct reader *r)
{
	struct span s = r->text;
	const struct token *last = r->out->count ? &r->out->items[r->out->count - 1] : NULL;
	bool bracket = s.ptr[r->at] == '[';
	size_t at = r->at + 1, digits = 0;

	if (!last || last->end + (size_t)(bracket ? 1 : 0) < r->at || !is_digit(s, at))
		return 0;
	for (; is_digit(s, at); at++)
		digits++;
	if (bracket)
		return digits <= 3 && at < s.len && s.ptr[at] == ']' ? at + 1 : 0;
	if (digits > 2 || last->fold_length < 4 || (last->flags & (TOKEN_DIGIT | TOKEN_UPPER)))
		return 0;
	return at >= s.len || s.ptr[at] == ' ' || s.ptr[at] == '\n' ? at : 0;
}

static void read_separator(struct reader *r, char c)
{
	size_t after;

	r->out->punctuation += c > ' ';
	r->out->plainly_spaced &= c > ' ';
	switch (c) {
	case '.':
	case '[':
		after = footnote_mark(r);
		r->at = after ? after : r->at + 1;
		r->sentence = true;
		r->joined = false;
		return;
	case '$':
	case '%':
		read_single(r, (struct folded){ .class = FOLD_SYMBOL, .len = 1, .bytes = { c } }, r->at + 1, TOKEN_SYMBOL);
		return;
	case '-':
		r->joined = r->out->count && r->out->items[r->out->count - 1].end == r->at;
		break;
	case '!': case '?': case ':': case ';': case '"': case '(': case '|': case '*': case '>': case '#':
		r->sentence = true;
		r->joined = false;
		break;
	default:
		r->joined = false;
		break;
	}
	r->at++;
}

/* ---- list numbers ---- */

/* Behind a number like "4", "4.1", "iv", "b" at `at`; 0 where there is none. *dots counts the full stops inside. */
static size_t list_label(struct span s, size_t at, int *dots)
{
	size_t from = at, run = 0;

	*dots = 0;
	while (is_digit(s, at) || (at < s.len && s.ptr[at] == '.' && run && is_digit(s, at + 1))) {
		run = s.ptr[at] == '.' ? 0 : run + 1;
		*dots += s.ptr[at] == '.';
		if (run > 3)
			return 0;
		at++;
	}
	if (at > from)
		return at < s.len && s.ptr[at] >= 'a' && s.ptr[at] <= 'h' ? at + 1 : at;
	while (at < s.len && at - from < 5 && strchr("ivx", s.ptr[at]) && s.ptr[at])
		at++;
	if (at == from && at < s.len && s.ptr[at] >= 'a' && s.ptr[at] <= 'h')
		at++;
	return at > from ? at : 0;
}

/* Bytes of a list number in front. "4.1 " needs a capital behind it, "12 " is none: "1.5 million", "12 people". */
static size_t list_number(struct span s)
{
	size_t at = 0, end;
	bool open, closed, digits;
	int dots;

	while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t' || s.ptr[at] == '\n' || s.ptr[at] == '\r'))
		at++;
	open = at < s.len && s.ptr[at] == '(';
	at += open;
	digits = is_digit(s, at);
	end = list_label(s, at, &dots);
	if (!end || end >= s.len)
		return 0;
	closed = s.ptr[end] == ')' || (s.ptr[end] == '.' && digits && !open);
	if ((open && s.ptr[end] != ')') || (!closed && dots == 0))
		return 0;
	end += closed;
	if (end >= s.len || (s.ptr[end] != ' ' && s.ptr[end] != '\t'))
		return 0;
	end = skip_blanks(s, end);
	if (end >= s.len || (!closed && !(s.ptr[end] >= 'A' && s.ptr[end] <= 'Z')))
		return 0;
	return end;
}

/* ---- reading ---- */

static void make_room(struct tokens *t, size_t text_len)
{
	size_t needed = text_len + TOKEN_MAX;

	t->count = 0;
	t->folded_len = 0;
	t->body = 0;
	t->damage = 0;
	t->plainly_spaced = true;
	t->punctuation = 0;
	t->text_len = text_len;
	if (needed <= t->folded_capacity)
		return;
	free(t->folded);
	t->folded = memory_new(needed, 1);
	t->folded_capacity = needed;
}

static void read_all(struct reader *r)
{
	while (r->at < r->text.len) {
		unsigned char c = (unsigned char)r->text.ptr[r->at];

		if (c == ' ') {
			r->joined = false;
			r->at++;
			r->out->plainly_spaced &= r->at < r->text.len && r->text.ptr[r->at] != ' ';
		} else if (plain[c]) {
			read_word(r);
		} else if (c & 0x80) {
			read_wide(r);
		} else {
			read_separator(r, (char)c);
		}
	}
}

void tokens_read(struct tokens *t, struct span text)
{
	struct reader r = { .text = span_slice(text, 0, TOKENS_TEXT_MAX), .out = t, .sentence = true };

	make_room(t, r.text.len);
	t->body = list_number(r.text);
	t->plainly_spaced = r.text.len == 0 || r.text.ptr[0] > ' ' || r.text.ptr[0] & 0x80;
	if (t->body && memchr(r.text.ptr, ' ', t->body) != r.text.ptr + t->body - 1)
		t->plainly_spaced = false;
	r.at = t->body;
	read_all(&r);
}

void tokens_read_piece(struct tokens *t, struct span text)
{
	struct reader r = { .text = span_slice(text, 0, TOKENS_TEXT_MAX), .out = t };

	make_room(t, r.text.len);
	read_all(&r);
}

char tokens_blank(struct span text, size_t *at)
{
	char blank = '\0';

	while (*at < text.len) {
		unsigned char c = (unsigned char)text.ptr[*at];

		if (c == '\n') {
			blank = '\n';
			*at += 1;
		} else if (c == ' ' || (c >= '\t' && c <= '\r')) {
			blank = blank ? blank : ' ';
			*at += 1;
		} else if (c == 0xC2 && *at + 1 < text.len && (unsigned char)text.ptr[*at + 1] == 0xA0) {
			blank = blank ? blank : ' '; /* a no-break space */
			*at += 2;
		} else {
			break;
		}
	}
	return blank;
}
