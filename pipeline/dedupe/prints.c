#include "pipeline/dedupe/engine.h"
#include "pipeline/dedupe/repeats.h"

/*
 * prints: what a print says that one passage alone has is nothing; most are of that kind, and are dropped before the
 * index is made.
 */

static bool stands_alone(const struct dedupe *d, uint32_t record)
{
	return !(decision_at(d, record)->flags & DECISION_COPY) && record_at(d, record)->words != RECORD_REMOVED;
}

static void note_all(const struct dedupe *d, struct repeats *repeats)
{
	uint32_t record, i;

	for (record = 0; record < d->records.count; record++) {
		uint32_t to = engine_prints_end(d, record);

		if (stands_alone(d, record))
			for (i = record_at(d, record)->prints; i < to; i++)
				repeats_note(repeats, print_at(d, i));
	}
}

/* Moves the prints from .. to - 1 that others have, too, down to `kept`; returns where they end then. */
static uint32_t keep(struct dedupe *d, const struct repeats *repeats, uint32_t from, uint32_t to, uint32_t kept)
{
	for (; from < to; from++) {
		uint32_t print = print_at(d, from);

		*(uint32_t *)pages_at(&d->prints, kept) = print;
		kept += repeats_has(repeats, print);
	}
	return kept;
}

/* Prints stay in the order of records and units. */
static void drop(struct dedupe *d, const struct repeats *repeats)
{
	uint32_t record, unit = 0, kept = 0;

	for (record = 0; record < d->records.count; record++) {
		struct record *r = record_at(d, record);
		uint32_t from = r->prints, to = engine_prints_end(d, record);
		bool alone = stands_alone(d, record);

		r->prints = kept;
		for (; unit < d->units.count && unit_at(d, unit)->record == record; unit++) {
			uint32_t begins = unit_at(d, unit)->prints;

			kept = alone ? keep(d, repeats, from, begins, kept) : kept;
			unit_at(d, unit)->prints = kept;
			from = begins;
		}
		kept = alone ? keep(d, repeats, from, to, kept) : kept;
	}
	pages_cut(&d->prints, kept);
}

void engine_drop_unique(struct dedupe *d)
{
	static const uint32_t salts[] = { 0, 0x5BD1E995u };
	size_t i;

	for (i = 0; i < sizeof salts / sizeof *salts; i++) {
		struct repeats repeats;

		repeats_init(&repeats, d->prints.count, salts[i]);
		engine_weigh(d, repeats_bytes(&repeats));
		note_all(d, &repeats);
		drop(d, &repeats);
		repeats_release(&repeats);
	}
	memory_trim();
}
