#include "normalizers/furniture.h"

#include <stdint.h>

#include "normalizers/ascii.h"

#define LONGEST 240      /* bytes of a running header or footer */
#define PREFIX 32        /* bytes that count of a line that carries a page number and then anything */
#define URL_PREFIX 48    /* bytes that count of an address: browsers cut the rest */
#define CHAIN_GAP 8      /* lines at least between two page numbers */
#define CHAIN_LEAST 3    /* page numbers in a row that prove each other */
#define CHAIN_NUMBERS 2048
#define HEADER_LINES 3   /* lines of one running header */
#define DIVIDER_WORDS 4  /* of a header that divides a sentence; shorter ones may be labels */
#define PROSE_WORDS 8    /* of a line that is certainly prose */
#define CLUSTER_LINES 6  /* lines of furniture that may stand together */

/* A page number's form; lines of one form prove each other. */
enum page_form {
	PAGE_NONE,
	PAGE_LONE,  /* "12" */
	PAGE_SLASH, /* "4/20" */
	PAGE_OF,    /* "4 of 20" */
	PAGE_DASH,  /* "- 4 -" */
	PAGE_FIRST, /* "Page 4", "Page 4 | Title", "Page 4: Title ... and the beginning of the page" */
	PAGE_LAST   /* "Title | Page 4" */
};

/* What is known of all lines with one key. */
struct key {
	uint64_t hash; /* 0: free */
	size_t count;
	size_t evidence;     /* occurrences that stand where furniture stands */
	size_t beside;       /* occurrences next to furniture */
	size_t first;        /* index of the first line with it */
	bool before_differs; /* another occurrence had another line before */
	bool behind_differs; /* ... or behind it, up to so many lines as a header may have */
	bool inside;	     /* an occurrence surely stands in the middle of a sentence */
	bool apart;	     /* beside furniture, its occurrences have different text on their other side */
	bool furniture;	     /* a page number of a form of its own */
};

struct furniture {
	struct lines *lines;
	struct key *keys;
	size_t mask;
	uint32_t *key_of; /* for each line the index of its key + 1; 0 none */
	unsigned char *form;
	int *page;
};

/* ---- keys ---- */

/* "73https://www..." */
static bool is_url_note(struct span text)
{
	size_t digits = 0;

	while (digits < text.len && ascii_digit(text.ptr[digits]))
		digits++;
	return digits >= 1 && digits <= 3 && lead_is_address(span_from(text, digits));
}

/* Is the byte part of the "iv" of "Page iv"? */
static bool is_roman_page(struct span text, size_t at)
{
	if (!memchr("ivxl", text.ptr[at], 4))
		return false;
	while (at > 0 && memchr("ivxl", text.ptr[at - 1], 4))
		at--;
	return at >= 5 && span_equal_nocase(span_slice(text, at - 5, at), SPAN("page "));
}

/* The key of a line: letters without case, any digits as one '#'; 0 for a line too long to be furniture. */
static uint64_t hash_line(struct span text, enum page_form form)
{
	uint64_t hash = 14695981039346656037u; /* FNV-1a */
	bool digits = false;
	size_t i;

	if (lead_is_address(text))
		text = span_slice(text, 0, URL_PREFIX);
	else if (form == PAGE_FIRST)
		text = span_slice(text, 0, PREFIX);
	if (text.len > LONGEST || text.len == 0 || is_url_note(text))
		return 0;
	for (i = 0; i < text.len; i++) {
		char c = ascii_digit(text.ptr[i]) || is_roman_page(text, i) ? '#' : ascii_fold(text.ptr[i]);

		if (c == '#' && digits)
			continue;
		digits = c == '#';
		hash = (hash ^ (unsigned char)c) * 1099511628211u;
	}
	return hash ? hash : 1;
}

static struct key *find_key(struct furniture *f, uint64_t hash)
{
	size_t at = (size_t)(hash ^ hash >> 32) & f->mask;

	while (f->keys[at].hash != 0 && f->keys[at].hash != hash)
		at = (at + 1) & f->mask;
	return &f->keys[at];
}

static struct key *key_of(const struct furniture *f, size_t i)
{
	return i < f->lines->count && f->key_of[i] ? &f->keys[f->key_of[i] - 1] : NULL;
}

static void count_keys(struct furniture *f)
{
	size_t i;

	for (i = 0; i < f->lines->count; i++) {
		const struct line *line = &f->lines->line[i];
		bool countable = line_is_text(line) && !(line->facts & LINE_WORDLESS);
		uint64_t hash = countable ? hash_line(line->text, f->form[i]) : 0;
		struct key *key;

		if (hash == 0)
			continue;
		key = find_key(f, hash);
		if (key->count++ == 0) {
			key->hash = hash;
			key->first = i;
		}
		f->key_of[i] = (uint32_t)(key - f->keys) + 1;
	}
}

/* Are two lines alike? Where they are too long for a key, all of them counts. */
static bool alike(const struct furniture *f, size_t a, size_t b)
{
	if (a >= f->lines->count || b >= f->lines->count)
		return false;
	if (f->key_of[a] || f->key_of[b])
		return f->key_of[a] == f->key_of[b];
	return span_equal(f->lines->line[a].text, f->lines->line[b].text);
}

/* Does what follows line `a` differ from what follows line `b`, as far as one header may reach? */
static bool differs_behind(const struct furniture *f, size_t a, size_t b)
{
	size_t k;

	for (k = 1; k <= HEADER_LINES; k++)
		if (!alike(f, a + k, b + k))
			return true;
	return false;
}

static bool differs_before(const struct furniture *f, size_t a, size_t b)
{
	size_t k;

	for (k = 1; k <= HEADER_LINES; k++)
		if (k > a || k > b || !alike(f, a - k, b - k))
			return true;
	return false;
}

static void compare_neighbours(struct furniture *f)
{
	size_t i;

	for (i = 0; i < f->lines->count; i++) {
		struct key *key = key_of(f, i);

		if (!key || key->first == i)
			continue;
		key->before_differs |= i == 0 || key->first == 0 || !alike(f, i - 1, key->first - 1);
		key->behind_differs |= differs_behind(f, i, key->first);
	}
}

/* ---- page numbers ---- */

static size_t read_int(struct span s, size_t at, int *value)
{
	size_t from = at;

	*value = 0;
	while (at < s.len && ascii_digit(s.ptr[at]) && at - from < 5)
		*value = *value * 10 + (s.ptr[at++] - '0');
	return at - from <= 4 ? at - from : 0;
}

/* "iv"; the value is its length, which differs from one to the next and means no more. */
static size_t read_roman(struct span s, size_t at, int *value)
{
	size_t from = at;

	while (at < s.len && memchr("ivxl", s.ptr[at], 4) && at - from < 7)
		at++;
	*value = (int)(at - from);
	return at < s.len && ascii_letter(s.ptr[at]) ? 0 : at - from;
}

/* "Page 4" at `at`, followed by the end, a space or a sign that is no letter. */
static size_t read_page_word(struct span s, size_t at, int *page)
{
	size_t digits;

	if (!span_equal_nocase(span_slice(s, at, at + 5), SPAN("page ")))
		return 0;
	digits = read_int(s, at + 5, page);
	if (digits == 0)
		digits = read_roman(s, at + 5, page);
	return digits ? 5 + digits : 0;
}

static enum page_form read_page(struct span s, int *page)
{
	size_t digits, at;
	int of;

	digits = read_int(s, 0, page);
	if (digits > 0) {
		struct span rest = span_from(s, digits);

		if (span_empty(rest))
			return PAGE_LONE;
		at = span_starts(rest, SPAN("/")) ? 1 : span_starts(rest, SPAN(" of ")) ? 4 : 0;
		if (at > 0 && read_int(rest, at, &of) == rest.len - at && of >= *page && *page > 0)
			return at == 1 ? PAGE_SLASH : PAGE_OF;
		return PAGE_NONE;
	}
	if (s.len >= 5 && s.ptr[0] == '-' && s.ptr[1] == ' ') {
		digits = read_int(s, 2, page);
		return digits && span_equal(span_from(s, 2 + digits), SPAN(" -")) ? PAGE_DASH : PAGE_NONE;
	}
	at = read_page_word(s, 0, page);
	if (at > 0 && (at == s.len || memchr(" |:,", s.ptr[at], 4)))
		return PAGE_FIRST;
	for (at = s.len > 12 ? s.len - 12 : 0; at > 0 && at < s.len; at++)
		if (s.ptr[at - 1] == ' ' && read_page_word(s, at, page) == s.len - at)
			return at >= 2 && ascii_letter(s.ptr[at - 2]) ? PAGE_NONE : PAGE_LAST;
	return PAGE_NONE;
}

static void mark(struct furniture *f, size_t i)
{
	struct key *key = key_of(f, i);

	f->lines->line[i].role = ROLE_FURNITURE;
	if (key)
		key->furniture = true;
}

/* Forms that nothing else has are page numbers as soon as there are two different ones. */
static void mark_numbered_forms(struct furniture *f)
{
	size_t count[PAGE_LAST + 1] = { 0 }, i;
	int first[PAGE_LAST + 1] = { 0 };
	bool differ[PAGE_LAST + 1] = { false };

	for (i = 0; i < f->lines->count; i++) {
		unsigned char form = f->form[i];

		if (form <= PAGE_LONE)
			continue;
		if (count[form]++ == 0)
			first[form] = f->page[i];
		differ[form] |= f->page[i] != first[form];
	}
	for (i = 0; i < f->lines->count; i++)
		if (f->form[i] > PAGE_LONE && differ[f->form[i]] &&
		    (f->form[i] < PAGE_FIRST || (key_of(f, i) && key_of(f, i)->count > 1)))
			mark(f, i);
}

/*
 * A number alone on its line may be anything. Those that count the pages grow by
 * one from each to the next, a page apart.
 */
static void mark_chain(struct furniture *f, struct arena *arena)
{
	struct link {
		size_t line;
		size_t length;
		size_t before; /* line of the number before, + 1 */
	} last[CHAIN_NUMBERS] = { { 0, 0, 0 } };
	size_t best_end = 0, best_length = 0, i;
	size_t *before = arena_array(arena, f->lines->count + 1, sizeof *before);

	for (i = 0; i < f->lines->count; i++) {
		int page = f->page[i];
		struct link *link, *previous;

		if (f->form[i] != PAGE_LONE || page < 1 || page >= CHAIN_NUMBERS)
			continue;
		link = &last[page];
		previous = &last[page - 1];
		if (previous->length > 0 && i - previous->line >= CHAIN_GAP) {
			link->length = previous->length + 1;
			before[i] = previous->line + 1;
		} else {
			link->length = 1;
			before[i] = 0;
		}
		link->line = i;
		if (link->length > best_length) {
			best_length = link->length;
			best_end = i;
		}
	}
	if (best_length >= CHAIN_LEAST)
		for (i = best_end + 1; i > 0; i = before[i - 1])
			mark(f, i - 1);
}

/* ---- evidence ---- */

static bool is_furniture(const struct furniture *f, size_t i)
{
	return i < f->lines->count && f->lines->line[i].role == ROLE_FURNITURE;
}

static bool page_starts(const struct furniture *f, size_t i)
{
	return i < f->lines->count && f->lines->line[i].flags & PASSAGE_PAGE_BREAK;
}

/* Is line `i` the first or last of its page, page numbers aside? */
static bool at_edge(const struct furniture *f, size_t i)
{
	if (page_starts(f, i) || page_starts(f, i + 1))
		return true;
	return (is_furniture(f, i + 1) && page_starts(f, i + 2)) || (i > 0 && is_furniture(f, i - 1) && page_starts(f, i - 1));
}

static bool beside_furniture(const struct furniture *f, size_t i)
{
	return is_furniture(f, i + 1) || (i > 0 && is_furniture(f, i - 1));
}

static bool comes_again(const struct furniture *f, size_t i)
{
	return is_furniture(f, i) || (key_of(f, i) && key_of(f, i)->count > 2);
}

/* The text lines around line `i` and the lines like it: indices, or false where there are none near. */
static bool find_around(const struct furniture *f, size_t i, size_t *before, size_t *behind)
{
	*before = i;
	*behind = i + 1;
	do {
		if (*before == 0 || i - *before > CLUSTER_LINES)
			return false;
		--*before;
	} while (comes_again(f, *before) || is_url_note(f->lines->line[*before].text));
	while (*behind < f->lines->count && *behind - i < CLUSTER_LINES && comes_again(f, *behind))
		++*behind;
	return *behind < f->lines->count;
}

/* Does it stand between the halves of a sentence, different ones each time? */
static bool inside_sentence(const struct furniture *f, size_t i)
{
	const struct line *line = f->lines->line;
	const struct key *key = key_of(f, i);
	size_t before, behind;

	if (!key->before_differs || !key->behind_differs || key->count < 3 || line[i].facts & LINE_LOWER ||
	    !find_around(f, i, &before, &behind))
		return false;
	return !(line[before].facts & (LINE_ENDED | LINE_COLON)) && line[behind].facts & LINE_LOWER;
}

static bool is_unique(const struct furniture *f, size_t i)
{
	return !key_of(f, i) || key_of(f, i)->count == 1;
}

/*
 * One sentence that it divides is proof where it is no label, and where what
 * stands around it is certainly prose and stands nowhere else.
 */
static bool divides_prose(const struct furniture *f, size_t i)
{
	const struct line *line = f->lines->line;
	size_t before, behind;

	if (line[i].lead.kind != LEAD_NONE || line[i].words < DIVIDER_WORDS || !find_around(f, i, &before, &behind))
		return false;
	return line[before].words >= PROSE_WORDS && is_unique(f, before) && is_unique(f, behind);
}

/* A note with an address stands at the foot of a page; what follows it the next time is other text. */
static bool behind_note(const struct furniture *f, size_t i)
{
	return i > 0 && key_of(f, i)->behind_differs && is_url_note(f->lines->line[i - 1].text);
}

static void gather_evidence(struct furniture *f)
{
	size_t i;

	for (i = 0; i < f->lines->count; i++) {
		struct key *key = key_of(f, i);

		if (!key || key->count < 2 || key->furniture || f->form[i] == PAGE_LONE)
			continue;
		if (inside_sentence(f, i)) {
			key->evidence++;
			key->inside |= divides_prose(f, i);
		} else if (at_edge(f, i) || beside_furniture(f, i) || behind_note(f, i)) {
			key->evidence++;
		}
	}
}

/*
 * A line is furniture when most of those like it stand where furniture stands; two
 * alike must both. What comes again with all that is around it is content.
 */
static bool proved(const struct key *key, size_t evidence)
{
	if (!key->before_differs && !key->behind_differs)
		return false;
	return key->count == 2 ? evidence == 2 : key->count > 2 && evidence * 2 >= key->count;
}

static bool stands_like_furniture(const struct furniture *f, size_t i)
{
	const struct key *key = key_of(f, i);

	return i != key->first || at_edge(f, i) || beside_furniture(f, i) || behind_note(f, i);
}

static void mark_proved(struct furniture *f)
{
	size_t i;

	for (i = 0; i < f->lines->count; i++) {
		struct key *key = key_of(f, i);

		if (key && !key->furniture && f->lines->line[i].role == ROLE_LINE && f->form[i] != PAGE_LONE &&
		    (proved(key, key->evidence) || key->inside) && stands_like_furniture(f, i))
			f->lines->line[i].role = ROLE_FURNITURE;
	}
}

/*
 * Of line `i`, beside furniture, the other side: does it differ from that of the
 * first line like it? What is alike there too comes again with all that is around it.
 */
static bool other_side_differs(const struct furniture *f, size_t i)
{
	size_t first = key_of(f, i)->first;
	bool above = i > 0 && is_furniture(f, i - 1), below = is_furniture(f, i + 1);

	if (above && below)
		return true;
	return above ? differs_behind(f, i, first) : differs_before(f, i, first);
}

static void count_beside(struct furniture *f)
{
	size_t i;

	for (i = 0; i < f->lines->count; i++)
		if (key_of(f, i))
			key_of(f, i)->beside = 0;
	for (i = 0; i < f->lines->count; i++) {
		struct key *key = key_of(f, i);

		if (!key || key->count < 2 || !beside_furniture(f, i))
			continue;
		key->beside++;
		key->apart |= i != key->first && other_side_differs(f, i);
	}
}

/*
 * Second lines of a header: they come again, and always stand beside furniture.
 * Of three or more, the first may be the title that the others repeat.
 */
static bool mark_beside(struct furniture *f)
{
	bool more = false;
	size_t i;

	count_beside(f);
	for (i = 0; i < f->lines->count; i++) {
		struct key *key = key_of(f, i);
		size_t most;

		if (!key || !line_is_text(&f->lines->line[i]) || !beside_furniture(f, i))
			continue;
		most = key->count > 3 && !beside_furniture(f, key->first) ? key->count - 1 : key->count;
		if (f->form[i] == PAGE_LONE || (key->apart && key->beside * 10 >= most * 9 && proved(key, key->beside))) {
			f->lines->line[i].role = ROLE_FURNITURE;
			more = true;
		}
	}
	return more;
}

static void read_pages(struct furniture *f)
{
	size_t i;

	for (i = 0; i < f->lines->count; i++)
		if (line_is_text(&f->lines->line[i]))
			f->form[i] = (unsigned char)read_page(f->lines->line[i].text, &f->page[i]);
}

void furniture_mark(struct lines *lines, struct arena *arena)
{
	struct furniture f = { .lines = lines };
	size_t size = 16, round;

	if (lines->count > UINT32_MAX / 4)
		return;
	while (size < lines->count * 2)
		size *= 2;
	f.mask = size - 1;
	f.keys = arena_array(arena, size, sizeof *f.keys);
	f.key_of = arena_array(arena, lines->count + 1, sizeof *f.key_of);
	f.form = arena_array(arena, lines->count + 1, sizeof *f.form);
	f.page = arena_array(arena, lines->count + 1, sizeof *f.page);
	read_pages(&f);
	count_keys(&f);
	compare_neighbours(&f);
	mark_numbered_forms(&f);
	mark_chain(&f, arena);
	gather_evidence(&f);
	mark_proved(&f);
	for (round = 0; round < CLUSTER_LINES && mark_beside(&f); round++)
		;
}
