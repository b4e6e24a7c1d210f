#include "pipeline/commands/dry_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "pipeline/intake.h"
#include "pipeline/split/family_set.h"
#include "pipeline/store/sources.h"
#include "pipeline/talk.h"

struct plan {
	const struct options *options;
	const struct selection *given;
	struct store *store;  /* NULL: there is no database yet */
	char reader[FAMILY_MARK_SIZE];
	size_t fresh, changed, unchanged, gone;
};

static bool is_known(const struct plan *plan, struct span name)
{
	struct query *q = store_query(plan->store, "SELECT 1 FROM sources WHERE path = ?1");
	bool known;

	query_bind_text(q, 1, name);
	known = query_next(q);
	query_reset(q);
	return known;
}

static void print_line(const char *state, struct span name)
{
	struct buffer line;

	buffer_init(&line, BUFFER_LIMIT_DEFAULT);
	talk_escape(&line, name);
	printf("%s\t%s\n", state, line.data);
	buffer_release(&line);
}

static void plan_file(struct plan *plan, const struct file *file)
{
	bool known = plan->store && is_known(plan, file->name);

	if (known && !plan->options->checksum && !plan->options->reread &&
	    sources_same_stat(plan->store, file->name, file->bytes, file->mtime, span_str(plan->reader))) {
		plan->unchanged++;
		return;
	}
	*(known ? &plan->changed : &plan->fresh) += 1;
	print_line(known ? "changed" : "new", file->name);
}

static void plan_gone(struct plan *plan)
{
	struct query *q = store_query(plan->store, "SELECT path FROM sources WHERE state IN ('current','failed') "
						   "ORDER BY path");

	while (query_next(q)) {
		if (!files_gone_from(plan->given->paths, plan->given->count, query_text(q, 0)))
			continue;
		plan->gone++;
		print_line("gone", query_text(q, 0));
	}
}

static int plan_all(struct plan *plan, const struct files *files)
{
	struct intake_tally tally = { .good = files->count };

	for (size_t i = 0; i < files->count; i++)
		plan_file(plan, &files->items[i]);
	if (plan->store)
		plan_gone(plan);
	intake_problems(&tally, files);
	talk_note("would read %zu of %zu files: %zu new, %zu changed or touched; %zu unchanged; %zu gone",
		  plan->fresh + plan->changed, files->count, plan->fresh, plan->changed, plan->unchanged, plan->gone);
	return intake_status(&tally);
}

int dry_run(const struct options *options, const struct selection *given, const struct files *files)
{
	struct plan plan = { .options = options, .given = given };
	int status, failed;

	family_set_mark(getenv("WINNOW_FAMILIES"), options->family, plan.reader, sizeof plan.reader);
	if (access(options->database, F_OK) == 0)
		plan.store = store_open(options->database, STORE_READ);
	if (plan.store && store_status(plan.store) != 0) {
		talk_error("%s", store_message(plan.store));
		return store_close(plan.store);
	}
	status = plan_all(&plan, files);
	if (plan.store && store_status(plan.store) != 0)
		talk_error("%s", store_message(plan.store));
	failed = plan.store ? store_close(plan.store) : 0;
	return failed ? failed : status;
}
