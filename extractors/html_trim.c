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

void html_trim(struct html_page *page)
{
	find_headings(page);
}
