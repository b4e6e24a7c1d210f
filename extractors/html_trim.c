#include "extractors/html_trim.h"

#include "extractors/html_rules.h"

static struct passage *passage_at(const struct html_page *page, size_t i)
{
	return &page->document->passages[page->first + i];
}

static bool is_main(const struct html_page *page, size_t i)
{
	return i < page->block_count && passage_at(page, i)->role != ROLE_BOILERPLATE;
}

/* A line without the end of a sentence. */
static bool unpunctuated(struct span s)
{
	return s.len > 0 && !strchr(".,;!?", s.ptr[s.len - 1]);
}

/*
 * A short line that no sentence ends, before a paragraph, behind a paragraph or
 * heading: what a reader takes for a heading, whatever the markup. In a run of
 * short lines (an address, a poem, a menu) none is.
 */
static bool shaped_as_heading(const struct html_page *page, size_t i, size_t before)
{
	const struct passage *p = passage_at(page, i);

	if (p->role != ROLE_PARAGRAPH || p->flags & (PASSAGE_PREFORMATTED | PASSAGE_QUOTED) ||
	    page->blocks[i].words == 0 || page->blocks[i].words > HTML_SHAPE_WORDS || !unpunctuated(p->text))
		return false;
	if (!is_main(page, i + 1) || passage_at(page, i + 1)->role != ROLE_PARAGRAPH ||
	    page->blocks[i + 1].words < HTML_SHAPE_NEXT)
		return false;
	return before == i || passage_at(page, before)->role == ROLE_HEADING ||
	       page->blocks[before].words >= HTML_SHAPE_BEFORE;
}

static void find_headings(struct html_page *page)
{
	size_t before = 0;
	bool any = false;

	for (size_t i = 0; i < page->block_count; i++) {
		if (!is_main(page, i))
			continue;
		if (shaped_as_heading(page, i, any ? before : i)) {
			passage_at(page, i)->role = ROLE_HEADING;
			passage_at(page, i)->level = HTML_SHAPE_LEVEL;
		}
		before = i;
		any = true;
	}
}

/* Nothing but a link. */
static bool is_link_line(const struct html_page *page, size_t i)
{
	const struct passage *p = passage_at(page, i);

	return p->role == ROLE_PARAGRAPH && !(p->flags & PASSAGE_PREFORMATTED) && page->blocks[i].words > 0 &&
	       page->blocks[i].link_words == page->blocks[i].words;
}

static void mark_links(struct html_page *page, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (!is_main(page, i))
			continue;
		passage_at(page, i)->role = ROLE_LIST_ITEM;
		passage_at(page, i)->level = 1;
	}
}

/* Links that stand one a line are a list, whatever the markup. */
static void find_link_lists(struct html_page *page)
{
	size_t from = 0, run = 0;

	for (size_t i = 0; i <= page->block_count; i++) {
		if (i < page->block_count && !is_main(page, i))
			continue;
		if (i < page->block_count && is_link_line(page, i)) {
			from = run++ == 0 ? i : from;
			continue;
		}
		if (run >= HTML_LINK_LINES)
			mark_links(page, from, i);
		run = 0;
	}
}

static void drop(struct html_page *page, size_t i)
{
	passage_at(page, i)->role = ROLE_BOILERPLATE;
	passage_at(page, i)->level = 0;
}

/* Words of the main blocks that have at least `least`. */
static uint32_t main_words(const struct html_page *page, uint32_t least)
{
	uint32_t words = 0;

	for (size_t i = 0; i < page->block_count; i++)
		words += is_main(page, i) && page->blocks[i].words >= least ? page->blocks[i].words : 0;
	return words;
}

/* A heading by its tag: "Report" above a text is no button. */
static bool heads(const struct passage *p)
{
	return p->role == ROLE_HEADING && p->level < HTML_BOLD_LEVEL;
}

/*
 * Blocks that their first words give away. A section ends at the next heading of
 * its level or above, and stands in the last part of running text: what comes
 * early under "Recommended", or in a page of short entries, is what the page lists.
 */
static void drop_phrases(struct html_page *page)
{
	uint32_t all = main_words(page, 0), seen = 0;
	bool running = main_words(page, HTML_PROSE_WORDS) * 2 >= all;
	int section = 0; /* level of the heading whose section is dropped */

	for (size_t i = 0; i < page->block_count; i++) {
		const struct passage *p = passage_at(page, i);
		enum html_phrase says;

		if (!is_main(page, i))
			continue;
		seen += page->blocks[i].words;
		says = page->blocks[i].words <= HTML_PHRASE_WORDS ? html_rules_phrase(p->text) : PHRASE_NONE;
		if (p->role == ROLE_HEADING && p->level <= section)
			section = 0;
		if (says == PHRASE_SECTION && p->role == ROLE_HEADING && !section && running &&
		    (uint64_t)seen * 100 >= (uint64_t)all * HTML_SECTION_FROM)
			section = p->level;
		if (says == PHRASE_ALONE && (page->blocks[i].words > HTML_ALONE_WORDS || heads(p)))
			says = PHRASE_NONE;
		if (says == PHRASE_LINE || says == PHRASE_ALONE || section)
			drop(page, i);
	}
}

/* What stands between links that lead on, up or back. */
static bool separates(struct span text, size_t at)
{
	static const struct span signs[] = { { "\xC2\xAB", 2 }, { "\xC2\xBB", 2 }, { "\xC2\xB7", 2 }, { "\xE2\x80\xBA", 3 } };

	if (text.ptr[at] == '|' || text.ptr[at] == '>')
		return true;
	for (size_t i = 0; (unsigned char)text.ptr[at] >= 0xC2 && i < sizeof signs / sizeof *signs; i++)
		if (span_starts(span_from(text, at), signs[i]))
			return true;
	return false;
}

/* "Home | News | Contact", "Home > News", "« back": a row of links. */
static bool is_link_row(const struct html_page *page, size_t i)
{
	const struct html_block *b = &page->blocks[i];
	struct span text = passage_at(page, i)->text;

	if (b->link_words * 10 < b->words * 8 || passage_at(page, i)->role == ROLE_TABLE_ROW)
		return false;
	for (size_t k = 0; k < text.len; k++)
		if (separates(text, k))
			return true;
	return false;
}

static void drop_link_rows(struct html_page *page)
{
	for (size_t i = 0; i < page->block_count; i++)
		if (is_main(page, i) && is_link_row(page, i))
			drop(page, i);
}

/* A heading at the very end, behind running text, heads what was dropped. In a list of headings it is the last entry. */
static void drop_last_heading(struct html_page *page)
{
	size_t last = page->block_count, i;

	for (i = page->block_count; i-- > 0;) {
		if (!is_main(page, i))
			continue;
		if (last < page->block_count)
			break;
		last = i;
	}
	if (last < page->block_count && i < page->block_count && passage_at(page, last)->role == ROLE_HEADING &&
	    passage_at(page, i)->role != ROLE_HEADING && page->blocks[i].words >= HTML_PROSE_WORDS)
		drop(page, last);
}

static void remember(struct html_page *page)
{
	for (size_t i = 0; i < page->block_count; i++) {
		page->blocks[i].role = (unsigned char)passage_at(page, i)->role;
		page->blocks[i].level = (unsigned char)passage_at(page, i)->level;
	}
}

static void restore(struct html_page *page)
{
	for (size_t i = 0; i < page->block_count; i++) {
		passage_at(page, i)->role = (enum role)page->blocks[i].role;
		passage_at(page, i)->level = page->blocks[i].level;
	}
}

/* Where hardly anything is left, what read like buttons is what the page has: a list of "Report 1", "Report 2". */
static void drop_lines(struct html_page *page)
{
	uint32_t before = main_words(page, 0), left;

	remember(page);
	drop_phrases(page);
	drop_link_rows(page);
	left = main_words(page, 0);
	if (left < HTML_ENOUGH_WORDS && (uint64_t)left * 100 < (uint64_t)before * HTML_ENOUGH_SHARE)
		restore(page);
}

void html_trim(struct html_page *page)
{
	drop_lines(page);
	drop_last_heading(page);
	find_headings(page);
	find_link_lists(page);
}
