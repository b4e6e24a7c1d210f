#include "pipeline/store/settle.h"

#include "pipeline/dedupe/settle.h"
#include "pipeline/link/link.h"
#include "pipeline/store/changes.h"
#include "pipeline/store/fulltext.h"
#include "pipeline/version.h"

/* A newer winnow may dedupe and link otherwise, so its version is part of the answer. */
static bool is_settled(struct store *store)
{
	struct query *q = store_query(store, "SELECT 1 FROM meta WHERE key = 'settled' AND value = ?1");
	bool yes;

	query_bind_text(q, 1, SPAN(WINNOW_VERSION));
	yes = query_next(q);
	query_reset(q);
	return yes;
}

static void set_settled(struct store *store, struct span version)
{
	struct query *q = store_query(store, "INSERT INTO meta(key, value) VALUES ('settled', ?1) "
					     "ON CONFLICT(key) DO UPDATE SET value = ?1 WHERE value <> ?1");

	query_bind_text(q, 1, version);
	query_run(q);
}

void settle_later(struct store *store)
{
	set_settled(store, SPAN(""));
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
	if (is_settled(store) || !store_begin(store))
		return store_status(store);
	for (const struct settle_step *step = settle_steps; step->name; step++)
		step->run(store);
	set_settled(store, SPAN(WINNOW_VERSION));
	store_commit(store);
	return store_status(store);
}
