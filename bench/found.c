/*
 * found: what the deduplication engine finds of planted damage, and what it marks that must stay apart.
 *
 *     make bench                                  # runs this first
 *     build/bench/found 100                       # 100 MB of made-up text (24 where no size is given)
 *     build/bench/found 20 texts.txt              # damage to your own texts, one a line
 *     build/bench/found --failures 20 [texts.txt] # and each pair that was missed or should not have been marked
 *     build/bench/found --write 16 corpus.ndjson truth.tsv
 *
 * Everything is made from a seed (dedupe_corpus.h); the engine runs once in order, once shuffled with two threads.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/dedupe_cost.h"
#include "bench/dedupe_score.h"
#include "pipeline/base/memory.h"
#include "pipeline/ndjson.h"

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

static void measure(size_t megabytes, struct span lines, bool failures)
{
	struct corpus c;
	struct dedupe *d, *other;
	struct dedupe_mark *marks, *again;
	uint32_t *order;

	corpus_make_of(&c, megabytes * 1000000, 1, lines);
	d = cost_decided(&c, NULL, 1);
	marks = marks_of(d);
	printf("== What is found: %zu passages, %.1f MB, a quarter of them planted\n", c.count, (double)c.text.len / 1e6);
	score_print(&c, marks, failures);
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
		fprintf(table, "%zu\t%s\t%u\t%u\n", i, plant_row(c.items[i].plant)->name, c.items[i].source, c.items[i].source_2);
	}
	buffer_release(&b);
	corpus_release(&c);
	return fclose(lines) | fclose(table) ? 1 : 0;
}

/* The bytes of a file in `out`; false with a word on stderr where it cannot be read. */
static bool read_file(struct buffer *out, const char *path)
{
	FILE *in = fopen(path, "r");
	size_t got;

	if (!in) {
		perror(path);
		return false;
	}
	while ((got = fread(buffer_reserve(out, 1 << 16), 1, 1 << 16, in)) > 0)
		out->len += got;
	fclose(in);
	return true;
}

static int measure_file(size_t megabytes, const char *path, bool failures)
{
	struct buffer lines;
	bool read;

	buffer_init(&lines, BUFFER_LIMIT_DEFAULT);
	read = !path || read_file(&lines, path);
	if (read)
		measure(megabytes, buffer_span(&lines), failures);
	buffer_release(&lines);
	return read ? 0 : 66;
}

int main(int argc, char **argv)
{
	bool failures = argc > 1 && strcmp(argv[1], "--failures") == 0;
	char **rest = argv + 1 + failures;
	size_t megabytes = *rest ? strtoul(*rest, NULL, 10) : 24;

	if (argc == 5 && strcmp(argv[1], "--write") == 0)
		return write_corpus(strtoul(argv[2], NULL, 10), argv[3], argv[4]);
	if (megabytes < 1) {
		fputs("usage: found [--failures] [MEGABYTES [LINES]]\n       found --write MEGABYTES CORPUS.ndjson TRUTH.tsv\n", stderr);
		return 64;
	}
	return measure_file(megabytes, *rest ? rest[1] : NULL, failures);
}
