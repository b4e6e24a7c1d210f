#include "normalizers/furniture.h"

#include "normalizers/page_numbers.h"
#include "normalizers/recurrence.h"

#define CHAIN_GAP 8	 /* lines at least between two page numbers */
#define CHAIN_LEAST 3	 /* page numbers in a row that prove each other */
#define CHAIN_NUMBERS 2048
#define CLUSTER_LINES 6	 /* lines of furniture that may stand together */
#define DIVIDER_WORDS 4	 /* of a header that divides a sentence; shorter ones may be labels */
#define PROSE_WORDS 8	 /* of a line that is certainly prose */

struct furniture {
	struct lines *lines;
	struct recurrence recurrence;
	unsigned char *form; /* enum page_form of each line */
	int *page;	     /* ... and the number it holds */
};

/* ---- page numbers ---- */

static void mark(struct furniture *f, size_t i)
{
	struct recurrence_key *key = recurrence_key(&f->recurrence, i);

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
		    (f->form[i] < PAGE_FIRST || (recurrence_key(&f->recurrence, i) && recurrence_key(&f->recurrence, i)->count > 1)))
			mark(f, i);
}

/* Numbers one under the other without a gap are those of notes, or cells. */
static bool in_column(const struct furniture *f, size_t i)
{
	const struct line *line = &f->lines->line[i];

	if (i > 0 && f->form[i - 1] == PAGE_LONE && !(line->flags & PASSAGE_BLANK_BEFORE))
		return true;
	return i + 1 < f->lines->count && f->form[i + 1] == PAGE_LONE && !(line[1].flags & PASSAGE_BLANK_BEFORE);
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

		if (f->form[i] != PAGE_LONE || page < 1 || page >= CHAIN_NUMBERS || in_column(f, i))
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

/*
 * A lone number right above a page break is the number of the page that ends there,
 * however few of them a scrape has left; so is the last line, where it goes on from
 * those.
 */
static void mark_page_ends(struct furniture *f)
{
	int last = 0;

	for (size_t i = 0; i < f->lines->count; i++) {
		bool end = i + 1 == f->lines->count ? last > 0 && f->page[i] > last :
						      (f->lines->line[i + 1].flags & PASSAGE_PAGE_BREAK) != 0;

		if (f->form[i] != PAGE_LONE || !end || in_column(f, i))
			continue;
		f->lines->line[i].role = ROLE_FURNITURE;
		last = f->page[i];
	}
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
	return is_furniture(f, i) || (recurrence_key(&f->recurrence, i) && recurrence_key(&f->recurrence, i)->count > 2);
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
	} while (comes_again(f, *before) || recurrence_is_address_note(f->lines->line[*before].text));
	while (*behind < f->lines->count && *behind - i < CLUSTER_LINES && comes_again(f, *behind))
		++*behind;
	return *behind < f->lines->count;
}

/* Is the line as long as its neighbours let it be? Then it may be a line of the text that begins alike each time. */
static bool is_full_beside(const struct line *line, const struct line *before, const struct line *behind)
{
	size_t widest = before->chars > behind->chars ? before->chars : behind->chars;

	return (line->chars + behind->first_chars) * 10 > widest * 9;
}

/* Does it stand between the halves of a sentence, different ones each time? */
static bool inside_sentence(const struct furniture *f, size_t i)
{
	const struct line *line = f->lines->line;
	const struct recurrence_key *key = recurrence_key(&f->recurrence, i);
	size_t before, behind;

	if (!key->before_differs || !key->behind_differs || key->count < 3 || line[i].facts & LINE_LOWER ||
	    !find_around(f, i, &before, &behind))
		return false;
	return !(line[before].facts & (LINE_ENDED | LINE_COLON)) && line[behind].facts & LINE_LOWER &&
	       !is_full_beside(&line[i], &line[before], &line[behind]);
}

static bool is_unique(const struct furniture *f, size_t i)
{
	return !recurrence_key(&f->recurrence, i) || recurrence_key(&f->recurrence, i)->count == 1;
}

/*
 * One sentence that it divides is proof where it is no label, and where what
 * stands around it is certainly prose and stands nowhere else. Where pages have
 * numbers, their places are the better proof.
 */
static bool divides_prose(const struct furniture *f, size_t i)
{
	const struct line *line = f->lines->line;
	size_t before, behind, k;

	if (line[i].lead.kind != LEAD_NONE || line[i].words < DIVIDER_WORDS || !find_around(f, i, &before, &behind))
		return false;
	for (k = before + 1; k < behind; k++)
		if (is_furniture(f, k) || f->form[k] != PAGE_NONE)
			return false;
	return line[before].words >= PROSE_WORDS && is_unique(f, before) && is_unique(f, behind);
}

/* A note with an address stands at the foot of a page; what follows it the next time is other text. */
static bool behind_note(const struct furniture *f, size_t i)
{
	return i > 0 && recurrence_key(&f->recurrence, i)->behind_differs &&
	       recurrence_is_address_note(f->lines->line[i - 1].text);
}

static void gather_evidence(struct furniture *f)
{
	size_t i;

	for (i = 0; i < f->lines->count; i++) {
		struct recurrence_key *key = recurrence_key(&f->recurrence, i);

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
static bool proved(const struct recurrence_key *key, size_t evidence)
{
	if (!key->before_differs && !key->behind_differs)
		return false;
	return key->count == 2 ? evidence == 2 : key->count > 2 && evidence * 2 >= key->count;
}

static bool stands_like_furniture(const struct furniture *f, size_t i)
{
	const struct recurrence_key *key = recurrence_key(&f->recurrence, i);

	return i != key->first || (i == 0 && key->numbered) || at_edge(f, i) || beside_furniture(f, i) || behind_note(f, i);
}

static void mark_proved(struct furniture *f)
{
	size_t i;

	for (i = 0; i < f->lines->count; i++) {
		struct recurrence_key *key = recurrence_key(&f->recurrence, i);

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
	size_t first = recurrence_key(&f->recurrence, i)->first;
	bool above = i > 0 && is_furniture(f, i - 1), below = is_furniture(f, i + 1);

	if (above && below)
		return true;
	if (above)
		return recurrence_differs_behind(&f->recurrence, i, first);
	return recurrence_differs_before(&f->recurrence, i, first);
}

static void count_beside(struct furniture *f)
{
	size_t i;

	for (i = 0; i < f->recurrence.key_count; i++)
		f->recurrence.keys[i].beside = f->recurrence.keys[i].above = f->recurrence.keys[i].below = 0;
	for (i = 0; i < f->lines->count; i++) {
		struct recurrence_key *key = recurrence_key(&f->recurrence, i);

		if (!key || key->count < 2 || !beside_furniture(f, i))
			continue;
		key->beside++;
		key->above |= i > 0 && is_furniture(f, i - 1) && !is_furniture(f, i + 1);
		key->below |= !(i > 0 && is_furniture(f, i - 1)) && is_furniture(f, i + 1);
		key->apart |= i != key->first && other_side_differs(f, i);
	}
}

/* The last entry of a contents list ends its page; the heading that it names begins another: the two are no header. */
static bool is_entry_and_heading(const struct recurrence_key *key)
{
	return key->count == 2 && key->above && key->below;
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
		struct recurrence_key *key = recurrence_key(&f->recurrence, i);
		size_t most;

		if (!key || !lines_is_text(&f->lines->line[i]) || !beside_furniture(f, i))
			continue;
		most = key->count > 3 && !beside_furniture(f, key->first) ? key->count - 1 : key->count;
		if (f->form[i] == PAGE_LONE || (key->apart && !is_entry_and_heading(key) && key->beside * 10 >= most * 9 && proved(key, key->beside))) {
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
		if (lines_is_text(&f->lines->line[i]))
			f->form[i] = (unsigned char)page_number_read(f->lines->line[i].text, &f->page[i]);
}

void furniture_mark(struct lines *lines, struct arena *arena)
{
	struct furniture f = { .lines = lines };
	size_t round;

	if (lines->count > UINT32_MAX / 4)
		return;
	f.form = arena_array(arena, lines->count + 1, sizeof *f.form);
	f.page = arena_array(arena, lines->count + 1, sizeof *f.page);
	read_pages(&f);
	recurrence_find(&f.recurrence, lines, f.form, arena);
	mark_numbered_forms(&f);
	mark_chain(&f, arena);
	mark_page_ends(&f);
	gather_evidence(&f);
	mark_proved(&f);
	for (round = 0; round < CLUSTER_LINES && mark_beside(&f); round++)
		;
}
