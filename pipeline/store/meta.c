#include "pipeline/store/meta.h"

#include "pipeline/version.h"

bool meta_is(struct store *store, struct span key, struct span value)
{
	struct query *q = store_query(store, "SELECT 1 FROM meta WHERE key = ?1 AND value = ?2");
	bool yes;

	query_bind_text(q, 1, key);
	query_bind_text(q, 2, value);
	yes = query_next(q);
	query_reset(q);
	return yes;
}

void meta_set(struct store *store, struct span key, struct span value)
{
	struct query *q = store_query(store, "INSERT INTO meta(key, value) VALUES (?1, ?2) "
					     "ON CONFLICT(key) DO UPDATE SET value = ?2 WHERE value <> ?2");

	query_bind_text(q, 1, key);
	query_bind_text(q, 2, value);
	query_run(q);
}

void meta_forget_other_versions(struct store *store, struct span key, const char *forget)
{
	if (meta_is(store, key, SPAN(WINNOW_VERSION)))
		return;
	store_exec(store, forget);
	meta_set(store, key, SPAN(WINNOW_VERSION));
}
