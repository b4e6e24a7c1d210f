/*
 * normalize_check: what normalize makes of a text, against what is wanted.
 */
#ifndef NORMALIZE_CHECK_H
#define NORMALIZE_CHECK_H

#include "pipeline/normalize.h"
#include "tests/text_document.h"

struct want {
	enum role role;
	const char *text;
};

static void assert_passages(const char *text, const struct want *want, size_t count)
{
	struct document *d = text_document(text);
	size_t i;

	normalize_document(d);
	for (i = 0; i < d->passage_count; i++) {
		const struct passage *p = &d->passages[i];

		if (i < count && p->role == want[i].role && span_equal(p->text, span_str(want[i].text)))
			continue;
		fail_msg("passage %zu is %s \"%.*s\", wanted %s \"%s\"", i, role_name(p->role), SPAN_ARG(p->text),
			 i < count ? role_name(want[i].role) : "none", i < count ? want[i].text : "");
	}
	assert_int_equal(d->passage_count, count);
	document_free(d);
}

#define ASSERT_PASSAGES(text, ...) \
	assert_passages(text, (const struct want[]){ __VA_ARGS__ }, \
			sizeof((const struct want[]){ __VA_ARGS__ }) / sizeof(struct want))

#define PARAGRAPH ROLE_PARAGRAPH
#define ITEM ROLE_LIST_ITEM
#define HEADING ROLE_HEADING

#endif
