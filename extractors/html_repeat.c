#include "extractors/html_repeat.h"

#include <stdlib.h>

#include "extractors/html_rules.h"
#include "pipeline/base/hash.h"
#include "pipeline/base/memory.h"

/* The main blocks met so far, by their text: index + 1, 0 for a free slot. */
struct met {
	uint32_t *slots;
	size_t mask;
};

static const struct passage *passage_at(const struct html_page *page, size_t i)
{
	return &page->document->passages[page->first + i];
}

/* The slot of the block with this text, or the free one where it belongs. */
static uint32_t *find_slot(const struct met *met, const struct html_page *page, struct span text)
{
	size_t at = hash_64(text) & met->mask;

	while (met->slots[at] && !span_equal(passage_at(page, met->slots[at] - 1)->text, text))
		at = (at + 1) & met->mask;
	return &met->slots[at];
}

static bool may_repeat(const struct html_page *page, size_t i)
{
	enum role role = passage_at(page, i)->role;

	return page->blocks[i].words >= (page->forum ? HTML_REPEAT_POST : HTML_REPEAT_NEAR) &&
	       role != ROLE_BOILERPLATE && role != ROLE_FOOTNOTE && role != ROLE_TABLE_ROW;
}

void html_repeat(struct html_page *page)
{
	struct met met = { .mask = 1 };

	while (met.mask < page->block_count * 2)
		met.mask = met.mask * 2 + 1;
	met.slots = memory_new(met.mask + 1, sizeof *met.slots);
	for (size_t i = 0; i < page->block_count; i++) {
		uint32_t *slot;

		if (!may_repeat(page, i))
			continue;
		slot = find_slot(&met, page, passage_at(page, i)->text);
		if (*slot && (page->forum || i - (*slot - 1) <= HTML_REPEAT_REACH)) {
			page->document->passages[page->first + i].role = ROLE_BOILERPLATE;
			page->document->passages[page->first + i].level = 0;
		} else {
			*slot = (uint32_t)i + 1;
		}
	}
	free(met.slots);
}
