#include "pipeline/dedupe/tokens.h"

#include <endian.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/eight.h"
#include "pipeline/dedupe/fold.h"
#include "pipeline/dedupe/listnumber.h"

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

/* wyhash's scheme: a seed, then each eight bytes, then the last eight. */
#define HASH_SEED UINT64_C(0x9E3779B97F4A7C15)
#define HASH_STEP UINT64_C(0xA0761D6478BD642F)
#define HASH_LAST UINT64_C(0xE7037ED1A0B428DB)

/* `p` must be readable for 8 bytes behind its end. The same on every machine. */
static uint64_t hash_bytes(const char *p, size_t len)
{
	uint64_t hash = HASH_SEED ^ len;
	uint64_t eight;

	for (; len > 8; len -= 8, p += 8) {
		memcpy(&eight, p, 8);
		hash = mix(hash ^ le64toh(eight), HASH_STEP);
	}
	memcpy(&eight, p, 8);
	eight = le64toh(eight) & (UINT64_MAX >> (64 - 8 * len));
	return mix(hash ^ eight, HASH_LAST);
}

static uint32_t shape_of(uint32_t outline)
{
	return (outline ^ outline >> 15) * 0x85EBCA6Bu;
}

/* ---- writing words ---- */

static struct token *add_token(struct tokens *t)
{
	if (t->count == t->capacity)
		t->items = memory_room(t->items, t->count, &t->capacity, sizeof *t->items);
	return &t->items[t->count++];
}

/* Is more than one bit set? */
static bool several(uint64_t bits)
{
	return (bits & (bits - 1)) != 0;
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
	token->shape = w->flags & TOKEN_ALPHA ? shape_of(w->outline) : (uint32_t)(token->hash >> 32);
	token->start = (uint32_t)w->start;
	token->end = (uint32_t)w->end;
	token->fold = (uint32_t)w->fold;
	token->fold_length = (uint16_t)len;
	token->flags = (uint16_t)(w->flags | (w->capitals > 1 ? TOKEN_UPPER : 0u) | (r->sentence ? TOKEN_SENTENCE : 0u) |
				 (r->joined ? TOKEN_JOINED : 0u));
	t->mixed += (w->flags & (TOKEN_DIGIT | TOKEN_ALPHA)) == (TOKEN_DIGIT | TOKEN_ALPHA);
	r->sentence = false;
	r->joined = false;
}

/* What a folded character that is not ASCII weighs. */
static uint32_t weight_of(const struct folded *f)
{
	uint32_t weight = 0;
	unsigned i;

	if (f->len == 1)
		return eight_weights[(unsigned char)f->bytes[0]];
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

/* An ASCII letter or digit. */
static bool is_plain(struct span s, size_t at)
{
	unsigned char c = at < s.len ? (unsigned char)s.ptr[at] : 0;

	return (unsigned)(c - '0') < 10 || (unsigned)((c | 0x20) - 'a') < 26;
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
		if (!is_plain(s, r->at + 1) || !(w->flags & TOKEN_ALPHA))
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

/*
 * Room for one more word, and for what is stored behind it eight bytes at a time.
 * Folded texts are nearly always shorter than the texts; where many numbers are
 * parted, or characters fold to longer ones, they are not.
 */
static void room_for_word(struct tokens *t)
{
	enum { WORD = TOKEN_MAX + 32 };

	if (t->folded_len + WORD <= t->folded_capacity)
		return;
	t->folded_capacity += t->folded_capacity / 2 + WORD;
	t->folded = memory_resize(t->folded, t->folded_capacity, 1);
}

/* The run of ASCII letters and digits from here on; cut where the word gets too long. */
static void take_plain(struct reader *r, struct word *w)
{
	struct tokens *t = r->out;
	size_t at = r->at, to = t->folded_len;
	bool begins = to == w->fold;
	struct eight e;

	do {
		e = eight_read(eight_load(r->text, at), w->fold + TOKEN_MAX - to);
		eight_store(t->folded + to, e.folded);
		w->outline += eight_weight(e.folded);
		w->capitals += eight_count(e.capitals);
		w->flags |= (e.digits ? TOKEN_DIGIT : 0u) | (e.count > eight_count(e.digits) ? TOKEN_ALPHA : 0u) |
			    (begins && e.capitals & 0x80 ? TOKEN_CAPITAL : 0u);
		begins = false;
		at += e.count;
		to += e.count;
	} while (e.count == 8);
	r->at = at;
	t->folded_len = to;
}

static void read_word(struct reader *r)
{
	struct tokens *t = r->out;
	struct word w = { .start = r->at };

	room_for_word(t);
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

/*
 * Reads a word of up to 15 ASCII letters at once, as nearly all are; false where this one needs a closer look: it has
 * a digit or is longer, or what follows may belong to it.
 */
static bool read_plain(struct reader *r)
{
	struct tokens *t = r->out;
	struct eight first = eight_read(eight_load(r->text, r->at), 8), second = { .next = first.next };
	struct token *token;
	uint64_t hash;

	if (first.count == 8)
		second = eight_read(eight_load(r->text, r->at + 8), 8);
	if (first.digits | second.digits || second.count == 8 || second.next & 0x80 || second.next == '\'' ||
	    second.next == '-')
		return false;
	room_for_word(t);
	eight_store(t->folded + t->folded_len, first.folded);
	eight_store(t->folded + t->folded_len + 8, second.folded);
	token = add_token(t);
	hash = HASH_SEED ^ (first.count + second.count);
	if (second.count)
		hash = mix(hash ^ first.folded, HASH_STEP);
	token->hash = mix(hash ^ (second.count ? second.folded : first.folded), HASH_LAST);
	token->shape = shape_of(eight_weight(first.folded) + (second.count ? eight_weight(second.folded) : 0));
	token->start = (uint32_t)r->at;
	r->at += first.count + second.count;
	token->end = (uint32_t)r->at;
	token->fold = (uint32_t)t->folded_len;
	token->fold_length = (uint16_t)(first.count + second.count);
	token->flags = (uint16_t)(TOKEN_ALPHA | (first.capitals & 0x80 ? TOKEN_CAPITAL : 0u) |
				  (several(first.capitals >> 1 | second.capitals) ? TOKEN_UPPER : 0u) |
				  (r->sentence ? TOKEN_SENTENCE : 0u) | (r->joined ? TOKEN_JOINED : 0u));
	t->folded_len += first.count + second.count;
	r->sentence = false;
	r->joined = false;
	return true;
}

/* ---- between words ---- */

static void read_single(struct reader *r, struct folded f, size_t end, unsigned flags)
{
	struct tokens *t = r->out;
	struct word w = { .start = r->at, .end = end, .fold = t->folded_len, .flags = flags };

	room_for_word(t);
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

/* ---- reading ---- */

static void make_room(struct tokens *t, size_t text_len)
{
	size_t needed = text_len + TOKEN_MAX;

	t->count = 0;
	t->folded_len = 0;
	t->body = 0;
	t->damage = 0;
	t->mixed = 0;
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
		} else if (is_plain(r->text, r->at)) {
			if (!read_plain(r))
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
	t->body = listnumber_length(r.text);
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
