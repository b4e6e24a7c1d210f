/*
 * dedupe: what the deduplication engine finds, and what it costs.
 *
 *     make bench                                   # builds build/bench/dedupe and runs it: sizes up to 100 MB
 *     make bench FULL=1                            # up to 1 GB; takes some minutes and 3 GB of memory
 *     build/bench/dedupe --run 100 sparse 1        # one run alone: for a profiler, or to compare two builds
 *     build/bench/dedupe --write 16 corpus.ndjson truth.tsv
 *
 * Everything is made from a seed (dedupe_corpus.h). Texts lie in memory: reading NDJSON is left out, folding and
 * exact comparison are in. MB/s is by the processor's clock for one thread, by the wall clock for two; peak is what
 * the process held at most beside the texts; tokens and xxhsum are floors, measured over the same texts: splitting
 * them into words and nothing else, and the program xxhsum (Debian: xxhash) hashing their bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench/dedupe_corpus.h"
#include "bench/dedupe_cost.h"
#include "pipeline/base/memory.h"
#include "pipeline/dedupe/dedupe.h"
#include "pipeline/ndjson.h"

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
	d = cost_decided(&c, NULL, 1);
	marks = marks_of(d);
	printf("== What is found: %zu passages, %.1f MB, a quarter of them planted\n", c.count, (double)c.text.len / 1e6);
	print_scores(&c, marks);
	order = shuffled(c.count, 7);
	other = cost_decided(&c, order, 2);
	again = marks_of(other);
	printf("shuffled, two threads: %zu of %zu marks differ\n\n", differing(marks, again, c.count), c.count);
	free(again);
	free(order);
	dedupe_free(other);
	free(marks);
	dedupe_free(d);
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
	d = cost_decided(&c, NULL, 1);
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

static int run_one(char **argv)
{
	bool dense = strcmp(argv[1], "dense") == 0;

	cost_run(strtoul(argv[0], NULL, 10), dense, atoi(argv[2]));
	return 0;
}

int main(int argc, char **argv)
{
	static const size_t sizes[] = { 10, 30, 100, 300, 1000 };
	size_t most = argc > 1 ? strtoul(argv[1], NULL, 10) : 100, i;

	if (argc == 5 && strcmp(argv[1], "--write") == 0)
		return write_corpus(strtoul(argv[2], NULL, 10), argv[3], argv[4]);
	if (argc == 5 && strcmp(argv[1], "--run") == 0)
		return run_one(argv + 2);
	if (most < 1) {
		fputs("usage: dedupe [MEGABYTES]\n       dedupe --run MEGABYTES sparse|dense THREADS\n"
		      "       dedupe --write MEGABYTES CORPUS.ndjson TRUTH.tsv\n", stderr);
		return 64;
	}
	measure_quality(16);
	puts("== What it costs");
	cost_print_heading();
	for (i = 0; i < sizeof sizes / sizeof *sizes && sizes[i] <= most; i++) {
		cost_print(sizes[i], false);
		cost_print(sizes[i], true);
	}
	measure_night(most < 100 ? most : 100);
	return 0;
}
