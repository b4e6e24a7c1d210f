#include "pipeline/link/link.h"

#include "pipeline/link/evidence.h"
#include "pipeline/link/kept.h"
#include "pipeline/link/ledger.h"
#include "pipeline/link/naming.h"
#include "pipeline/link/repetitions.h"

/* What is made of all reports together. */
struct whole {
	struct content content;
	struct reports reports;
	struct kept kept;
	struct notes notes;
	struct repetitions repetitions;
	struct ledger *ledger;
};

static void make_report(struct whole *w, struct store *store, struct arena *arena, size_t index)
{
	const struct report *report = &w->reports.at[index];
	size_t notes = w->notes.count;
	struct records records;
	struct responses responses;
	struct span askings;

	arena_reset(arena);
	records_make(&records, arena, store, &w->content, report, &w->notes);
	responses_make(&responses, &records, &w->notes);
	ledger_put(w->ledger, &records, &responses);
	askings = repetitions_add(&w->repetitions, &records, index);
	kept_put(&w->kept, report, askings, &w->notes, notes);
}

/* Reports that are as they were at the last settle are left as they are. */
static void make_reports(struct whole *w, struct store *store, struct arena *arena)
{
	for (size_t i = 0; i < w->reports.count && store_status(store) == 0; i++) {
		struct span askings;

		if (kept_find(&w->kept, &w->reports.at[i], &askings)) {
			ledger_keep(w->ledger, w->reports.at[i].id);
			repetitions_recall(&w->repetitions, askings, i);
		} else {
			make_report(w, store, arena, i);
		}
	}
	kept_finish(&w->kept);
}

static void settle(struct store *store, struct arena *arena, struct arena *one_report)
{
	struct whole w = { .notes.arena = arena, .repetitions.arena = arena };
	struct clusters clusters;

	content_read(&w.content, arena, store);
	cluster_init(&clusters, &w.content);
	naming_join(&clusters);
	evidence_join(&clusters, store, &w.notes);
	w.reports = reports_make(&clusters, &w.notes);
	kept_begin(&w.kept, &w.content, store);
	w.ledger = ledger_begin(store);
	make_reports(&w, store, one_report);
	repetitions_put(&w.repetitions, &w.reports, store, w.ledger);
	ledger_finish(w.ledger);
	notes_write(&w.notes, store);
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
