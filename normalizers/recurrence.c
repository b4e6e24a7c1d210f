#include "normalizers/recurrence.h"

#include "normalizers/ascii.h"
#include "normalizers/footnote_marks.h"

#define NOTE_REACH 120 /* lines between the mark of a note and the note */
#define LONGEST 240   /* bytes of a running header or footer */
#define PREFIX 32     /* bytes that count of a line that begins with a page number, and then anything */
#define URL_PREFIX 48 /* bytes that count of an address: browsers cut the rest */

bool recurrence_is_address_note(struct span text)
{
	size_t digits = 0;

	while (digits < text.len && ascii_digit(text.ptr[digits]))
		digits++;
	return digits >= 1 && digits <= 3 && leads_is_address(span_from(text, digits));
}

/* The key of a line: letters without case, any digits as one '#'; 0 for a line too long to be furniture. */
static uint64_t hash_line(struct span text, enum page_form form)
{
	uint64_t hash = 14695981039346656037u; /* FNV-1a */
	bool digits = false;
	size_t i;

	if (leads_is_address(text))
		text = span_slice(text, 0, URL_PREFIX);
	else if (form == PAGE_FIRST)
		text = span_slice(text, 0, PREFIX);
	if (text.len > LONGEST || text.len == 0 || recurrence_is_address_note(text))
		return 0;
	for (i = 0; i < text.len; i++) {
		char c = ascii_digit(text.ptr[i]) || page_number_is_roman(text, i) ? '#' : ascii_fold(text.ptr[i]);

		if (c == '#' && digits)
			continue;
		digits = c == '#';
		hash = (hash ^ (unsigned char)c) * 1099511628211u;
	}
	return hash ? hash : 1;
}

/* The slot of a hash: its own, or the free one where it belongs. */
static uint32_t *find_slot(const struct recurrence *r, uint64_t hash)
{
	size_t at = (size_t)(hash ^ hash >> 32) & r->mask;

	while (r->slots[at] != 0 && r->keys[r->slots[at] - 1].hash != hash)
		at = (at + 1) & r->mask;
	return &r->slots[at];
}

static bool holds_digit(struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (ascii_digit(text.ptr[i]))
			return true;
	return false;
}

static void count_line(struct recurrence *r, size_t i, uint64_t hash, struct arena *arena)
{
	uint32_t *slot = find_slot(r, hash);

	if (*slot == 0) {
		r->keys = arena_room(arena, r->keys, r->key_count, &r->key_capacity, sizeof *r->keys);
		r->keys[r->key_count++] = (struct recurrence_key){ .hash = hash, .first = i, .numbered = holds_digit(r->lines->line[i].text) };
		*slot = (uint32_t)r->key_count;
	}
	r->keys[*slot - 1].count++;
	r->key_of[i] = *slot;
}

/* "12 Ibid, p 4" is the note of a mark above, not a footer with the number of its page. The first line of a page is none. */
static bool is_marked_note(const size_t *marked, size_t i, struct span text)
{
	size_t digits = 0;
	int number = 0;

	for (; digits < text.len && digits < 3 && ascii_digit(text.ptr[digits]); digits++)
		number = number * 10 + (text.ptr[digits] - '0');
	return digits > 0 && digits < text.len && !ascii_digit(text.ptr[digits]) && marked[number] > 0 &&
	       i - (marked[number] - 1) <= NOTE_REACH;
}

static void remember_marks(size_t *marked, size_t i, struct span text)
{
	struct footnote_mark mark;
	size_t at = 0;

	while (footnote_marks_find(text, at, &mark)) {
		at = mark.end;
		if (mark.number < FOOTNOTE_MOST)
			marked[mark.number] = i + 1;
	}
}

static void count_lines(struct recurrence *r, const unsigned char *form, struct arena *arena)
{
	size_t *marked = arena_array(arena, FOOTNOTE_MOST, sizeof *marked); /* line of the last mark of each number, + 1 */
	size_t i;

	for (i = 0; i < r->lines->count; i++) {
		const struct line *line = &r->lines->line[i];
		uint64_t hash;

		if (!lines_is_text(line) || line->facts & LINE_WORDLESS)
			continue;
		if (!(line->flags & PASSAGE_PAGE_BREAK) && is_marked_note(marked, i, line->text))
			continue;
		remember_marks(marked, i, line->text);
		hash = hash_line(line->text, form[i]);
		if (hash)
			count_line(r, i, hash, arena);
	}
}

/* Are two lines alike? Where they are too long for a key, all of them counts. */
static bool alike(const struct recurrence *r, size_t a, size_t b)
{
	if (a >= r->lines->count || b >= r->lines->count)
		return false;
	if (r->key_of[a] || r->key_of[b])
		return r->key_of[a] == r->key_of[b];
	return span_equal(r->lines->line[a].text, r->lines->line[b].text);
}

bool recurrence_differs_behind(const struct recurrence *r, size_t a, size_t b)
{
	size_t k;

	for (k = 1; k <= RECURRENCE_HEADER; k++)
		if (!alike(r, a + k, b + k))
			return true;
	return false;
}

bool recurrence_differs_before(const struct recurrence *r, size_t a, size_t b)
{
	size_t k;

	for (k = 1; k <= RECURRENCE_HEADER; k++)
		if (k > a || k > b || !alike(r, a - k, b - k))
			return true;
	return false;
}

static void compare_neighbours(struct recurrence *r)
{
	size_t i;

	for (i = 0; i < r->lines->count; i++) {
		struct recurrence_key *key = recurrence_key(r, i);

		if (!key || key->first == i)
			continue;
		key->before_differs |= i == 0 || key->first == 0 || !alike(r, i - 1, key->first - 1);
		key->behind_differs |= recurrence_differs_behind(r, i, key->first);
	}
}

void recurrence_find(struct recurrence *r, const struct lines *lines, const unsigned char *form, struct arena *arena)
{
	size_t size = 16;

	while (size < lines->count * 2)
		size *= 2;
	*r = (struct recurrence){ .lines = lines, .mask = size - 1 };
	r->slots = arena_array(arena, size, sizeof *r->slots);
	r->key_of = arena_array(arena, lines->count + 1, sizeof *r->key_of);
	count_lines(r, form, arena);
	compare_neighbours(r);
}
