/*
 * split: what finding records costs, beside what comes before it.
 *
 *     make bench                  # builds build/bench/split and runs it: 1,000 documents
 *     build/bench/split 200       # so many documents: for a profiler
 *
 * The documents are made from a seed, one after the other of each kind below, half
 * of them as web pages and half as text wrapped at 90 columns. A report has a body
 * of numbered paragraphs before its list and formal minutes behind it, as reports
 * have; what is neither report nor answer is prose. Seconds are the processor's;
 * compiling the families, once in a run, stands apart.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "pipeline/base/buffer.h"
#include "pipeline/intake.h"
#include "pipeline/normalize.h"
#include "pipeline/split/split.h"

enum { DOCUMENTS = 1000, BODY_PARAGRAPHS = 60, ITEMS = 20, COLUMNS = 90 };

/* ---- made-up text ---- */

struct maker {
	uint64_t seed;
	struct buffer out;
	bool html;
	size_t column;
};

static unsigned next(struct maker *m, unsigned below)
{
	m->seed = m->seed * 6364136223846793005u + 1442695040888963407u; /* Knuth, MMIX */
	return (unsigned)(m->seed >> 33) % below;
}

static const char *const words[] = {
	"the",	   "of",      "and",	  "to",	     "in",	 "that",    "bridge", "harbour", "council", "inspection",
	"was",	   "which",   "reported", "costs",   "published", "survey", "timber", "owners",	 "ferry",   "passengers",
	"written", "between", "evidence", "several", "committee", "years",  "money",  "repairs", "winter",  "department"
};

static void word(struct maker *m, const char *text)
{
	if (!m->html && m->column + strlen(text) > COLUMNS) {
		buffer_add_char(&m->out, '\n');
		m->column = 0;
	} else if (m->column > 0) {
		buffer_add_char(&m->out, ' ');
		m->column++;
	}
	buffer_add_str(&m->out, text);
	m->column += strlen(text);
}

static void sentence(struct maker *m, const char *first)
{
	unsigned count = 8 + next(m, 20);

	word(m, first);
	for (unsigned i = 0; i < count; i++)
		word(m, words[next(m, sizeof words / sizeof *words)]);
	buffer_add_char(&m->out, '.');
}

static void begin(struct maker *m, const char *tag)
{
	m->column = 0;
	if (m->html)
		buffer_printf(&m->out, "<%s>", tag);
}

static void end(struct maker *m, const char *tag)
{
	if (m->html)
		buffer_printf(&m->out, "</%s>\n", tag);
	else
		buffer_add_str(&m->out, "\n\n");
}

static void heading(struct maker *m, const char *text)
{
	begin(m, "h2");
	buffer_add_str(&m->out, text);
	end(m, "h2");
}

/* A paragraph: `mark` with a number where it has %u, a sentence that begins with `first`, others, and `tail`. */
static void paragraph(struct maker *m, const char *mark, unsigned number, const char *first, const char *tail)
{
	char text[120];

	begin(m, "p");
	snprintf(text, sizeof text, mark[0] ? "%s%u. " : "%s", mark[0] == '#' ? "" : mark, number);
	if (mark[0])
		word(m, text);
	for (unsigned i = 0, count = 1 + next(m, 4); i <= count; i++)
		sentence(m, i == 0 ? first : "It");
	if (tail[0]) {
		snprintf(text, sizeof text, "(%s %u)", tail, 10 + number);
		word(m, text);
	}
	end(m, "p");
}

/* ---- kinds of documents ---- */

static void body(struct maker *m)
{
	heading(m, "Introduction");
	for (unsigned i = 1; i <= BODY_PARAGRAPHS; i++)
		paragraph(m, i % 3 ? "#" : "", i, i % 7 ? "The" : "The Department should know that", "");
}

static void committee_report(struct maker *m)
{
	heading(m, "Fourth Report of Session 2016-17");
	body(m);
	heading(m, "Conclusions and recommendations");
	for (unsigned i = 1; i <= ITEMS; i++)
		paragraph(m, "#", i, i % 2 ? "We recommend that" : "There are", "Paragraph");
	heading(m, "Formal minutes");
}

static void accounts_report(struct maker *m)
{
	heading(m, "Public Accounts Committee");
	heading(m, "Conclusions and recommendations");
	for (unsigned i = 1; i <= ITEMS; i++) {
		paragraph(m, "#", i, "The Department does not know", "");
		paragraph(m, "", i, "Recommendation: The Department should", "");
	}
	body(m);
}

static void response(struct maker *m)
{
	char label[40];

	heading(m, "Government response to the review of bridges");
	for (unsigned i = 1; i <= ITEMS; i++) {
		snprintf(label, sizeof label, "Recommendation %u", i);
		heading(m, label);
		paragraph(m, "", i, "The council should", "");
		heading(m, "Government response");
		paragraph(m, "", i, "The Government accepts this recommendation.", "");
		paragraph(m, "", i, "This will be done by March 2019.", "");
	}
}

static void minutes(struct maker *m)
{
	char line[80];

	heading(m, "Treasury Minutes");
	for (unsigned i = 1; i <= ITEMS; i++) {
		snprintf(line, sizeof line, "%u: Committee of Public Accounts conclusion", i);
		heading(m, line);
		paragraph(m, "", i, "The Department", "");
		heading(m, "Recommendation:");
		paragraph(m, "", i, "The Department should", "");
		snprintf(line, sizeof line, "%u.1 The Government agreed with the Committee’s recommendation.", i);
		begin(m, "p");
		buffer_add_str(&m->out, line);
		end(m, "p");
		begin(m, "p");
		buffer_add_str(&m->out, "Target implementation date: March 2019.");
		end(m, "p");
	}
}

static void unknown_publisher(struct maker *m)
{
	heading(m, "A review of the harbours");
	body(m);
	heading(m, "Recommendations");
	for (unsigned i = 1; i <= ITEMS; i++)
		paragraph(m, "#", i, "Each council should", "");
	heading(m, "Annex");
	body(m);
}

static void prose(struct maker *m)
{
	heading(m, "Notes from the harbours");
	for (unsigned i = 0; i < 2 * BODY_PARAGRAPHS; i++)
		paragraph(m, "", i, "Nobody", "");
}

static void make_document(struct maker *m, unsigned at)
{
	static void (*const kinds[])(struct maker *m) = { committee_report, accounts_report,   response,
							  minutes,	    unknown_publisher, prose };

	buffer_clear(&m->out);
	m->html = at % 2 == 1;
	if (m->html)
		buffer_add_str(&m->out, "<html><head><title>A document</title></head><body><main>\n");
	kinds[at / 2 % (sizeof kinds / sizeof *kinds)](m);
	if (m->html)
		buffer_add_str(&m->out, "</main></body></html>\n");
}

/* ---- measuring ---- */

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct cost {
	double extract, normalize, split;
	size_t documents, bytes, passages, items;
};

static void measure(struct cost *cost, const struct family_set *families, struct span bytes, unsigned at)
{
	struct document *d = document_new();
	double start;

	d->source.path = arena_printf(d->arena, "%u", at);
	start = seconds();
	intake_extract(d, bytes);
	cost->extract += seconds() - start;
	start = seconds();
	normalize_document(d);
	cost->normalize += seconds() - start;
	start = seconds();
	split_document(d, families, NULL);
	cost->split += seconds() - start;
	cost->documents++;
	cost->bytes += bytes.len;
	cost->passages += d->passage_count;
	cost->items += d->item_count;
	document_free(d);
}

static void print(const char *name, const struct cost *c)
{
	double ms = 1000.0 / (double)c->documents;

	printf("%-6s %9zu %7.1f %9zu %7zu %9.2f %10.2f %7.2f %12.2f\n", name, c->documents, (double)c->bytes / 1e6,
	       c->passages, c->items, c->extract * ms, c->normalize * ms, c->split * ms, c->split / c->extract);
}

int main(int argc, char **argv)
{
	unsigned documents = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : DOCUMENTS;
	struct maker m = { .seed = 5 };
	struct cost costs[2] = { 0 };
	struct family_error error;
	double start = seconds();
	char file[256];
	struct family_set *families = family_set_open(NULL, &error, file, sizeof file);

	if (!families || documents < 2)
		return 1;
	printf("compiling the families: %.0f ms\n\n", (seconds() - start) * 1000);
	buffer_init(&m.out, BUFFER_LIMIT_DEFAULT);
	for (unsigned at = 0; at < documents; at++) {
		make_document(&m, at);
		measure(&costs[m.html], families, buffer_span(&m.out), at);
	}
	printf("       documents      MB  passages records  extract*  normalize*  split*  split/extract\n");
	print("text", &costs[0]);
	print("HTML", &costs[1]);
	printf("* milliseconds for one document\n");
	buffer_release(&m.out);
	family_set_free(families);
	return 0;
}
