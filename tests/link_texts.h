/*
 * link_texts: recommendations put together from a small vocabulary, so that many
 * are nearly alike, and what answers make of them: as it stands, cut to six tenths,
 * with words exchanged, with letters misread.
 */
#ifndef WINNOW_LINK_TEXTS_H
#define WINNOW_LINK_TEXTS_H

#include "tests/link_heap.h"

enum { TEXT_MAX = 1024 };

enum way { WHOLE, RENUMBERED, CUT, REWORDED, MISREAD, WAYS };

static inline uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static const char *pick(uint32_t *seed, const char *const *words, size_t count)
{
	return words[next_random(seed) % count];
}

#define PICK(seed, ...) \
	pick(seed, (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static inline void add_sentence(struct buffer *out, uint32_t *seed, uint32_t *facts)
{
	buffer_printf(out, "%s should %s %s %s %s %s %s, ",
		      PICK(facts, "The Department", "The Ministry", "The Agency", "The Inspectorate", "The Home Office",
			   "NHS England", "The Treasury", "Ofwat"),
		      PICK(seed, "publish", "review", "set out", "strengthen", "explain to us", "bring forward", "test",
			   "cost", "consult on", "simplify", "agree with the regions"),
		      PICK(seed, "its plans for", "the evidence behind", "the standards that govern", "the cost of",
			   "the training of those who run", "how it measures", "who answers for", "the timetable of"),
		      PICK(seed, "the inspection of", "the replacement of", "grants to", "the recruitment of",
			   "insurance against", "the closure of", "the sale of", "the repair of", "the counting of",
			   "services to", "the return of", "the licensing of", "the storage of", "the teaching of",
			   "research into", "public trust in"),
		      PICK(seed, "rural", "stolen", "early", "dental", "nuclear", "unpaid", "coastal", "broken",
			   "night", "military", "remote", "listed", "fast", "shared", "wild", "late",
			   "foreign", "small"),
		      PICK(seed, "museums", "bridges", "trains", "teachers", "floods", "courts", "libraries", "roofs",
			   "birds", "buses", "paintings", "taxis", "waste", "eels", "prisons", "pipes", "islands",
			   "farms", "screening", "records"),
		      PICK(seed, "in every region", "for those who depend on it", "where it has failed before",
			   "with the advice of local authorities", "without waiting for the next spending review",
			   "together with the devolved governments"));
	buffer_printf(out, "and it should %s %s by %s %d%s",
		      PICK(seed, "report back to us", "write to us", "lay a statement before the House",
			   "publish the results", "tell those concerned"),
		      PICK(seed, "on what has changed", "with the number of cases that remain open",
			   "on the money saved", "with a list of the places that were left out",
			   "on how many complained"),
		      PICK(facts, "January", "March", "May", "July", "October", "December"),
		      2010 + (int)(next_random(facts) % 12), "");
	if (next_random(seed) % 2)
		buffer_printf(out, ", and reduce the number of %s to %d",
			      PICK(seed, "complaints", "empty posts", "late payments", "unread letters"),
			      10 + (int)(next_random(facts) % 900));
	buffer_add_str(out, ". ");
}

/* One or two sentences. The same `seed` and other `facts` fill one template in again. */
static inline void make_text(char out[TEXT_MAX], uint32_t *seed, uint32_t *facts)
{
	struct buffer text;

	buffer_init(&text, TEXT_MAX - 1);
	for (uint32_t n = 1 + next_random(seed) % 2; n > 0; n--)
		add_sentence(&text, seed, facts);
	snprintf(out, TEXT_MAX, "%.*s", SPAN_ARG(span_trim(buffer_span(&text))));
	buffer_release(&text);
}

static inline void replace(struct buffer *out, struct span text, struct span from, struct span to)
{
	size_t at = 0;
	long found;

	while ((found = span_find(text, from, at)) >= 0) {
		buffer_add(out, span_slice(text, at, (size_t)found));
		buffer_add(out, to);
		at = (size_t)found + from.len;
	}
	buffer_add(out, span_from(text, at));
}

/* What the answer makes of a recommendation. */
static inline void quote(char out[TEXT_MAX], const char *text, enum way way, uint32_t *seed)
{
	struct span whole = span_str(text), half = span_slice(whole, 0, whole.len * 6 / 10);
	struct buffer changed;

	buffer_init(&changed, TEXT_MAX - 1);
	if (way == CUT) {
		while (half.len > 0 && half.ptr[half.len - 1] != ' ')
			half.len--;
		buffer_add(&changed, span_trim(half));
	} else if (way == REWORDED) {
		replace(&changed, whole, SPAN("to us"), SPAN("to the Committee"));
	} else if (way == MISREAD) {
		buffer_add(&changed, whole);
		for (size_t i = next_random(seed) % 40; i < changed.len; i += 40 + next_random(seed) % 60)
			if (changed.data[i] >= 'a' && changed.data[i] <= 'z')
				changed.data[i] = "eoclni"[next_random(seed) % 6];
	} else {
		buffer_add(&changed, whole);
	}
	snprintf(out, TEXT_MAX, "%.*s", SPAN_ARG(buffer_span(&changed)));
	buffer_release(&changed);
}

#endif
