#include "pipeline/store/settle.h"

#include "pipeline/dedupe/settle.h"
#include "pipeline/link/link.h"
#include "pipeline/store/changes.h"
#include "pipeline/store/fulltext.h"
#include "pipeline/store/meta.h"
#include "pipeline/version.h"

/* A newer winnow may dedupe and link otherwise, so its version is the answer. */
#define SETTLED SPAN("settled")

void settle_later(struct store *store)
{
	meta_set(store, SETTLED, SPAN(""));
}

static void find_duplicates(struct store *store)
{
	dedupe_settle(store);
}

static void link_records(struct store *store)
{
	link_settle(store);
}

const struct settle_step settle_steps[] = {
	{ "duplicates", find_duplicates },
	{ "what stood before", changes_begin },
	{ "ledger", link_records },
	{ "what has changed", changes_end },
	{ "full text", fulltext_update },
	{ NULL, NULL },
};

int settle(struct store *store)
{
	if (meta_is(store, SETTLED, SPAN(WINNOW_VERSION)) || !store_begin(store))
		return store_status(store);
	for (const struct settle_step *step = settle_steps; step->name; step++)
		step->run(store);
	meta_set(store, SETTLED, SPAN(WINNOW_VERSION));
	store_commit(store);
	return store_status(store);
}
