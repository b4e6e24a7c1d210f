#include "normalizers/boilerplate.h"

#include "normalizers/ascii.h"
#include "normalizers/paragraphs.h"
#include "normalizers/site_signs.h"

/*
 * Weights, in words. Measured on plain dumps of 529 pages; none of them is sharp:
 * half or double the value changes the mean F1 by less than .01.
 */
enum {
	PROSE_MOST = 50,  /* a longer passage weighs no more */
	PROSE_WORDS = 10, /* of a passage that ends a sentence */
	LONG_WORDS = 25,  /* ... and of one that does not */
	BRIEF_WORDS = 7,  /* of a sentence that may be an article's or a teaser's */
	BRIEF = 2,
	SHORT = -4,
	PHRASE = -12,
	END = -40
};

#define LEAST_SIGNS 3	     /* outside the article; fewer prove nothing */
#define NAVIGATION_WORDS 6

/* The passages [from, to) are the article. */
struct article {
	size_t from, to;
	long weight; /* 0: there is none */
	long rest;   /* weight of the prose outside */
	size_t signs; /* outside */
};

/* A script that writes no spaces has about two characters to a word. */
static size_t count_words(const struct line *line)
{
	size_t wide = 0, i;

	for (i = 0; i < line->text.len; i++)
		wide += (unsigned char)line->text.ptr[i] >= 0xE3 && (unsigned char)line->text.ptr[i] < 0xEE;
	return wide / 2 > line->words ? wide / 2 : line->words;
}

static bool is_ended(const struct line *line)
{
	return line->facts & (LINE_ENDED | LINE_COLON | LINE_SEMICOLON) || span_ends(line->text, SPAN("\xE2\x80\xA6")) ||
	       span_ends(line->text, SPAN("\xE3\x80\x82")) || span_ends(line->text, SPAN("\xEF\xBC\x81")) ||
	       span_ends(line->text, SPAN("\xEF\xBC\x9F"));
}

/* "23/11/2017Headline": bytes of the date, 0 for none. */
static size_t glued_date(struct span text)
{
	size_t at = 0, digits, group;

	for (group = 0; group < 3; group++) {
		for (digits = 0; at < text.len && ascii_digit(text.ptr[at]) && digits < 4; digits++)
			at++;
		if (digits == 0 || at >= text.len || (group < 2 && (digits > 2 || !strchr("/.", text.ptr[at]))))
			return 0;
		at += group < 2;
	}
	return (digits == 2 || digits == 4) && !ascii_digit(text.ptr[at]) && text.ptr[at] != ' ' ? at : 0;
}

/* A teaser: the headline above comes again behind a date. */
static bool repeats_headline(const struct document *d, size_t i)
{
	struct span text = d->passages[i].text;
	size_t date = glued_date(text);

	return date > 0 && i > 0 && span_equal(d->passages[i - 1].text, span_from(text, date));
}

static bool is_candidate(const struct passage *p)
{
	return p->flags & PARAGRAPHS_OF_LINES && p->role != ROLE_NOISE;
}

static enum site_sign sign_of(const struct site_index *index, const struct document *d, size_t i, const struct line *line)
{
	return repeats_headline(d, i) ? SITE_PHRASE : site_signs_read(index, line->text, line->words);
}

static int weigh(const struct line *line, enum site_sign sign)
{
	size_t words = count_words(line);

	if (sign == SITE_END)
		return END;
	if (sign != SITE_NONE)
		return PHRASE;
	if (words >= LONG_WORDS || (words >= PROSE_WORDS && is_ended(line)))
		return words < PROSE_MOST ? (int)words : PROSE_MOST;
	return words >= BRIEF_WORDS && is_ended(line) ? BRIEF : SHORT;
}

/* The run of passages that weighs most (Kadane). */
static struct article find_article(const signed char *weight, const unsigned char *sign, size_t count)
{
	struct article best = { .weight = 0 };
	long sum = 0;
	size_t from = 0, i;

	for (i = 0; i < count; i++) {
		if (sum <= 0) {
			sum = 0;
			from = i;
		}
		sum += weight[i];
		if (sum > best.weight)
			best = (struct article){ .from = from, .to = i + 1, .weight = sum };
	}
	for (i = 0; i < count; i++) {
		if (i >= best.from && i < best.to)
			continue;
		best.rest += weight[i] > 0 ? weight[i] : 0;
		best.signs += sign[i] != SITE_NONE;
	}
	return best;
}

/* From the last sign before the article, and from the first one behind it, back to the article: nothing proves it. */
static void widen(struct article *article, const unsigned char *sign, size_t count)
{
	while (article->from > 0 && sign[article->from - 1] == SITE_NONE)
		article->from--;
	while (article->to < count && sign[article->to] == SITE_NONE)
		article->to++;
}

/* A text with pages is no dump of a web page. */
static bool has_pages(const struct document *d)
{
	size_t i;

	for (i = 1; i < d->passage_count; i++)
		if (d->passages[i].flags & PASSAGE_PAGE_BREAK)
			return true;
	return false;
}

void boilerplate_mark(struct document *d)
{
	signed char *weight = arena_array(d->arena, d->passage_count + 1, sizeof *weight);
	unsigned char *sign = arena_array(d->arena, d->passage_count + 1, sizeof *sign);
	struct article article;
	struct site_index index;
	size_t i;

	if (has_pages(d))
		return;
	site_signs_index(&index);
	for (i = 0; i < d->passage_count; i++) {
		struct line line = { .text = d->passages[i].text };

		if (!is_candidate(&d->passages[i]))
			continue;
		lines_look(&line);
		sign[i] = (unsigned char)sign_of(&index, d, i, &line);
		weight[i] = (signed char)weigh(&line, sign[i]);
	}
	article = find_article(weight, sign, d->passage_count);
	if (article.weight == 0 || article.rest > article.weight || article.signs < LEAST_SIGNS)
		return;
	widen(&article, sign, d->passage_count);
	for (i = 0; i < d->passage_count; i++)
		if (is_candidate(&d->passages[i]) && (i < article.from || i >= article.to || sign[i] == SITE_ALONE))
			d->passages[i].role = ROLE_BOILERPLATE;
}

void boilerplate_mark_lines(struct lines *lines)
{
	size_t i;

	for (i = 0; i < lines->count; i++)
		if (lines_is_text(&lines->line[i]) && lines->line[i].words <= NAVIGATION_WORDS &&
		    site_signs_is_navigation(lines->line[i].text))
			lines->line[i].role = ROLE_BOILERPLATE;
}
