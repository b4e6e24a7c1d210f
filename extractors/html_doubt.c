#include "extractors/html_doubt.h"

enum { ABSENT_WORDS = 120 }; /* a page of more says something besides */

static bool is_main(const struct html_page *page, size_t i)
{
	return page->document->passages[page->first + i].role != ROLE_BOILERPLATE;
}

static uint32_t main_words(const struct html_page *page)
{
	uint32_t words = 0;

	for (size_t i = 0; i < page->block_count; i++)
		words += is_main(page, i) ? page->blocks[i].words : 0;
	return words;
}

/* How the title or the first heading of a page begins that a server sends in place of one it has not. */
static bool says_absent(struct span s)
{
	static const struct span words[] = {
		{ "404", 3 }, { "page not found", 14 }, { "not found", 9 }, { "error 404", 9 }, { "file not found", 14 },
		{ "page cannot be found", 20 }, { "sorry, page not found", 21 }, { "seite nicht gefunden", 20 },
		{ "page introuvable", 16 }, { "page non trouv", 14 }, { "no encontrad", 12 }, { "pagina niet gevonden", 20 },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_equal_nocase(span_slice(s, 0, words[i].len), words[i]))
			return true;
	return false;
}

static bool is_absent(const struct html_page *page)
{
	const struct document *d = page->document;

	if (main_words(page) > ABSENT_WORDS)
		return false;
	for (size_t i = 0; i < page->block_count; i++)
		if (d->passages[page->first + i].role == ROLE_HEADING)
			return says_absent(d->passages[page->first + i].text) || says_absent(d->title);
	return says_absent(d->title);
}

void html_doubt(const struct html_page *page)
{
	struct document *d = page->document;

	if (page->block_count == 0)
		return; /* extract_document says it of every kind of source */
	if (is_absent(page))
		document_note(d, SEVERITY_WARNING, "page-not-found", 0,
			      "the page says that there is no such page: fetch it again, or look for its new address");
	else if (main_words(page) == 0)
		document_note(d, SEVERITY_WARNING, "no-main-text", 0,
			      "all that the page says is navigation and the like: it was kept as boilerplate; "
			      "open the page in a browser to see whether it says more");
}
