#include "pipeline/link/agree.h"

#include "pipeline/dedupe/compare.h"

/*
 * Quotations in the sample documents cover at least 0.95, machine reading and page
 * furniture included; other recommendations of the same report stay below 0.5.
 */
#define SAME_AT 0.8

struct agreement agree_compare(struct span a, struct span b)
{
	struct comparison c = compare_texts(a, b);
	bool a_shorter = c.a_words <= c.b_words;
	struct agreement agreement = {
		.covered = a_shorter ? c.a_in_b : c.b_in_a,
		.similarity = c.similarity,
		.shorter = a_shorter ? c.a_words : c.b_words,
		.facts_differ = c.variant,
	};

	agreement.common = (size_t)(agreement.covered * (double)agreement.shorter + 0.5);
	return agreement;
}

bool agree_same(const struct agreement *agreement)
{
	return agreement->covered >= SAME_AT && !agreement->facts_differ;
}
