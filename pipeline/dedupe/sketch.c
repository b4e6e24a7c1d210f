#include "pipeline/dedupe/sketch.h"

#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/memory.h"
#include "pipeline/dedupe/blanks.h"
#include "pipeline/dedupe/little.h"

enum {
	GRAM = 3,
	GRAM_IDEOGRAPHS = 5,  /* three words are some five ideographs */
	KEPT_EIGHTHS = 3,     /* of the chosen grams of a longer text */
	WINDOW = 12,
	SMALL_WORD = 3,       /* letters */
	BINS = 12,            /* of the MinHash */
	BAND = 3,             /* bins that make a print */
	BAG_WORDS = 12,       /* a shorter text gives no print of its set of words */
	SORT_SMALL = 64
};

void sketch_init(struct sketch *s)
{
	*s = (struct sketch){ 0 };
	buffer_init(&s->spare, BUFFER_LIMIT_DEFAULT * 4);
}

void sketch_release(struct sketch *s)
{
	free(s->prints);
	free(s->units);
	buffer_release(&s->spare);
	sketch_init(s);
}

/* ---- the raw hash ---- */


/* White space aside: see blanks_next. Texts of single spaces, nearly all there are, are hashed as they stand. */
static uint64_t hash_raw(struct sketch *s, const struct tokens *t, struct span text)
{
	size_t at = 0, n = 0;
	char *out;

	if (t->plainly_spaced)
		return hash_64(text);
	buffer_clear(&s->spare);
	out = buffer_reserve(&s->spare, text.len + 2);
	if (!out)
		return hash_64(text);
	while (at < text.len) {
		char blank = blanks_next(text, &at);

		if (blank && n)
			out[n++] = blank;
		if (at < text.len)
			out[n++] = text.ptr[at++];
	}
	while (n && (out[n - 1] == ' ' || out[n - 1] == '\n'))
		n--;
	return hash_64(span_of(out, n));
}

/* ---- prints ---- */

/* By what the first word of a gram is compared with the others: small words come last, they make common grams. */
static uint32_t rank_of(const struct token *t)
{
	return t->shape >> (t->fold_length <= SMALL_WORD ? 3 : 0);
}

static uint32_t gram_print(const struct token *t, size_t left)
{
	uint64_t h = ((uint64_t)t[0].shape << 32 | t[1].shape) * 0x9E3779B97F4A7C15u;

	h = (h ^ (h >> 29) ^ t[2].shape) * 0xBF58476D1CE4E5B9u;
	if (t[0].flags & t[1].flags & t[2].flags & TOKEN_SINGLE && left >= GRAM_IDEOGRAPHS) {
		h = (h ^ (h >> 31) ^ t[3].shape) * 0x94D049BB133111EBu;
		h = (h ^ (h >> 29) ^ t[4].shape) * 0xD6E8FEB86659FD93u;
	}
	return (uint32_t)(h >> 32);
}

/* Room for `more` prints. */
static uint32_t *make_room(struct sketch *s, size_t more)
{
	if (s->print_count + more > s->print_capacity) {
		s->print_capacity = (s->print_count + more) * 2;
		s->prints = memory_resize(s->prints, s->print_capacity, sizeof *s->prints);
	}
	return s->prints + s->print_count;
}

/* Where the largest print of the WINDOW grams that end with gram `i` is; *print: that print. */
static size_t find_largest(const struct token *t, size_t count, size_t i, uint32_t *print)
{
	size_t best = i - WINDOW + 1, k;

	*print = 0;
	for (k = best; k <= i; k++) {
		uint32_t other = gram_print(t + k, count - k);

		if (other >= *print) {
			*print = other;
			best = k;
		}
	}
	return best;
}

/*
 * The prints of `count` words; `halve` takes a part of those chosen. Which gram is chosen no processor can foresee: so
 * each print is written, and stays where it counts.
 */
static void add_grams(struct sketch *s, const struct token *t, size_t count, bool all, bool halve)
{
	uint32_t *out = make_room(s, count + 1), print;
	size_t last = SIZE_MAX, filled = SIZE_MAX, n = 0, i; /* the gram chosen last, the largest taken last; SIZE_MAX: none */
	uint32_t first = 0, second = count > 1 ? rank_of(&t[0]) : 0, third = count > 2 ? rank_of(&t[1]) : 0;
	uint32_t kept = halve ? KEPT_EIGHTHS : 8;

	for (i = 0; i + GRAM <= count; i++) {
		bool chosen;
		size_t best;

		first = second;
		second = third;
		third = rank_of(&t[i + 2]);
		print = gram_print(t + i, count - i);
		chosen = (all | ((first >= second) & (first >= third))) & ((print & 7) < kept);
		out[n] = print;
		n += chosen;
		last = chosen ? i : last;
		if (i - last < WINDOW) /* SIZE_MAX is just before 0 */
			continue;
		if (filled != SIZE_MAX && i - filled < WINDOW && print <= gram_print(t + filled, count - filled))
			continue; /* the largest is the same as one place before */
		best = find_largest(t, count, i, &print);
		out[n] = print;
		n += best != filled;
		filled = best;
	}
	s->print_count += n;
}

/* Which sets of words: the least hash in each bin, three bins a print. An empty bin has what the next one has. */
static void add_bags(struct sketch *s, const struct token *t, size_t count)
{
	uint32_t least[BINS], bin, k;
	size_t i;

	if (count < BAG_WORDS)
		return;
	memset(least, 0xFF, sizeof least);
	for (i = 0; i < count; i++) {
		uint32_t h = t[i].shape * 0x85EBCA6Bu;

		bin = (uint32_t)(((uint64_t)h * BINS) >> 32);
		h = (h ^ h >> 15) * 0xC2B2AE35u;
		least[bin] = h < least[bin] ? h : least[bin];
	}
	for (bin = 2 * BINS; bin-- > 0;)
		if (least[bin % BINS] == UINT32_MAX)
			least[bin % BINS] = least[(bin + 1) % BINS];
	for (bin = 0; bin < BINS; bin += BAND) {
		uint64_t h = bin + 1;

		for (k = 0; k < BAND; k++)
			h = (h ^ (h >> 31) ^ least[bin + k]) * 0x9E3779B97F4A7C15u;
		*make_room(s, 1) = (uint32_t)(h >> 32);
		s->print_count++;
	}
}

static int by_value(const void *x, const void *y)
{
	uint32_t p = *(const uint32_t *)x, q = *(const uint32_t *)y;

	return (p > q) - (p < q);
}

/* Sorts the prints from `from` on and leaves each once. */
static void sort_prints(struct sketch *s, size_t from)
{
	size_t count = s->print_count - from, kept = 0, i, k;
	uint32_t *p;

	if (count == 0)
		return;
	p = s->prints + from;
	if (count > SORT_SMALL) {
		qsort(p, count, sizeof *p, by_value);
	} else {
		for (i = 1; i < count; i++) {
			uint32_t print = p[i];

			for (k = i; k && p[k - 1] > print; k--)
				p[k] = p[k - 1];
			p[k] = print;
		}
	}
	for (i = 0; i < count; i++)
		if (i == 0 || p[i] != p[i - 1])
			p[kept++] = p[i];
	s->print_count = from + kept;
}

static void add_unit(struct sketch *s, const struct tokens *t, size_t from, size_t to)
{
	size_t prints = s->print_count;

	if (s->unit_count || to < t->count) {
		s->units = memory_room(s->units, s->unit_count, &s->unit_capacity, sizeof *s->units);
		s->units[s->unit_count++] = (struct sketch_unit){ t->items[from].start, (uint32_t)prints };
	}
	add_grams(s, t->items + from, to + GRAM - 1 < t->count ? to + GRAM - 1 - from : t->count - from,
		  t->count < SKETCH_SHORT, t->count >= SKETCH_MIDDLE);
	if (t->count < SKETCH_LONG)
		add_bags(s, t->items, t->count);
	sort_prints(s, prints);
}

void sketch_make(struct sketch *s, struct tokens *t, struct span text)
{
	size_t from = 0, to, damage, punctuation;

	tokens_read(t, text);
	damage = t->damage + t->mixed < 255 ? t->damage + t->mixed : 255;
	punctuation = t->punctuation < 255 ? t->punctuation : 255;
	s->raw = (uint64_t)damage << 56 | (uint64_t)damage << 48 | (uint64_t)punctuation << 40 | hash_raw(s, t, text) >> 24;
	s->folded = hash_64(span_of(t->folded, t->folded_len));
	s->words = (uint32_t)t->count;
	s->marker = t->body ? (uint32_t)hash_64(span_trim(span_slice(text, 0, t->body))) | 1u : 0;
	s->print_count = 0;
	s->unit_count = 0;
	while (from < t->count) {
		to = t->count - from < SKETCH_LONG ? t->count : from + SKETCH_UNIT;
		add_unit(s, t, from, to);
		from = to;
	}
}

/* ---- storing ---- */

enum { HEADER = 4 * 8, VERSION = 1 };

void sketch_write(const struct sketch *s, struct buffer *out)
{
	size_t i;

	little_put_32(out, VERSION);
	little_put_32(out, (uint32_t)s->raw);
	little_put_32(out, (uint32_t)(s->raw >> 32));
	little_put_32(out, (uint32_t)s->folded);
	little_put_32(out, (uint32_t)(s->folded >> 32));
	little_put_32(out, s->words);
	little_put_32(out, s->marker);
	little_put_32(out, (uint32_t)s->unit_count);
	for (i = 0; i < s->unit_count; i++) {
		little_put_32(out, s->units[i].byte_start);
		little_put_32(out, s->units[i].print_start);
	}
	for (i = 0; i < s->print_count; i++)
		little_put_32(out, s->prints[i]);
}

bool sketch_read(struct sketch *s, struct span stored)
{
	const char *p = stored.ptr;
	size_t units, prints, i;

	if (stored.len < HEADER || stored.len % 4 || little_get_32(p) != VERSION)
		return false;
	units = little_get_32(p + 28);
	if (units > (stored.len - HEADER) / 8)
		return false;
	prints = (stored.len - HEADER - units * 8) / 4;
	s->raw = little_get_32(p + 4) | (uint64_t)little_get_32(p + 8) << 32;
	s->folded = little_get_32(p + 12) | (uint64_t)little_get_32(p + 16) << 32;
	s->words = little_get_32(p + 20);
	s->marker = little_get_32(p + 24);
	s->print_count = s->unit_count = 0;
	for (i = 0; i < units; i++) {
		struct sketch_unit unit = { little_get_32(p + HEADER + i * 8), little_get_32(p + HEADER + i * 8 + 4) };

		if (unit.print_start > prints || (i && unit.print_start < s->units[i - 1].print_start))
			return false;
		s->units = memory_room(s->units, s->unit_count, &s->unit_capacity, sizeof *s->units);
		s->units[s->unit_count++] = unit;
	}
	make_room(s, prints);
	for (i = 0; i < prints; i++)
		s->prints[s->print_count++] = little_get_32(p + HEADER + units * 8 + i * 4);
	return true;
}
