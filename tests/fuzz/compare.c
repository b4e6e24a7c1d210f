/* fuzz: two texts, the first line and the rest, compared both ways round, and their differences told. */
#include "pipeline/dedupe/compare.h"

#include "tests/fuzz/harness.h"

static void check_shares(const struct comparison *c)
{
	const double shares[] = { c->a_in_b, c->b_in_a, c->similarity };

	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
		harness_require(shares[i] >= 0 && shares[i] <= 1, "a share is from 0 to 1");
	harness_require(c->a_before <= c->a_words && c->b_before <= c->b_words, "what stands before is a part");
}

/* The pieces of a, one behind the other, inside the texts. */
static void check_differences(struct span a, struct span b)
{
	enum { MOST = 64 };
	struct difference pieces[MOST];
	size_t count = compare_differences(a, b, pieces, MOST), at = 0;

	for (size_t i = 0; i < (count < MOST ? count : MOST); i++) {
		const struct difference *p = &pieces[i];

		harness_require(p->a_start <= p->a_end && p->a_end <= a.len, "a piece stands in the first text");
		harness_require(p->b_start <= p->b_end && p->b_end <= b.len, "a piece stands in the second text");
		harness_require(p->a_start >= at, "pieces come in the order of the first text");
		at = p->a_start;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span b = harness_span(data, size), a = SPAN("");
	struct comparison there, back;

	span_next_line(&b, &a);
	there = compare_texts(a, b);
	back = compare_texts(b, a);
	check_shares(&there);
	harness_require(there.a_in_b == back.b_in_a && there.b_in_a == back.a_in_b, "a comparison is symmetric");
	harness_require(there.similarity == back.similarity && there.variant == back.variant &&
				there.same_folded == back.same_folded && there.fact_differences == back.fact_differences,
			"a comparison says the same from either side");
	check_differences(a, b);
	return 0;
}
