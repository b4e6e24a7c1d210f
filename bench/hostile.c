/*
 * hostile: texts and heaps that are made to cost much, with what they cost. Each must take time and memory about in
 * proportion to its bytes, and give the right marks; the exit status is 1 where an answer is wrong.
 *
 *     build/bench/hostile         # the sizes of issue and docs: up to 10 million words, 100,000 passages
 *     build/bench/hostile 10      # a tenth of them
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/dedupe.h"

/* Passages one behind the other. */
struct heap {
	struct buffer text;
	size_t *ends;
	size_t count, capacity;
};

static void end_passage(struct heap *h)
{
	h->ends = memory_room(h->ends, h->count, &h->capacity, sizeof *h->ends);
	h->ends[h->count++] = h->text.len;
}

static struct span passage(const struct heap *h, size_t i)
{
	return span_slice(buffer_span(&h->text), i ? h->ends[i - 1] : 0, h->ends[i]);
}

static bool fetch(void *state, uint64_t key, size_t from, size_t to, struct buffer *out)
{
	buffer_clear(out);
	buffer_add(out, span_slice(passage(state, (size_t)key), from, to));
	return true;
}

/* ---- heaps ---- */

static void one_word(struct heap *h, size_t n)
{
	(void)n;
	buffer_add_str(&h->text, "word");
	end_passage(h);
	buffer_add_str(&h->text, "word");
	end_passage(h);
}

static uint64_t mixed(uint64_t n)
{
	n = (n ^ n >> 31) * 0x9E3779B97F4A7C15u;
	return n ^ n >> 29;
}

/* Ten million words, and the second half of them. */
static void many_words(struct heap *h, size_t n)
{
	size_t i, middle = 0;

	for (i = 0; i < n * 100; i++) {
		if (i == n * 50)
			middle = h->text.len;
		buffer_printf(&h->text, "w%x ", (unsigned)mixed(i) % 50000);
	}
	end_passage(h);
	buffer_reserve(&h->text, h->text.len);
	buffer_add(&h->text, span_from(passage(h, 0), middle));
	end_passage(h);
}

static void same_word(struct heap *h, size_t n)
{
	size_t i;

	for (i = 0; i < n * 15; i++) {
		buffer_add_str(&h->text, "the ");
		if (i == n * 10)
			end_passage(h);
	}
	end_passage(h);
}

static void only_signs(struct heap *h, size_t n)
{
	size_t i;

	for (i = 0; i < n * 40; i++) {
		buffer_add_str(&h->text, "?! -");
		if (i == n * 20)
			end_passage(h);
	}
	end_passage(h);
}

static void same_texts(struct heap *h, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		buffer_add_str(&h->text, "The board should publish a plan by the end of the year that sets out what the new quay will cost.");
		end_passage(h);
	}
}

static void templates(struct heap *h, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		buffer_printf(&h->text, "On %zu May %zu the inspectors closed case %zu after the owner had repaid %zu pounds and the board had "
			      "declined to take the matter any further in the courts of the county.",
			      i % 28 + 1, 1990 + i % 33, i * 7919 % 1000003, i * 104729 % 10000019);
		end_passage(h);
	}
}

/* Eight words in any order: all prints are everybody's. */
static void collisions(struct heap *h, size_t n)
{
	static const char *const words[] = { "levy", "harbour", "ferry", "quay", "tide", "pilot", "dues", "crane" };
	size_t i, k;

	for (i = 0; i < n; i++) {
		for (k = 0; k < 60; k++)
			buffer_printf(&h->text, "%s ", words[mixed(i * 61 + k) % 8]);
		end_passage(h);
	}
}

/* ---- what must come of them ---- */

static bool second_is_marked(const struct dedupe_mark *marks, size_t count)
{
	return count == 2 && !marks[0].kind != !marks[1].kind;
}

static bool one_is_kept(const struct dedupe_mark *marks, size_t count)
{
	size_t kept = 0, i;

	for (i = 0; i < count; i++)
		kept += marks[i].kind == DEDUPE_ORIGINAL;
	return kept == 1;
}

static bool none_is_marked(const struct dedupe_mark *marks, size_t count)
{
	size_t i;

	for (i = 0; i < count && marks[i].kind == DEDUPE_ORIGINAL; i++)
		;
	return i == count;
}

static bool marks_lead_to_kept(const struct dedupe_mark *marks, size_t count)
{
	size_t i;

	for (i = 0; i < count && marks[marks[i].original].kind == DEDUPE_ORIGINAL; i++)
		;
	return i == count;
}

static const struct hostile {
	const char *name;
	void (*make)(struct heap *h, size_t n);
	bool (*right)(const struct dedupe_mark *marks, size_t count);
} cases[] = {
	{ "a text of one word, twice", one_word, second_is_marked },
	{ "10 million words, and half of them again", many_words, second_is_marked },
	{ "one word a million times, and half a million", same_word, second_is_marked },
	{ "nothing but punctuation, 16 MB", only_signs, marks_lead_to_kept },
	{ "100,000 equal passages", same_texts, one_is_kept },
	{ "100,000 fillings of one template", templates, none_is_marked },
	{ "100,000 texts of the same eight words", collisions, marks_lead_to_kept },
};

/* ---- the program ---- */

/* Runs in a process of its own, so that the most memory it held is known. */
static int run(const struct hostile *c, size_t n)
{
	struct heap h = { 0 };
	struct dedupe_source source = { .state = &h, .fetch = fetch };
	struct dedupe *d = dedupe_new(&source);
	struct dedupe_mark *marks;
	struct rusage usage;
	clock_t start;
	size_t i;
	long held;
	bool right;

	buffer_init(&h.text, (size_t)1 << 33);
	c->make(&h, n);
	getrusage(RUSAGE_SELF, &usage);
	held = usage.ru_maxrss;
	start = clock();
	for (i = 0; i < h.count; i++)
		dedupe_add(d, i, passage(&h, i), SPAN(""));
	dedupe_decide(d);
	marks = memory_new(h.count, sizeof *marks);
	for (i = 0; i < h.count; i++)
		dedupe_mark(d, i, &marks[i]);
	getrusage(RUSAGE_SELF, &usage);
	right = c->right(marks, h.count);
	printf("%-46s %8.1f %8.2f %8.1f  %s\n", c->name, (double)h.text.len / 1e6, (double)(clock() - start) / CLOCKS_PER_SEC,
	       (double)(usage.ru_maxrss - held) / 1e3, right ? "right" : "WRONG");
	return !right;
}

int main(int argc, char **argv)
{
	size_t n = 100000 / (argc > 1 ? strtoul(argv[1], NULL, 10) + !strtoul(argv[1], NULL, 10) : 1), i;
	int failed = 0, status;

	printf("%-46s %8s %8s %8s\n", "hostile", "MB", "seconds", "MB more");
	fflush(stdout);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		pid_t child = fork();

		if (child == 0)
			exit(run(&cases[i], n));
		failed |= child < 0 || waitpid(child, &status, 0) != child || status != 0;
	}
	return failed;
}
