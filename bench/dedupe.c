/*
 * dedupe: what the deduplication engine finds, and what it costs.
 *
 *     make bench                                   # builds build/bench/dedupe and runs it
 *     build/bench/dedupe 100                       # sizes up to 100 MB
 *     build/bench/dedupe --write 16 corpus.ndjson truth.tsv
 *
 * Everything is made from a seed (dedupe_corpus.h); times are of the processor, except with two threads.
 * Texts lie in memory: reading NDJSON is left out, folding and exact comparison are in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench/dedupe_corpus.h"
#include "pipeline/base/hash.h"
#include "pipeline/base/memory.h"
#include "pipeline/dedupe/dedupe.h"
#include "pipeline/dedupe/tokens.h"
#include "pipeline/ndjson.h"

enum { BATCH = 8192 };

static double seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool fetch(void *state, uint64_t key, size_t from, size_t to, struct buffer *out)
{
	const struct corpus *c = state;

	buffer_clear(out);
	buffer_add(out, span_slice(corpus_text(c, (size_t)key), from, to));
	return true;
}

static int by_key(void *state, uint64_t a, uint64_t b)
{
	(void)state;
	return (a > b) - (a < b);
}

/* An engine that has decided about the corpus, fed in the order given (NULL: as it stands). */
static struct dedupe *run_engine(struct corpus *c, const uint32_t *order, int threads)
{
	struct dedupe_source source = { c, fetch, by_key, true };
	struct dedupe_passage *batch = memory_new(BATCH, sizeof *batch);
	struct dedupe *d = dedupe_new(&source);
	size_t i, n = 0;

	for (i = 0; i < c->count; i++) {
		uint32_t key = order ? order[i] : (uint32_t)i;

		batch[n++] = (struct dedupe_passage){ key, corpus_text(c, key), SPAN("") };
		if (n == BATCH || i + 1 == c->count) {
			dedupe_add_all(d, batch, n, threads);
			n = 0;
		}
	}
	dedupe_decide(d);
	free(batch);
	return d;
}

/* ---- what it finds ---- */

struct score {
	size_t planted, found, kept, wrong;
};

static uint32_t group_of(const struct corpus *c, size_t i)
{
	return c->items[i].plant < PLANT_DUPLICATES ? c->items[i].source : (uint32_t)i;
}

/* Is it a duplicate of the passage it was made of, or the other way round? */
static bool is_found(const struct corpus *c, const struct dedupe_mark *marks, size_t i)
{
	uint32_t source = c->items[i].source, source_2 = c->items[i].source_2;

	return (marks[i].kind && (group_of(c, marks[i].original) == source || group_of(c, marks[i].original) == source_2)) ||
	       (marks[source].kind && group_of(c, marks[source].original) == source);
}

static bool is_kept_right(const struct corpus *c, const struct dedupe_mark *marks, size_t i)
{
	uint32_t source = c->items[i].source, source_2 = c->items[i].source_2;

	switch (c->items[i].plant) {
	case PLANT_CUT:
		return marks[i].kind && !marks[source].kind;
	case PLANT_EMBED:
		return marks[source].kind && !marks[i].kind;
	case PLANT_SPLICE:
		return marks[i].kind && !marks[source].kind && (source_2 == i || !marks[source_2].kind);
	default:
		return marks[i].kind || marks[source].kind;
	}
}

static void print_scores(const struct corpus *c, const struct dedupe_mark *marks)
{
	struct score scores[PLANT_COUNT] = { 0 };
	size_t i, marked = 0, wrong = 0;

	for (i = 0; i < c->count; i++) {
		struct score *s = &scores[c->items[i].plant];
		bool duplicate = c->items[i].plant && c->items[i].plant < PLANT_DUPLICATES;
		/* A mark is right within a group: a planted passage, its source, and what else was made of it. */
		bool right = marks[i].kind && (group_of(c, marks[i].original) == group_of(c, i) ||
					       (duplicate && is_found(c, marks, i)));

		s->planted++;
		s->found += duplicate && is_found(c, marks, i);
		s->kept += duplicate && is_kept_right(c, marks, i);
		s->wrong += marks[i].kind && !right;
		marked += marks[i].kind != DEDUPE_ORIGINAL;
		wrong += marks[i].kind && !right;
	}
	printf("%-16s %8s %8s %11s\n", "planted", "number", "found", "kept right");
	for (i = 1; i < PLANT_DUPLICATES; i++)
		printf("%-16s %8zu %8.4f %11.4f\n", plant_name((enum plant)i), scores[i].planted,
		       (double)scores[i].found / (double)scores[i].planted, (double)scores[i].kept / (double)scores[i].planted);
	printf("%-16s %8s %8s\n", "never", "number", "marked");
	for (i = PLANT_DUPLICATES; i < PLANT_COUNT; i++)
		printf("%-16s %8zu %8.4f\n", plant_name((enum plant)i), scores[i].planted,
		       (double)scores[i].wrong / (double)scores[i].planted);
	printf("%-16s %8zu %8.4f\n", "base", scores[0].planted, (double)scores[0].wrong / (double)scores[0].planted);
	printf("precision %.4f of %zu marks\n", marked ? 1 - (double)wrong / (double)marked : 1, marked);
}

static struct dedupe_mark *marks_of(const struct dedupe *d)
{
	struct dedupe_mark *marks = memory_new(dedupe_count(d), sizeof *marks), mark;
	size_t i;

	for (i = 0; i < dedupe_count(d); i++)
		if (dedupe_mark(d, i, &mark))
			marks[mark.key] = mark;
	return marks;
}

static size_t differing(const struct dedupe_mark *x, const struct dedupe_mark *y, size_t count)
{
	size_t i, n = 0;

	for (i = 0; i < count; i++)
		n += x[i].kind != y[i].kind || x[i].original != y[i].original || x[i].similarity != y[i].similarity;
	return n;
}

static uint32_t *shuffled(size_t count, uint64_t seed)
{
	uint32_t *order = memory_new(count, sizeof *order);
	size_t i;

	for (i = 0; i < count; i++)
		order[i] = (uint32_t)i;
	for (i = count; i > 1; i--) {
		size_t j = (seed = seed * 6364136223846793005u + 1442695040888963407u, (size_t)(seed >> 33) % i);
		uint32_t t = order[i - 1];

		order[i - 1] = order[j];
		order[j] = t;
	}
	return order;
}

static void measure_quality(size_t megabytes)
{
	struct corpus c;
	struct dedupe *d, *other;
	struct dedupe_mark *marks, *again;
	uint32_t *order;

	corpus_make(&c, megabytes * 1000000, 1, true);
	d = run_engine(&c, NULL, 1);
	marks = marks_of(d);
	printf("== What is found: %zu passages, %.1f MB, a quarter of them planted\n", c.count, (double)c.text.len / 1e6);
	print_scores(&c, marks);
	order = shuffled(c.count, 7);
	other = run_engine(&c, order, 2);
	again = marks_of(other);
	printf("shuffled, two threads: %zu of %zu marks differ\n\n", differing(marks, again, c.count), c.count);
	free(again);
	free(order);
	dedupe_free(other);
	free(marks);
	dedupe_free(d);
	corpus_release(&c);
}

/* ---- what it costs ---- */

static double tokenizing_seconds(const struct corpus *c)
{
	double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
	struct tokens t;
	size_t i;

	tokens_init(&t);
	for (i = 0; i < c->count; i++)
		tokens_read(&t, corpus_text(c, i));
	tokens_release(&t);
	return seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
}

static double hashing_seconds(const struct corpus *c)
{
	double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
	volatile uint64_t sink = hash_64(buffer_span(&c->text));

	(void)sink;
	return seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
}

static void measure_cost(size_t megabytes, bool dense)
{
	struct corpus c;
	struct dedupe *d;
	double start, one, two, floor_tokens, floor_hash;
	struct dedupe_figures f;

	corpus_make(&c, megabytes * 1000000, megabytes, dense);
	start = seconds(CLOCK_PROCESS_CPUTIME_ID);
	d = run_engine(&c, NULL, 1);
	one = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
	f = dedupe_figures(d);
	dedupe_free(d);
	start = seconds(CLOCK_MONOTONIC);
	dedupe_free(run_engine(&c, NULL, 2));
	two = seconds(CLOCK_MONOTONIC) - start;
	floor_tokens = tokenizing_seconds(&c);
	floor_hash = hashing_seconds(&c);
	printf("%6.0f %9zu %8.2f %8.1f %8.1f %9.1f %9.2f %10.2f %11.0f\n", (double)c.text.len / 1e6, c.count, one,
	       (double)c.text.len / 1e6 / one, (double)c.text.len / 1e6 / two, (double)f.index_bytes / (double)c.count,
	       (double)f.index_bytes / 1e6, one / floor_tokens, one / floor_hash);
	fflush(stdout);
	corpus_release(&c);
}

/* ---- nights ---- */

struct memory {
	struct pair {
		uint64_t shorter, longer;
		struct dedupe_verdict verdict;
	} *items;
	size_t count, capacity;
};

static void keep_verdict(void *state, uint64_t shorter, uint64_t longer, const struct dedupe_verdict *verdict, enum dedupe_memory memory)
{
	struct memory *m = state;

	(void)memory;
	m->items = memory_room(m->items, m->count, &m->capacity, sizeof *m->items);
	m->items[m->count++] = (struct pair){ shorter, longer, *verdict };
}

/* A heap that is settled, and a night that adds 1 %: sketches and comparisons of the others are remembered. */
static void measure_night(size_t megabytes)
{
	struct corpus c;
	struct memory m = { 0 };
	struct dedupe_source source = { &c, fetch, by_key, true };
	struct dedupe *d;
	double start, whole, night;
	size_t old, i;

	corpus_make(&c, megabytes * 1000000, 3, false);
	old = c.count - c.count / 100;
	c.count = old;
	start = seconds(CLOCK_PROCESS_CPUTIME_ID);
	d = run_engine(&c, NULL, 1);
	whole = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
	dedupe_each_verdict(d, &m, keep_verdict);
	dedupe_free(d);
	/* Sketches would come from the database: they are made before the clock runs. */
	d = dedupe_new(&source);
	for (i = 0; i < old; i++)
		dedupe_add(d, i, corpus_text(&c, i), SPAN(""));
	c.count = old + old / 99;
	start = seconds(CLOCK_PROCESS_CPUTIME_ID);
	for (i = old; i < c.count; i++)
		dedupe_add(d, i, corpus_text(&c, i), SPAN(""));
	for (i = 0; i < m.count; i++)
		dedupe_remember(d, m.items[i].shorter, m.items[i].longer, &m.items[i].verdict);
	dedupe_decide(d);
	night = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
	printf("\n== A night that adds 1 %% to %zu MB: %.2f s, %.1f %% of the %.2f s of a full run (loading of the index left out)\n",
	       megabytes, night, 100 * night / whole, whole);
	dedupe_free(d);
	free(m.items);
	corpus_release(&c);
}

/* ---- the program ---- */

static int write_corpus(size_t megabytes, const char *ndjson, const char *truth)
{
	FILE *lines = fopen(ndjson, "w"), *table = fopen(truth, "w");
	struct buffer b;
	struct corpus c;
	size_t i;

	if (!lines || !table) {
		perror("dedupe: cannot write the corpus");
		return 1;
	}
	corpus_make(&c, megabytes * 1000000, 1, true);
	buffer_init(&b, BUFFER_LIMIT_DEFAULT);
	for (i = 0; i < c.count; i++) {
		buffer_clear(&b);
		buffer_printf(&b, "{\"id\":%zu,\"text\":", i);
		ndjson_write_string(&b, corpus_text(&c, i));
		fprintf(lines, "%s}\n", b.data);
		fprintf(table, "%zu\t%s\t%u\t%u\n", i, plant_name((enum plant)c.items[i].plant), c.items[i].source, c.items[i].source_2);
	}
	buffer_release(&b);
	corpus_release(&c);
	return fclose(lines) | fclose(table) ? 1 : 0;
}

int main(int argc, char **argv)
{
	static const size_t sizes[] = { 10, 30, 100, 300, 1000 };
	size_t most = argc > 1 ? strtoul(argv[1], NULL, 10) : 100, i;

	if (argc == 5 && strcmp(argv[1], "--write") == 0)
		return write_corpus(strtoul(argv[2], NULL, 10), argv[3], argv[4]);
	if (most < 1) {
		fputs("usage: dedupe [MEGABYTES]\n       dedupe --write MEGABYTES CORPUS.ndjson TRUTH.tsv\n", stderr);
		return 64;
	}
	measure_quality(16);
	puts("== What it costs: one passage in 40 planted (the first line: one in four)\n"
	     "    MB  passages  seconds     MB/s  2 thr.  index B/p  index MB  / tokens    / XXH3");
	measure_cost(10, true);
	for (i = 0; i < sizeof sizes / sizeof *sizes && sizes[i] <= most; i++)
		measure_cost(sizes[i], false);
	measure_night(most < 100 ? most : 100);
	return 0;
}
