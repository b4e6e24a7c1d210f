#include "bench/dedupe_cost.h"

#include <fcntl.h>
#include <malloc.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/memory.h"
#include "pipeline/dedupe/spill.h"
#include "pipeline/dedupe/tokens.h"

enum { BATCH = 8192 };

static double seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- running the engine ---- */

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

struct dedupe *cost_decided(struct corpus *c, const uint32_t *order, int threads)
{
	struct dedupe_source source = { .state = c, .fetch = fetch, .order = by_key, .threads = threads, .remember = true };
	struct dedupe_passage *batch = memory_new(BATCH, sizeof *batch);
	struct dedupe *d = dedupe_new(&source);
	size_t i, n = 0;

	for (i = 0; i < c->count; i++) {
		uint32_t key = order ? order[i] : (uint32_t)i;

		batch[n++] = (struct dedupe_passage){ key, corpus_text(c, key), SPAN("") };
		if (n == BATCH || i + 1 == c->count) {
			dedupe_add_all(d, batch, n);
			n = 0;
		}
	}
	dedupe_decide(d);
	free(batch);
	return d;
}

/* What one run took, and what came out. */
struct cost {
	double wall, processor;
	double peak;       /* bytes above what the process held before, from the system's account */
	uint64_t marks;    /* hash of all marks */
	struct dedupe_figures figures;
};

static uint64_t hash_of_marks(const struct dedupe *d)
{
	struct dedupe_mark mark;
	struct buffer b;
	uint64_t hash;
	size_t i;

	buffer_init(&b, (size_t)1 << 40);
	for (i = 0; i < dedupe_count(d); i++)
		if (dedupe_mark(d, i, &mark) && mark.kind != DEDUPE_ORIGINAL)
			buffer_printf(&b, "%llu %d %llu %.4f\n", (unsigned long long)mark.key, (int)mark.kind,
				      (unsigned long long)mark.original, mark.similarity);
	hash = hash_64(buffer_span(&b));
	buffer_release(&b);
	return hash;
}

/* A line of /proc/self/status in bytes. */
static double status_bytes(const char *name)
{
	FILE *in = fopen("/proc/self/status", "r");
	char line[256];
	double kib = 0;

	while (in && fgets(line, sizeof line, in))
		if (strncmp(line, name, strlen(name)) == 0)
			kib = strtod(line + strlen(name), NULL);
	if (in)
		fclose(in);
	return kib * 1024;
}

static struct cost run_once(struct corpus *c, int threads)
{
	double before = (malloc_trim(0), status_bytes("VmRSS:"));
	struct cost cost = { .wall = seconds(CLOCK_MONOTONIC), .processor = seconds(CLOCK_PROCESS_CPUTIME_ID) };
	struct dedupe *d = cost_decided(c, NULL, threads);

	cost.wall = seconds(CLOCK_MONOTONIC) - cost.wall;
	cost.processor = seconds(CLOCK_PROCESS_CPUTIME_ID) - cost.processor;
	cost.peak = status_bytes("VmHWM:") - before;
	cost.figures = dedupe_figures(d);
	cost.marks = hash_of_marks(d);
	dedupe_free(d);
	return cost;
}

/* The same in a process of its own, so that no run finds the memory of another. */
static struct cost run_apart(struct corpus *c, int threads)
{
	struct cost cost = { 0 };
	int ends[2];
	pid_t child;

	if (pipe(ends) || (child = fork()) < 0) {
		perror("dedupe: no process for a run");
		exit(71);
	}
	if (child == 0) {
		cost = run_once(c, threads);
		_exit(write(ends[1], &cost, sizeof cost) == (ssize_t)sizeof cost ? 0 : 1);
	}
	close(ends[1]);
	if (read(ends[0], &cost, sizeof cost) != (ssize_t)sizeof cost) {
		fputs("dedupe: a run broke off\n", stderr);
		exit(70);
	}
	close(ends[0]);
	waitpid(child, NULL, 0);
	return cost;
}

/* ---- floors ---- */

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

/* The program xxhsum over the bytes, in a file that lies in memory; 0 where it is not installed. */
static double xxhsum_seconds(const struct corpus *c)
{
	extern char **environ;
	char program[] = "xxhsum";
	char *arguments[] = { program, NULL };
	posix_spawn_file_actions_t actions;
	struct rusage usage = { 0 };
	struct spill file;
	int status = 1;
	pid_t child;

	if (!spill_open(&file))
		return 0;
	spill_add(&file, buffer_span(&c->text));
	if (!spill_flush(&file) || lseek(file.fd, 0, SEEK_SET) != 0) {
		spill_close(&file);
		return 0;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, file.fd, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&child, program, &actions, NULL, arguments, environ) == 0)
		wait4(child, &status, 0, &usage);
	posix_spawn_file_actions_destroy(&actions);
	spill_close(&file);
	return status ? 0 : (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
				    (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* ---- tables ---- */

void cost_print_heading(void)
{
	puts("                          seconds                    memory, bytes a passage    times\n"
	     "    MB  passages  planted thr.   wall    cpu   MB/s    index     peak     peak MB   tokens   xxhsum  gain  marks");
}

static void print_row(const struct corpus *c, bool dense, int threads, const struct cost *cost, double tokens, double xxhsum)
{
	double bytes = (double)c->text.len, passages = (double)c->count;

	printf("%6.0f %9zu  %s %4d %7.2f %6.2f %6.1f  %7.1f  %7.1f  %10.1f  %7.2f", bytes / 1e6, c->count,
	       dense ? "1 in 4 " : "1 in 40", threads, cost->wall, cost->processor,
	       bytes / 1e6 / (threads == 1 ? cost->processor : cost->wall), (double)cost->figures.index_bytes / passages,
	       cost->peak / passages, cost->peak / 1e6, cost->processor / tokens);
	if (xxhsum > 0)
		printf("  %7.1f", cost->processor / xxhsum);
	else
		printf("  %7s", "-");
}

void cost_print(size_t megabytes, bool dense)
{
	double tokens, xxhsum;
	struct cost one, two;
	struct corpus c;

	corpus_make(&c, megabytes * 1000000, megabytes, dense);
	one = run_apart(&c, 1);
	two = run_apart(&c, 2);
	tokens = tokenizing_seconds(&c);
	xxhsum = xxhsum_seconds(&c);
	print_row(&c, dense, 1, &one, tokens, xxhsum);
	printf("%6s  %s\n", "", "");
	print_row(&c, dense, 2, &two, tokens, xxhsum);
	printf("  %4.2f  %s\n", one.wall / two.wall, one.marks == two.marks ? "same" : "DIFFER");
	fflush(stdout);
	corpus_release(&c);
}

void cost_run(size_t megabytes, bool dense, int threads)
{
	struct cost cost;
	struct corpus c;

	corpus_make(&c, megabytes * 1000000, megabytes, dense);
	cost = run_once(&c, threads);
	printf("%zu passages, %d threads: %.3f s, %.3f s of the processor, %.1f MB/s; peak %.1f MB; index %.1f bytes a passage;\n"
	       "%zu prints, %zu comparisons, %zu variants; marks %016llx\n",
	       c.count, threads, cost.wall, cost.processor, (double)c.text.len / 1e6 / cost.processor, cost.peak / 1e6,
	       (double)cost.figures.index_bytes / (double)c.count, cost.figures.prints, cost.figures.compared,
	       cost.figures.variants, (unsigned long long)cost.marks);
	corpus_release(&c);
}
