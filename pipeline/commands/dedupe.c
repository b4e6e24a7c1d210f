#include "pipeline/commands/dedupe.h"

#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "pipeline/dedupe/filter.h"
#include "pipeline/files.h"
#include "pipeline/opening.h"
#include "pipeline/store/store.h"
#include "pipeline/talk.h"

enum { FAULTS_SHOWN = 20 };

/* The first faults are told one by one: a wrong file would fill the screen. */
static void complain(void *state, size_t line, const char *fault)
{
	size_t *told = state;

	if (++*told <= FAULTS_SHOWN)
		talk_error("standard input, line %zu: %s: passed as it is", line, fault);
}

static void say_figures(const struct filter_report *r)
{
	double engine = r->read_seconds + r->decide_seconds;

	talk_detail("%zu passages, %.1f MB of text: read in %.2f s, decided in %.2f s (%.0f MB/s), written in %.2f s",
		    r->passages, (double)r->text_bytes / 1e6, r->read_seconds, r->decide_seconds,
		    engine > 0 ? (double)r->text_bytes / 1e6 / engine : 0, r->write_seconds);
	talk_detail("%zu comparisons, %zu of them variants of one template; the index took %.1f bytes a passage",
		    r->figures.compared, r->figures.variants,
		    r->figures.passages ? (double)r->figures.index_bytes / (double)r->figures.passages : 0);
}

static void say_marks(const struct filter_report *r)
{
	size_t marked = 0, k;

	for (k = DEDUPE_EXACT; k < DEDUPE_KIND_COUNT; k++)
		marked += r->marked[k];
	talk_note("%zu passages: %zu originals, %zu duplicates (%zu exact, %zu folded, %zu truncated, %zu contained, "
		  "%zu spliced, %zu near)", r->passages, r->marked[DEDUPE_ORIGINAL], marked, r->marked[DEDUPE_EXACT],
		  r->marked[DEDUPE_FOLDED], r->marked[DEDUPE_TRUNCATED], r->marked[DEDUPE_CONTAINED],
		  r->marked[DEDUPE_SPLICED], r->marked[DEDUPE_NEAR]);
	if (r->bad > FAULTS_SHOWN)
		talk_error("standard input: %zu lines in all are no JSON objects: passed as they are", r->bad);
	if (r->textless)
		talk_note("%zu objects have no string \"text\": passed as they are", r->textless);
	say_figures(r);
}

static int processors(void)
{
	enum { MOST = 8 }; /* what is left for one thread to do holds up more than so many */
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : count > MOST ? MOST : (int)count;
}

static int run(struct store *store, long jobs)
{
	struct filter_report report;
	char message[256] = "";
	size_t told = 0;
	const struct filter_options options = { .store = store, .threads = jobs > 0 ? (int)jobs : processors(),
						.complain = complain, .state = &told };
	int status = filter_run(STDIN_FILENO, stdout, &options, &report, message);

	if (status) {
		talk_error("%s", message);
		return status;
	}
	if (report.passages == 0) {
		talk_error("standard input: no line has a string \"text\": give it NDJSON, one object a line");
		return report.lines ? EX_DATAERR : 0;
	}
	if (!ferror(stdout)) /* else not all was written, and main says why */
		say_marks(&report);
	return report.bad ? 1 : 0;
}

static int dedupe_main(const struct options *options)
{
	const char *fault = opening_stdin_fault();
	struct store *store = NULL;
	int status;

	if (fault) {
		talk_error("%s", fault);
		return EX_USAGE;
	}
	if (options->database)
		store = store_open(options->database, STORE_READ);
	status = store ? store_status(store) : 0;
	if (status)
		talk_error("%s", store_message(store));
	else
		status = run(store, options->jobs);
	store_close(store);
	return status;
}

const struct command dedupe_command = {
	.name = "dedupe",
	.arguments = "[-d DB] [-j N]",
	.summary = "Marks passages that repeat others.",
	.details = "Reads any NDJSON whose objects have a string \"text\" and writes it out again, in order, with\n"
		   "three members more: duplicate_of (the id of the original, or its line number where it has none;\n"
		   "null for an original), duplicate_kind and similarity. All else stays byte for byte.\n"
		   "\n"
		   "  exact      the same text, spaces aside\n"
		   "  folded     the same but for case, punctuation, quotes, hyphenation, line breaks\n"
		   "  truncated  the beginning or the end of the original\n"
		   "  contained  a part of it\n"
		   "  spliced    made of parts of several others\n"
		   "  near       at least 70 % of its words stand in the original\n"
		   "\n"
		   "Passages that differ in facts alone (numbers, dates, amounts, names, a negation) are never\n"
		   "duplicates, and short ones only of those with the same \"context\". The fuller text is the\n"
		   "original, wherever it stands. With -d, passages of the database take part; it is not changed.\n"
		   "Needs room for the input in $TMPDIR (/tmp), and some 220 bytes of memory a passage.\n"
		   "\n"
		   "  winnow dedupe <passages.ndjson | jq -c 'select(.duplicate_of == null)' >unique.ndjson",
	.options = "Dj",
	.run = dedupe_main,
};
