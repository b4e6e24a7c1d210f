/*
 * job: what a night costs from the files on, phase by phase: a heap for the first time, one file more in a hundred, and
 * nothing new.
 *
 *     make bench-night         # builds build/bench/job and runs it: 800 reports with their answers
 *     build/bench/job 1600     # so many reports
 *
 * Reports and answers are made from a seed: made-up words with about the frequencies of real ones, seven
 * recommendations a report, each quoted and answered in a Treasury minute. Seconds are those of one processor: reading
 * is shared among processes in `winnow ingest`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/intake.h"
#include "pipeline/normalize.h"
#include "pipeline/split/split.h"
#include "pipeline/store/rows.h"
#include "pipeline/store/settle.h"
#include "pipeline/store/sources.h"

enum { REPORTS = 800, NIGHT = 100, RECOMMENDATIONS = 7, BODY = 36, SESSIONS = 28, STEPS = 8 };

/* ---- made-up reports ---- */

static unsigned next(uint64_t *seed, unsigned below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u; /* Knuth, MMIX */
	return (unsigned)(*seed >> 33) % below;
}

/* The rank decides about the word; low ranks are frequent. */
static void add_word(struct buffer *out, uint64_t *seed)
{
	static const char *const syllables[] = { "ba", "den", "mor", "ti", "la", "ker", "su", "no", "vel", "ri", "pa", "gos" };
	unsigned rank = next(seed, 64), n = rank < 28 ? rank : next(seed, 600) * next(seed, 600) / 90;

	buffer_add_char(out, ' ');
	do
		buffer_add_str(out, syllables[n % 12]);
	while ((n /= 12) > 0);
}

static void add_sentence(struct buffer *out, uint64_t *seed, const char *first)
{
	buffer_add_str(out, first);
	for (unsigned i = 8 + next(seed, 20); i > 0; i--)
		add_word(out, seed);
	buffer_add_str(out, ". ");
}

static void add_paragraph(struct buffer *out, uint64_t *seed)
{
	for (unsigned i = 2 + next(seed, 4); i > 0; i--)
		add_sentence(out, seed, "The");
	buffer_add_str(out, "\n\n");
}

/* A seed for each text, so that an answer quotes what the report says. */
static uint64_t seed_of(unsigned report, unsigned text)
{
	uint64_t seed = report * 1000u + text + 1u;

	for (int i = 0; i < 4; i++)
		next(&seed, 2);
	return seed;
}

static void add_title(struct buffer *out, unsigned report)
{
	uint64_t seed = seed_of(report, 900);

	buffer_add_str(out, "Managing");
	for (int i = 0; i < 4; i++)
		add_word(out, &seed);
	buffer_add_char(out, '\n');
}

static void add_recommendation(struct buffer *out, unsigned report, unsigned n)
{
	uint64_t seed = seed_of(report, 100 + n);

	add_sentence(out, &seed, "The Department should");
	buffer_add_str(out, "\n\n");
}

static void add_conclusion(struct buffer *out, unsigned report, unsigned n)
{
	uint64_t seed = seed_of(report, 200 + n);

	add_paragraph(out, &seed);
}

static void write_report(struct buffer *out, unsigned report)
{
	unsigned year = 1970 + report / SESSIONS;
	uint64_t seed = seed_of(report, 0);

	buffer_printf(out, "Public Accounts Committee - %uth Report\n", 4 + report % SESSIONS);
	add_title(out, report);
	buffer_printf(out, "\nOrdered by the House of Commons to be printed 5 May %u.\n\nSession %u-%02u\nHC %u\n\nSummary\n",
		      year + 1, year, (year + 1) % 100, 100 + report % SESSIONS * 7);
	add_paragraph(out, &seed);
	buffer_add_str(out, "Conclusions and recommendations\n\n");
	for (unsigned n = 1; n <= RECOMMENDATIONS; n++) {
		buffer_printf(out, "%u. ", n);
		add_conclusion(out, report, n);
		buffer_add_str(out, "Recommendation: ");
		add_recommendation(out, report, n);
	}
	buffer_add_str(out, "1 The evidence\n\n");
	for (unsigned n = 0; n < BODY; n++)
		add_paragraph(out, &seed);
}

static void write_answer(struct buffer *out, unsigned report)
{
	unsigned year = 1970 + report / SESSIONS;
	uint64_t seed = seed_of(report, 1);

	buffer_printf(out, "Treasury Minutes\n\nGovernment response on the %uth report from the Committee of Public Accounts: Session %u-%02u\n\n"
		      "July %u\n\nCm %u\n%uth Report of Session %u-%02u\nDepartment for Rivers\n",
		      4 + report % SESSIONS, year, (year + 1) % 100, year + 1, 1000 + report, 4 + report % SESSIONS, year,
		      (year + 1) % 100);
	add_title(out, report);
	buffer_add_str(out, "Government responses to the Committee\n");
	for (unsigned n = 1; n <= RECOMMENDATIONS; n++) {
		buffer_printf(out, "%u: Committee of Public Accounts conclusion:\n", n);
		add_conclusion(out, report, n);
		buffer_add_str(out, "Recommendation:\n");
		add_recommendation(out, report, n);
		buffer_printf(out, "%u.1 The Government %s with the Committee’s recommendation.\nTarget implementation date: March %u.\n%u.2 ",
			      n, next(&seed, 4) ? "agrees" : "disagrees", year + 2, n);
		add_paragraph(out, &seed);
	}
}

/* ---- phases ---- */

struct phases {
	double read, store, steps[STEPS];
};

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void stop(const struct store *s)
{
	fprintf(stderr, "job: %s\n", store_message(s));
	exit(EXIT_FAILURE);
}

static void add_document(struct store *s, const struct family_set *families, const char *path, struct span bytes,
			 struct phases *phases)
{
	struct document *d = document_new();
	double start = seconds(), read;

	d->source.path = d->source.sha256 = span_str(path);
	intake_extract(d, bytes);
	normalize_document(d);
	split_document(d, families, NULL);
	read = seconds();
	rows_write_document(s, d, sources_record(s, &d->source, 1).id, 1);
	phases->read += read - start;
	phases->store += seconds() - read;
	document_free(d);
}

/* Reports of the night, or all others, with their answers. */
static void add_reports(struct store *s, const struct family_set *families, unsigned reports, bool night,
			struct phases *phases)
{
	static void (*const write[])(struct buffer *out, unsigned report) = { write_report, write_answer };
	struct buffer text;
	char path[32];
	double start;

	buffer_init(&text, BUFFER_LIMIT_DEFAULT);
	store_begin(s);
	for (unsigned i = 0; i < reports * 2; i++) {
		if ((i / 2 % NIGHT == NIGHT / 2) != night)
			continue;
		buffer_clear(&text);
		write[i % 2](&text, i / 2);
		snprintf(path, sizeof path, "%06u-%s.txt", i / 2, i % 2 ? "answer" : "report");
		add_document(s, families, path, buffer_span(&text), phases);
	}
	start = seconds();
	store_commit(s);
	phases->store += seconds() - start;
	buffer_release(&text);
}

static void run_steps(struct store *s, struct phases *phases)
{
	store_begin(s);
	for (size_t i = 0; settle_steps[i].name; i++) {
		double start = seconds();

		settle_steps[i].run(s);
		phases->steps[i] = seconds() - start;
	}
	if (!store_commit(s))
		stop(s);
}

static void print_row(const char *name, double full, double night, double idle)
{
	printf("%-20s %10.2f %10.2f %10.2f %9.1f %%\n", name, full, night, idle, full > 0 ? 100 * night / full : 0);
}

static double sum(const struct phases *p)
{
	double all = p->read + p->store;

	for (size_t i = 0; settle_steps[i].name; i++)
		all += p->steps[i];
	return all;
}

static int64_t number(struct store *s, const char *sql)
{
	struct query *q = store_query_once(s, sql);
	int64_t n = query_next(q) ? query_int(q, 0) : -1;

	query_free(q);
	return n;
}

static void print(struct store *s, const struct phases *full, const struct phases *night, const struct phases *idle)
{
	printf("== A night from the files on: %ld passages, %ld answers to %ld recommendations; seconds of one processor\n",
	       (long)number(s, "SELECT count(*) FROM passages"), (long)number(s, "SELECT count(*) FROM response_recommendations"),
	       (long)number(s, "SELECT count(*) FROM recommendations"));
	printf("%-20s %10s %10s %10s %11s\n", "", "all but 1 %", "1 % more", "no more", "night/full");
	print_row("reading", full->read, night->read, idle->read);
	print_row("storing", full->store, night->store, idle->store);
	for (size_t i = 0; settle_steps[i].name; i++)
		print_row(settle_steps[i].name, full->steps[i], night->steps[i], idle->steps[i]);
	print_row("all", sum(full), sum(night), sum(idle));
}

int main(int argc, char **argv)
{
	static const char path[] = "/tmp/winnow-bench-job.db";
	unsigned reports = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : REPORTS;
	struct phases full = { 0 }, night = { 0 }, idle = { 0 };
	struct family_error error;
	char file[256];
	struct family_set *families = family_set_open(NULL, &error, file, sizeof file);
	struct store *s;

	if (!families)
		return EXIT_FAILURE;
	unlink(path);
	s = store_open(path, STORE_WRITE);
	store_exec(s, "INSERT INTO runs(id, started_at, command, version) VALUES (1, '2026-01-01T00:00:00Z', 'bench', '0')");
	add_reports(s, families, reports, false, &full);
	run_steps(s, &full);
	add_reports(s, families, reports, true, &night);
	run_steps(s, &night);
	run_steps(s, &idle);
	print(s, &full, &night, &idle);
	store_close(s);
	unlink(path);
	family_set_free(families);
	return EXIT_SUCCESS;
}
