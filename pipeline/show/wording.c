#include "pipeline/show/wording.h"

#include "pipeline/dedupe/compare.h"

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t count_words(struct span text)
{
	size_t words = 0, i;

	for (i = 0; i < text.len; i++)
		words += !is_blank(text.ptr[i]) && (i == 0 || is_blank(text.ptr[i - 1]));
	return words;
}

/* Adds a piece; neighbours of one kind become one run, where the second lies behind the first. */
static void add(struct wording *w, struct arena *arena, enum wording_kind kind, struct span text)
{
	struct wording_run *last = w->count > 0 ? &w->runs[w->count - 1] : NULL;

	text = span_trim(text);
	if (span_empty(text))
		return;
	if (last && last->kind == kind && text.ptr >= last->text.ptr + last->text.len) {
		last->text.len = (size_t)(text.ptr + text.len - last->text.ptr);
		last->words = count_words(last->text);
		return;
	}
	w->runs = arena_room(arena, w->runs, w->count, &w->capacity, sizeof *w->runs);
	w->runs[w->count++] = (struct wording_run){ kind, text, count_words(text) };
}

/* ---- words that differ ---- */

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* From .. to with the punctuation behind it, up to the next word: ASCII signs, and quotes, dashes, dots (U+2010 on). */
static struct span with_signs(struct span text, size_t from, size_t to)
{
	while (from < to && to < text.len && !is_blank(text.ptr[to]) && !is_alnum(text.ptr[to])) {
		if (!(text.ptr[to] & 0x80))
			to++;
		else if (span_starts(span_from(text, to), SPAN("\xE2\x80")))
			to += 3;
		else
			break;
	}
	return span_slice(text, from, to);
}

/* The list number that no comparison sees. */
static struct span in_front(struct span text, size_t first)
{
	struct span front = span_trim(span_slice(text, 0, first));
	size_t i;

	for (i = 0; i < front.len; i++)
		if (is_alnum(front.ptr[i]))
			return front;
	return span_of(text.ptr, 0);
}

static void add_fronts(struct wording *w, struct arena *arena, struct span left, struct span right)
{
	if (span_equal(left, right)) {
		add(w, arena, WORDING_BOTH, left);
		return;
	}
	add(w, arena, WORDING_LEFT, left);
	add(w, arena, WORDING_RIGHT, right);
}

static void add_differences(struct wording *w, struct arena *arena, struct span left, struct span right)
{
	size_t count = compare_differences(left, right, NULL, 0), left_first = left.len, right_first = right.len, i;
	struct difference *d = arena_array(arena, count + 1, sizeof *d);

	compare_differences(left, right, d, count);
	for (i = 0; i < count; i++) {
		if (d[i].a_end > d[i].a_start && d[i].a_start < left_first)
			left_first = d[i].a_start;
		if (d[i].b_end > d[i].b_start && d[i].b_start < right_first)
			right_first = d[i].b_start;
	}
	add_fronts(w, arena, in_front(left, left_first), in_front(right, right_first));
	for (i = 0; i < count; i++) {
		struct span a = with_signs(left, d[i].a_start, d[i].a_end);

		add(w, arena, d[i].kind == DIFFERENCE_SAME ? WORDING_BOTH : WORDING_LEFT, a);
		if (d[i].kind != DIFFERENCE_SAME)
			add(w, arena, WORDING_RIGHT, with_signs(right, d[i].b_start, d[i].b_end));
	}
}

/* ---- the same words: case and punctuation ---- */

static struct span next_blank(struct span text, size_t *at)
{
	size_t from;

	while (*at < text.len && is_blank(text.ptr[*at]))
		++*at;
	from = *at;
	while (*at < text.len && !is_blank(text.ptr[*at]))
		++*at;
	return span_slice(text, from, *at);
}

/* What stands between blanks, one by one. */
static void add_spellings(struct wording *w, struct arena *arena, struct span left, struct span right)
{
	size_t i = 0, j = 0;

	while (i < left.len || j < right.len) {
		struct span x = next_blank(left, &i), y = next_blank(right, &j);

		if (span_equal(x, y)) {
			add(w, arena, WORDING_BOTH, x);
			continue;
		}
		add(w, arena, WORDING_LEFT, x);
		add(w, arena, WORDING_RIGHT, y);
	}
}

static bool all_common(const struct wording *w)
{
	size_t i;

	for (i = 0; i < w->count; i++)
		if (w->runs[i].kind != WORDING_BOTH)
			return false;
	return true;
}

void wording_compare(struct wording *w, struct arena *arena, struct span left, struct span right)
{
	*w = (struct wording){ 0 };
	add_differences(w, arena, left, right);
	if (!all_common(w))
		return;
	w->count = 0;
	add_spellings(w, arena, left, right);
}

/* ---- as text ---- */

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
