#include "pipeline/verify/index.h"

#include <inttypes.h>

#include "pipeline/dedupe/settle.h"
#include "pipeline/show/phrase.h"
#include "pipeline/version.h"

#define REMEDY "; ingest into a new database, and report this"

/* What another version of winnow decided, or an interrupted run has not, is not what this one would. */
static bool is_settled(struct store *store)
{
	struct query *q = store_query(store, "SELECT 1 FROM meta WHERE key = 'settled' AND value = ?1");
	bool yes;

	query_bind_text(q, 1, SPAN(WINNOW_VERSION));
	yes = query_next(q);
	query_reset(q);
	return yes;
}

void index_check(struct checks *checks)
{
	struct check *check = check_add(checks, "index");
	struct dedupe_proof proof;
	char digits[2][PHRASE_DIGITS];

	if (!is_settled(checks->store)) {
		check_find(checks, check, VERDICT_WARNING, span_of(NULL, 0), 0,
			   "a run was interrupted, or was another version's: run 'winnow ingest' once more");
		check_say(checks, check, "not compared");
		return;
	}
	proof = dedupe_prove(checks->store);
	if (proof.wrong)
		check_find(checks, check, VERDICT_FAILED, span_of(NULL, 0), 0,
			   "%zu marks differ from what the texts give, one of them that of passage %" PRId64, proof.wrong,
			   proof.first_wrong);
	if (proof.stale)
		check_find(checks, check, VERDICT_FAILED, span_of(NULL, 0), 0,
			   "of %zu documents the index has something else than their passages give", proof.stale);
	check_say(checks, check, "decided anew from %s passages: %s repeats%s",
		  phrase_digits(digits[0], (int64_t)proof.passages), phrase_digits(digits[1], (int64_t)proof.duplicates),
		  check->total ? REMEDY : "");
}
