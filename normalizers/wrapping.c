#include "normalizers/wrapping.h"

#define WIDEST 400	  /* characters; wider lines are not wrapped by hand */
#define LEAST_LINES 8	  /* of a document that may be wrapped as a whole */
#define LEAST_GROUP 3	  /* lines of a wrapped paragraph in a text that is not */
#define LOWER_PERCENT 20  /* of the lines begin small in a wrapped document */
#define GROUP_PERCENT 40  /* ... and in a wrapped paragraph */
#define WRAPPED_WIDTH 160 /* characters that nine of ten lines of a wrapped document do not pass */
#define FULL_PERCENT 93	  /* of the usual width makes a line full when the two measures are compared */
#define SLACK_CAPITAL 3
#define EXACT_LINES 10
#define EXACT_PERCENT 95
#define LOOSE_PERCENT 10	  /* of full lines may fall short of what is tight */
#define LEAST_TIGHT 84
#define MOST_TIGHT 98
#define NARROW_PERCENT 60  /* of the usual width that a narrow part has at least */
#define MERGED_LINES 20	   /* that are surely full tell whether lines were merged */
#define MERGED_PERCENT 145 /* of the shorter full lines that the longest have where lines were merged */
#define MIXED_PERCENT 20   /* of the merged lines at least are followed by one that is not */
#define SINGLE_PERCENT 120 /* ... and that a line has at most which was not */
#define MOST_MERGED 12	   /* lines in one */
#define ENOUGH 4	  /* lines with a lead that tell how wide such lines are */

/* Counts of widths, a bucket a character wide. */
struct histogram {
	size_t bucket[WIDEST + 1];
	size_t total;
};

static void add_width(struct histogram *h, size_t width)
{
	width /= 100;
	h->bucket[width < WIDEST ? width : WIDEST]++;
	h->total++;
}

/* The width that `percent` of the lines do not pass, in hundredths. */
static size_t percentile(const struct histogram *h, unsigned percent)
{
	size_t wanted = (h->total * percent + 99) / 100, seen = 0, i;

	for (i = 0; i <= WIDEST; i++) {
		seen += h->bucket[i];
		if (seen >= wanted && seen > 0)
			return (i + 1) * 100;
	}
	return 0;
}

/* How many widths do not pass `most`, in hundredths. */
static struct histogram up_to(const struct histogram *h, size_t most)
{
	struct histogram part = { .total = 0 };
	size_t i;

	for (i = 0; i <= WIDEST && i * 100 < most; i++) {
		part.bucket[i] = h->bucket[i];
		part.total += h->bucket[i];
	}
	return part;
}

/* The width of a full line: what nearly all of those that are surely full do not pass; `single` as below. */
static size_t full_width(const struct histogram *h, size_t single)
{
	struct histogram singles;

	if (single == 0)
		return percentile(h, 95);
	singles = up_to(h, single);
	return percentile(&singles, 95);
}

static bool begins_small(const struct line *line)
{
	return line->facts & LINE_LOWER && line->lead.kind == LEAD_NONE;
}

/* Does line `i` go on in the next one beyond doubt? */
static bool surely_full(const struct lines *lines, size_t i)
{
	const struct line *line = &lines->line[i], *next = line + 1;

	if (i + 1 >= lines->count || !lines_is_text(line) || !lines_is_text(next))
		return false;
	if (line->facts & (LINE_ENDED | LINE_COLON | LINE_SEMICOLON))
		return false;
	if (next->flags & (PASSAGE_BLANK_BEFORE | PASSAGE_PREFORMATTED) || next->lead.kind != LEAD_NONE)
		return false;
	return begins_small(next) || (line->open_brackets > 0 && line->words > 3) || line->facts & LINE_OPEN;
}

static size_t measure_line(const struct line *line, bool count)
{
	return count ? (size_t)line->chars * 100 : line->width;
}

/* Are many of the lines wider than `single` followed by one that is not, in the middle of a paragraph? */
static bool are_mixed(const struct lines *lines, size_t single, bool count)
{
	size_t wider = 0, mixed = 0, i;

	for (i = 0; i < lines->count; i++) {
		if (!surely_full(lines, i) || measure_line(&lines->line[i], count) < single)
			continue;
		wider++;
		mixed += surely_full(lines, i + 1) && measure_line(&lines->line[i + 1], count) < single;
	}
	return mixed > 0 && mixed * 100 >= wider * MIXED_PERCENT;
}

/*
 * pdftotext undoes a hyphen at the end of a line by adding the whole next line to
 * it. Where it did, the longest lines are two or three lines in one, and the
 * shorter ones among them tell how wide a line is: no wider than this. 0 where no
 * lines were merged.
 */
static size_t single_width(const struct lines *lines, bool count)
{
	struct histogram h = { .total = 0 };
	size_t shorter, single, i;

	for (i = 0; i < lines->count; i++)
		if (surely_full(lines, i))
			add_width(&h, measure_line(&lines->line[i], count));
	shorter = percentile(&h, 20);
	single = shorter * SINGLE_PERCENT / 100;
	if (h.total < MERGED_LINES || percentile(&h, 95) * 100 <= shorter * MERGED_PERCENT || !are_mixed(lines, single, count))
		return 0;
	return single;
}

static bool document_is_wrapped(const struct lines *lines)
{
	struct histogram all = { .total = 0 };
	size_t small = 0, i;

	for (i = 0; i < lines->count; i++) {
		if (!lines_is_text(&lines->line[i]))
			continue;
		add_width(&all, lines->line[i].width);
		small += begins_small(&lines->line[i]);
	}
	return all.total >= LEAST_LINES && small * 100 >= all.total * LOWER_PERCENT &&
	       percentile(&all, single_width(lines, false) ? 50 : 90) <= WRAPPED_WIDTH * 100;
}

/* How many of the surely full lines a line of the usual width shows to be full, in one of the two measures. */
static size_t shown_full(const struct lines *lines, bool count)
{
	struct histogram h = { .total = 0 };
	size_t shown = 0, full, i;

	for (i = 0; i < lines->count; i++)
		if (surely_full(lines, i))
			add_width(&h, measure_line(&lines->line[i], count));
	full = full_width(&h, single_width(lines, count));
	for (i = 0; i < lines->count; i++) {
		const struct line *line = &lines->line[i];

		if (surely_full(lines, i))
			shown += (count ? (line->chars + line[1].first_chars) * 100 : line->width + line[1].first_width) * 100 >
				 full * FULL_PERCENT;
	}
	return shown;
}

/* From here on widths are counts. */
static void measure_by_count(struct lines *lines)
{
	size_t i;

	for (i = 0; i < lines->count; i++) {
		lines->line[i].width = lines->line[i].chars * 100;
		lines->line[i].first_width = lines->line[i].first_chars * 100;
	}
}

/* Of lines that were merged only the last one tells how full it is; those before it were. */
static void part_merged(struct lines *lines, size_t full)
{
	size_t i;

	for (i = 0; i < lines->count && full > 0; i++) {
		struct line *line = &lines->line[i];

		while (line->width * 100 > full * SINGLE_PERCENT && line->width < full * MOST_MERGED)
			line->width -= full;
	}
}

static void measure_document(struct wrapping *w)
{
	struct histogram plain = { .total = 0 }, leads = { .total = 0 };
	const struct lines *lines = w->lines;
	size_t single = single_width(lines, false), width, i;

	for (i = 0; i < lines->count; i++) {
		if (!surely_full(lines, i))
			continue;
		add_width(lines->line[i].lead.kind == LEAD_NONE ? &plain : &leads, lines->line[i].width);
	}
	width = full_width(plain.total ? &plain : &leads, single);
	if (leads.total >= ENOUGH)
		w->lead_width = full_width(&leads, single);
	if (w->lead_width > width)
		w->lead_width = 0;
	w->exact = false;
	for (i = 0; i < lines->count; i++)
		w->width[i] = width;
	if (single)
		part_merged(w->lines, width);
}

/*
 * A program that wraps text fills every line up to one number of characters. Then
 * no line is longer, and none would hold the next word too.
 */
static bool measure_exactly(struct wrapping *w)
{
	const struct lines *lines = w->lines;
	size_t longest = 0, total = 0, exact = 0, i;

	for (i = 0; i < lines->count; i++)
		if (surely_full(lines, i) && lines->line[i].chars > longest)
			longest = lines->line[i].chars;
	for (i = 0; i < lines->count; i++) {
		if (!surely_full(lines, i))
			continue;
		total++;
		exact += lines->line[i].chars + lines->line[i + 1].first_chars > longest;
	}
	if (total < EXACT_LINES || exact * 100 < total * EXACT_PERCENT)
		return false;
	measure_by_count(w->lines);
	w->exact = true;
	for (i = 0; i < lines->count; i++)
		w->width[i] = longest * 100;
	return true;
}

/*
 * Parts of a page may be set narrower than the rest: where lines of a group are
 * surely full, the widest of them says how wide the group is. A group of short
 * lines is a title or a list, and says nothing.
 */
static void measure_narrow(struct wrapping *w, size_t from, size_t end)
{
	size_t widest = 0, i;

	for (i = from; i + 1 < end; i++)
		if (surely_full(w->lines, i) && w->lines->line[i].width > widest)
			widest = w->lines->line[i].width;
	for (i = from; i < end; i++)
		if ((widest * 100 >= w->width[i] * NARROW_PERCENT || (widest && w->lines->line[i].flags & PASSAGE_BESIDE)) &&
		    widest < w->width[i])
			w->width[i] = widest;
}

/*
 * How near to a full line the surely full ones come with the next word: the more
 * regular the text is set, the more a line that falls short of it says.
 */
static unsigned measure_tightness(const struct wrapping *w)
{
	size_t bucket[101] = { 0 }, total = 0, seen = 0, i;
	unsigned percent;

	for (i = 0; i + 1 < w->lines->count; i++) {
		const struct line *line = &w->lines->line[i];
		size_t share;

		if (w->width[i] == 0 || !surely_full(w->lines, i))
			continue;
		share = (line->width + line[1].first_width) * 100 / w->width[i];
		bucket[share < 100 ? share : 100]++;
		total++;
	}
	for (percent = 0; percent < 100; percent++) {
		seen += bucket[percent];
		if (seen * 100 > total * LOOSE_PERCENT)
			break;
	}
	return percent < LEAST_TIGHT ? LEAST_TIGHT : percent > MOST_TIGHT ? MOST_TIGHT : percent;
}

/* Lines of text from `from` on that no blank line and nothing else parts. */
static size_t group_end(const struct lines *lines, size_t from)
{
	size_t end = from;

	while (end < lines->count && lines_is_text(&lines->line[end]) &&
	       (end == from || !(lines->line[end].flags & (PASSAGE_BLANK_BEFORE | PASSAGE_PAGE_BREAK))))
		end++;
	return end;
}

static void measure_group(struct wrapping *w, size_t from, size_t end)
{
	size_t widest = 0, small = 0, i;

	for (i = from; i < end; i++) {
		if (w->lines->line[i].width > widest)
			widest = w->lines->line[i].width;
		small += i > from && begins_small(&w->lines->line[i]);
	}
	if (end - from < LEAST_GROUP || widest > WRAPPED_WIDTH * 100 || small * 100 < (end - from - 1) * GROUP_PERCENT)
		return;
	for (i = from; i < end; i++)
		w->width[i] = widest;
}

void wrapping_measure(struct wrapping *w, struct lines *lines, struct arena *arena)
{
	size_t i, end;
	bool wrapped;

	w->lines = lines;
	w->lead_width = 0;
	w->width = arena_array(arena, lines->count + 1, sizeof *w->width);
	if (shown_full(lines, true) > shown_full(lines, false))
		measure_by_count(lines);
	wrapped = document_is_wrapped(lines);
	if (wrapped && !measure_exactly(w))
		measure_document(w);
	for (i = 0; i < lines->count; i = end > i ? end : i + 1) {
		end = group_end(lines, i);
		if (!wrapped)
			measure_group(w, i, end);
		else if (!w->exact)
			measure_narrow(w, i, end);
	}
	w->tight = w->exact ? 100 : measure_tightness(w);
	w->tight_capital = w->exact ? 100 : w->tight - SLACK_CAPITAL;
}

bool wrapping_full(const struct wrapping *w, size_t i, size_t next, size_t known, unsigned percent)
{
	const struct line *line = &w->lines->line[i];
	size_t full = w->width[i];

	if (known * 100 >= full * NARROW_PERCENT && !w->exact)
		full = known;
	else if (line->lead.kind != LEAD_NONE && w->lead_width)
		full = w->lead_width;
	return (line->width + w->lines->line[next].first_width) * 100 > full * percent;
}
