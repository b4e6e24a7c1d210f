#include "pipeline/link/link.h"

#include "pipeline/link/evidence.h"
#include "pipeline/link/ledger.h"
#include "pipeline/link/naming.h"
#include "pipeline/link/repetitions.h"

static void settle_report(struct store *store, struct ledger *ledger, struct arena *arena,
			  const struct content *content, const struct reports *reports, size_t report,
			  struct repetitions *repetitions, struct notes *notes)
{
	struct records records;
	struct responses responses;

	arena_reset(arena);
	records_make(&records, arena, store, content, &reports->at[report], notes);
	responses_make(&responses, &records, notes);
	ledger_put(ledger, &records, &responses);
	repetitions_add(repetitions, &records, report);
}

static void settle(struct store *store, struct arena *arena, struct arena *one_report)
{
	struct content content;
	struct clusters clusters;
	struct reports reports;
	struct notes notes = { .arena = arena };
	struct repetitions repetitions = { .arena = arena };
	struct ledger *ledger;

	content_read(&content, arena, store);
	cluster_init(&clusters, &content);
	naming_join(&clusters);
	evidence_join(&clusters, store, &notes);
	reports = reports_make(&clusters, &notes);
	ledger = ledger_begin(store);
	for (size_t i = 0; i < reports.count && store_status(store) == 0; i++)
		settle_report(store, ledger, one_report, &content, &reports, i, &repetitions, &notes);
	repetitions_put(&repetitions, &reports, store, ledger);
	ledger_finish(ledger);
	notes_write(&notes, store);
}

int link_settle(struct store *store)
{
	struct arena *arena = arena_new(), *one_report = arena_new();

	if (store_begin(store)) {
		settle(store, arena, one_report);
		if (!store_commit(store))
			store_rollback(store);
	}
	arena_free(one_report);
	arena_free(arena);
	return store_status(store);
}
