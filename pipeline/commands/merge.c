#include "pipeline/commands/merge.h"

#include <inttypes.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "pipeline/show/summary.h"
#include "pipeline/store/merge.h"
#include "pipeline/talk.h"

/* Into itself a database cannot be merged, under whatever name it was given. */
static bool is_same_file(const char *a, const char *b)
{
	struct stat one, other;

	return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* What cannot be merged is said before anything is written. */
static int check_shards(const struct options *options)
{
	int status = 0;

	for (size_t i = 0; i < options->path_count && status == 0; i++) {
		struct store *shard = store_open(options->paths[i], STORE_READ);

		status = store_status(shard);
		if (status != 0)
			talk_error("%s", store_message(shard));
		else if (is_same_file(options->paths[i], options->database)) {
			talk_error("%s: is the database to merge into: name only the others", options->paths[i]);
			status = EX_USAGE;
		}
		store_close(shard);
	}
	return status;
}

static void merge_all(const struct options *options, struct store *store, struct load *load)
{
	for (size_t i = 0; i < options->path_count && store_status(store) == 0; i++) {
		int64_t sources;

		if (merge_add(store, load, options->paths[i], &sources) == 0)
			talk_note("%s: %" PRId64 " files that were not there before", options->paths[i], sources);
	}
}

static int run_merge(const struct options *options)
{
	int status = check_shards(options);
	struct store *store;
	struct load *load;

	if (status != 0)
		return status;
	store = store_open_waiting(options->database, options->wait);
	load = load_begin(store, options->command);
	merge_all(options, store, load);
	if (store_status(store) == 0)
		load_finish(load, 0);
	if (store_status(store) != 0)
		talk_error("%s", store_message(store));
	load_free(load);
	status = store_close(store);
	if (status == 0)
		summary_say_holdings(options->database);
	return status;
}

const struct command merge_command = {
	.name = "merge",
	.arguments = "[-d DB] SHARD.db...",
	.summary = "Makes one database of several.",
	.details = "Adds what other databases hold to DB, which is made when it is not there, then marks duplicates and\n"
		   "links over all of it. The result is that of one 'winnow ingest' over all files at once, whatever\n"
		   "the order of the databases, and merging one again changes nothing. Of a file that two of them know\n"
		   "in different versions, the one that was seen last counts; the others are kept as history. The\n"
		   "databases that are merged are only read.\n"
		   "\n"
		   "  winnow ingest -d a.db --shard 1/2 papers/\n"
		   "  winnow ingest -d b.db --shard 2/2 papers/        # perhaps on another machine\n"
		   "  winnow merge -d all.db a.db b.db",
	.options = "dW",
	.least = 1,
	.most = PATHS_ANY,
	.run = run_merge,
};
