#include "pipeline/show/wording.h"

#include <stdint.h>

#include "normalizers/fold.h"

/* Cells of the table; two bytes each. */
#define CELLS_MOST ((size_t)4000000)

struct words {
	struct span *word;
	struct span *key; /* what is compared: the word itself, or folded */
	size_t count;
};

/* The word folded; itself where nothing is left of it ("|", "–"). */
static struct span key_of(struct arena *arena, struct span word)
{
	struct buffer folded;
	struct span key;

	buffer_init(&folded, BUFFER_LIMIT_DEFAULT);
	fold_text(&folded, word);
	key = folded.len > 0 ? arena_copy(arena, buffer_span(&folded)) : word;
	buffer_release(&folded);
	return key;
}

static void fold_keys(struct arena *arena, struct words *w)
{
	w->key = arena_array(arena, w->count + 1, sizeof *w->key);
	for (size_t i = 0; i < w->count; i++)
		w->key[i] = key_of(arena, w->word[i]);
}

static struct words words_of(struct arena *arena, struct span text)
{
	struct words w = { .word = arena_array(arena, text.len / 2 + 1, sizeof(struct span)) };
	size_t at = 0;

	while (at < text.len) {
		size_t from;

		while (at < text.len && text.ptr[at] == ' ')
			at++;
		for (from = at; at < text.len && text.ptr[at] != ' ';)
			at++;
		if (at > from)
			w.word[w.count++] = span_slice(text, from, at);
	}
	w.key = w.word;
	return w;
}

/* Adds one word; neighbours of one kind become one run. */
static void add(struct wording *w, struct arena *arena, enum wording_kind kind, struct span word)
{
	struct wording_run *last = w->count > 0 ? &w->runs[w->count - 1] : NULL;

	if (last && last->kind == kind) {
		last->text.len = (size_t)(word.ptr + word.len - last->text.ptr);
		last->words++;
		return;
	}
	w->runs = arena_room(arena, w->runs, w->count, &w->capacity, sizeof *w->runs);
	w->runs[w->count++] = (struct wording_run){ kind, word, 1 };
}

/* Row i, column j: the length of the longest common subsequence of left[i..] and right[j..]. */
static uint16_t *common_lengths(struct arena *arena, const struct words *left, const struct words *right)
{
	size_t columns = right->count + 1;
	uint16_t *length = arena_array(arena, (left->count + 1) * columns, sizeof *length);

	for (size_t i = left->count; i-- > 0;) {
		uint16_t *row = length + i * columns, *below = row + columns;

		for (size_t j = right->count; j-- > 0;) {
			if (span_equal(left->key[i], right->key[j]))
				row[j] = (uint16_t)(below[j + 1] + 1);
			else
				row[j] = below[j] > row[j + 1] ? below[j] : row[j + 1];
		}
	}
	return length;
}

static void add_middle(struct wording *w, struct arena *arena, const struct words *left, const struct words *right)
{
	bool small = left->count < UINT16_MAX && right->count < UINT16_MAX &&
		     (left->count + 1) * (right->count + 1) <= CELLS_MOST;
	size_t i = 0, j = 0, columns = right->count + 1;
	const uint16_t *length = small ? common_lengths(arena, left, right) : NULL;

	while (small && i < left->count && j < right->count) {
		if (span_equal(left->key[i], right->key[j])) {
			add(w, arena, WORDING_BOTH, left->word[i]);
			i++, j++;
		} else if (length[(i + 1) * columns + j] >= length[i * columns + j + 1]) {
			add(w, arena, WORDING_LEFT, left->word[i++]);
		} else {
			add(w, arena, WORDING_RIGHT, right->word[j++]);
		}
	}
	while (i < left->count)
		add(w, arena, WORDING_LEFT, left->word[i++]);
	while (j < right->count)
		add(w, arena, WORDING_RIGHT, right->word[j++]);
}

static struct words part_of(const struct words *words, size_t from, size_t to)
{
	return (struct words){ words->word + from, words->key + from, to - from };
}

static void compare(struct wording *w, struct arena *arena, const struct words *left, const struct words *right)
{
	struct words middle_left, middle_right;
	size_t head = 0, tail = 0;

	*w = (struct wording){ 0 };
	for (; head < left->count && head < right->count && span_equal(left->key[head], right->key[head]); head++)
		add(w, arena, WORDING_BOTH, left->word[head]);
	while (tail < left->count - head && tail < right->count - head &&
	       span_equal(left->key[left->count - 1 - tail], right->key[right->count - 1 - tail]))
		tail++;
	middle_left = part_of(left, head, left->count - tail);
	middle_right = part_of(right, head, right->count - tail);
	add_middle(w, arena, &middle_left, &middle_right);
	for (; tail > 0; tail--)
		add(w, arena, WORDING_BOTH, left->word[left->count - tail]);
}

static bool all_common(const struct wording *w)
{
	return w->count == 0 || (w->count == 1 && w->runs[0].kind == WORDING_BOTH);
}

void wording_compare(struct wording *w, struct arena *arena, struct span left_text, struct span right_text)
{
	struct words left = words_of(arena, left_text), right = words_of(arena, right_text);
	struct words left_folded = left, right_folded = right;

	fold_keys(arena, &left_folded);
	fold_keys(arena, &right_folded);
	compare(w, arena, &left_folded, &right_folded);
	if (all_common(w))
		compare(w, arena, &left, &right);
}

/* Bytes of the first `words` words. */
static size_t first_words(struct span text, size_t words)
{
	size_t at = 0;

	for (; words > 0 && at < text.len; words--) {
		while (at < text.len && text.ptr[at] == ' ')
			at++;
		while (at < text.len && text.ptr[at] != ' ')
			at++;
	}
	return at;
}

/* Bytes before the last `words` words. */
static size_t before_last_words(struct span text, size_t words)
{
	size_t at = text.len;

	for (; words > 0 && at > 0; words--) {
		while (at > 0 && text.ptr[at - 1] == ' ')
			at--;
		while (at > 0 && text.ptr[at - 1] != ' ')
			at--;
	}
	return at;
}

/* What both have: only the words next to a difference, with "…" for what is left out. */
static void write_both(struct buffer *out, const struct wording_run *run, bool before, bool after, size_t context)
{
	size_t shown = (before ? context : 0) + (after ? context : 0);

	if (run->words <= shown) {
		buffer_add(out, run->text);
		return;
	}
	if (before)
		buffer_add(out, span_slice(run->text, 0, first_words(run->text, context)));
	buffer_add_str(out, !before ? "… " : !after ? " …" : " … ");
	if (after)
		buffer_add(out, span_trim(span_from(run->text, before_last_words(run->text, context))));
}

void wording_write(struct buffer *out, const struct wording *w, size_t context)
{
	for (size_t i = 0; i < w->count; i++) {
		const struct wording_run *run = &w->runs[i];

		if (i > 0)
			buffer_add_char(out, ' ');
		if (run->kind == WORDING_BOTH)
			write_both(out, run, i > 0, i + 1 < w->count, context);
		else
			buffer_printf(out, run->kind == WORDING_LEFT ? "[-%.*s-]" : "{+%.*s+}", SPAN_ARG(run->text));
	}
}
