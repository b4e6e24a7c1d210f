#include "pipeline/link/identity.h"

#include "normalizers/ascii.h"
#include "normalizers/fold.h"

/*
 * A report is published in its session or, after a prorogation, shortly behind
 * it; what is written about it gives the date of its printing or of its issue.
 */
enum { YEARS_APART = 1 };

/* A decimal number of at most 9 digits at *at, which is moved behind it; 0 where there is none. */
static int read_number(struct span text, size_t *at)
{
	size_t start = *at;
	int value = 0;

	while (*at < text.len && ascii_digit(text.ptr[*at]) && *at - start < 9)
		value = value * 10 + (text.ptr[(*at)++] - '0');
	return value;
}

static struct span folded(struct arena *arena, struct span text)
{
	struct buffer out;
	struct span key;

	if (span_empty(text))
		return text;
	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	fold_text(&out, text);
	key = arena_copy(arena, buffer_span(&out));
	buffer_release(&out);
	return key;
}

static bool has_digit(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (ascii_digit(text.ptr[i]))
			return true;
	return false;
}

struct span identity_session(struct arena *arena, struct span session)
{
	size_t at = 0;
	int first, second;

	session = span_trim(session);
	first = read_number(session, &at);
	if (first < 1000 || first > 9999)
		return folded(arena, session);
	while (at < session.len && !ascii_digit(session.ptr[at]))
		at++;
	if (at >= session.len)
		return arena_printf(arena, "%d", first);
	second = read_number(session, &at) % 100;
	return arena_printf(arena, "%d-%02d", first, second);
}

struct span identity_title(struct arena *arena, struct span title)
{
	struct span key = folded(arena, title);

	return span_starts(key, SPAN("the ")) ? span_from(key, 4) : key;
}

/* What is written for the same series. */
static struct span series_of(struct span letters)
{
	static const struct {
		const char *written;
		const char *series;
	} SAME[] = {
		{ "hl", "hlpaper" },
		{ "houseofcommonspaper", "hc" },
		{ "houseofcommonspaperno", "hc" },
		{ "houseoflordspaper", "hlpaper" },
		{ "houseoflordspaperno", "hlpaper" },
	};

	for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
		if (span_equal(letters, span_str(SAME[i].written)))
			return span_str(SAME[i].series);
	return letters;
}

void identity_paper(struct identity *identity, struct arena *arena, struct span paper)
{
	char letters[32];
	size_t count = 0, at = 0, digits;

	while (at < paper.len && !ascii_digit(paper.ptr[at]) && count < sizeof letters) {
		if (ascii_letter(paper.ptr[at]))
			letters[count++] = ascii_fold(paper.ptr[at]);
		at++;
	}
	digits = at;
	while (at < paper.len && ascii_digit(paper.ptr[at]))
		at++;
	/* A part, "HC 713-II", belongs to its paper; a number of several numbers, "RO-2014-103", is one name. */
	if (count == 0 || at == digits || has_digit(span_from(paper, at))) {
		identity->paper = folded(arena, paper);
		return;
	}
	identity->series = arena_copy(arena, series_of(span_of(letters, count)));
	identity->paper = arena_printf(arena, "%.*s%.*s", SPAN_ARG(identity->series),
				       SPAN_ARG(span_slice(paper, digits, at)));
}

int identity_year(struct span date)
{
	size_t at = 0;
	int year = read_number(date, &at);

	return at == 4 ? year : 0;
}

bool identity_paper_is_unique(const struct identity *identity)
{
	static const char *const SERIES[] = { "c", "cd", "cmd", "cmnd", "cm", "cp" };

	for (size_t i = 0; i < sizeof SERIES / sizeof *SERIES; i++)
		if (span_equal(identity->series, span_str(SERIES[i])))
			return true;
	return false;
}

bool identity_complete(const struct identity *identity)
{
	return !span_empty(identity->body) && !span_empty(identity->session) && identity->number > 0;
}

static bool differ(struct span a, struct span b)
{
	return !span_empty(a) && !span_empty(b) && !span_equal(a, b);
}

static bool year_outside(int year, struct span session)
{
	size_t at = 0;
	int first = read_number(session, &at), last;

	if (year == 0 || at != 4)
		return false;
	at++;
	last = at < session.len ? first / 100 * 100 + read_number(session, &at) : first;
	if (last < first)
		last += 100;
	return year < first || year > last + YEARS_APART;
}

static bool years_conflict(const struct identity *a, const struct identity *b)
{
	if (a->year && b->year && (a->year > b->year + YEARS_APART || b->year > a->year + YEARS_APART))
		return true;
	return year_outside(a->year, b->session) || year_outside(b->year, a->session);
}

bool identity_conflict(const struct identity *a, const struct identity *b)
{
	if (differ(a->session, b->session) || differ(a->body, b->body))
		return true;
	if (a->number && b->number && (a->number != b->number || a->special != b->special))
		return true;
	if (span_equal(a->series, b->series) && differ(a->paper, b->paper))
		return true;
	return years_conflict(a, b);
}

bool identity_titles_differ(const struct identity *a, const struct identity *b)
{
	return !span_empty(a->title) && !span_empty(b->title) && span_find(a->title, b->title, 0) < 0 &&
	       span_find(b->title, a->title, 0) < 0;
}

static void take(struct span *into, struct span from)
{
	if (span_empty(*into))
		*into = from;
}

void identity_merge(struct identity *into, const struct identity *from)
{
	take(&into->body, from->body);
	take(&into->session, from->session);
	take(&into->title, from->title);
	if (into->number == 0) {
		into->number = from->number;
		into->special = from->special;
	}
	if (span_empty(into->paper)) {
		into->paper = from->paper;
		into->series = from->series;
	}
	if (into->year == 0)
		into->year = from->year;
}
