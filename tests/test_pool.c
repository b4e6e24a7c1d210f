/* pool: what a poisoned job costs, and what a worker can no longer do. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "pipeline/base/memory.h"
#include "pipeline/workers/pool.h"

/* AddressSanitizer needs address space without limit: there a job that asks for too much ends as the allocator would end it. */
#if defined __SANITIZE_ADDRESS__
enum { LIMITED = 0 };
#else
enum { LIMITED = 1 };
#endif

enum { JOBS = 1000, EACH = 50, MEMORY = 512 << 20, MILLISECONDS = 40 };

/* ---- what workers do: the first byte of a job says it ---- */

static void eat(void)
{
	enum { BITE = 64 << 20, BITES = 64 };

	for (int i = 0; i < BITES && LIMITED; i++)
		*(volatile char *)memory_new(1, BITE) = 1;
	_exit(71);
}

static void lie(size_t length)
{
	if (write(STDOUT_FILENO, &length, sizeof length) < 0)
		_exit(9);
	for (;;)
		pause();
}

static void work(void *context, struct span job, struct buffer *result)
{
	(void)context;
	switch (job.len ? job.ptr[0] : '\0') {
	case 'c':
		signal(SIGSEGV, SIG_DFL); /* cmocka catches it */
		raise(SIGSEGV);
		break;
	case 'a':
		signal(SIGABRT, SIG_DFL);
		abort();
	case 'l':
		for (volatile unsigned long i = 0;; i++)
			;
	case 'm':
		eat();
		break;
	case 'x':
		_exit(3);
	case 'g':
		lie(SIZE_MAX / 4);
		break;
	default:
		buffer_printf(result, "%zu:", job.len);
		buffer_add(result, job);
	}
}

static struct pool *open_pool(size_t workers, pool_work *what)
{
	const struct pool_settings settings = { .workers = workers,
						.confined = true,
						.memory = LIMITED ? MEMORY : 0,
						.milliseconds = MILLISECONDS,
						.work = what };
	struct pool *pool = pool_open(&settings);

	assert_non_null(pool);
	return pool;
}

/* ---- poison ---- */

static const struct poison {
	char letter;
	enum pool_fate fate;
} poisons[] = {
	{ 'c', POOL_CRASHED }, { 'a', POOL_CRASHED }, { 'l', POOL_LATE },
	{ 'm', POOL_STARVED }, { 'x', POOL_BROKEN },  { 'g', POOL_BROKEN },
};

enum { KINDS = sizeof poisons / sizeof *poisons };

/* Every twentieth job is poison of a kind in turn with the others, none at the ends. */
static const struct poison *poison_of(size_t i)
{
	size_t each = JOBS / (EACH * KINDS);

	return i % each == 1 && i / each < (size_t)EACH * KINDS ? &poisons[i / each % KINDS] : NULL;
}

static void check(const struct pool_result *result, size_t i, const char *job)
{
	const struct poison *poison = poison_of(i);
	char expected[64];

	assert_ptr_equal(result->tag, job);
	if (!poison) {
		snprintf(expected, sizeof expected, "%zu:%s", strlen(job), job);
		assert_int_equal(result->fate, POOL_DONE);
		assert_string_equal(result->bytes.ptr, expected);
	} else if (result->fate != poison->fate) {
		fail_msg("job %zu (%c) ended as %d", i, poison->letter, (int)result->fate);
	}
}

/* Fifty of each kind among a thousand: exactly those are lost, and the others come in order. */
static void test_poison_costs_itself(void **state)
{
	struct pool *pool = open_pool(2, work);
	char(*jobs)[32] = memory_new(JOBS, sizeof *jobs);
	struct pool_result result;
	size_t taken = 0;

	(void)state;
	for (size_t i = 0; i < JOBS; i++) {
		const struct poison *poison = poison_of(i);

		snprintf(jobs[i], sizeof jobs[i], "%cjob %zu", poison ? poison->letter : ' ', i);
		while (!pool_has_room(pool)) {
			assert_true(pool_next(pool, &result));
			check(&result, taken, jobs[taken]);
			taken++;
		}
		pool_submit(pool, span_of(jobs[i], 1), span_str(jobs[i] + 1), jobs[i]);
	}
	while (pool_next(pool, &result)) {
		check(&result, taken, jobs[taken]);
		taken++;
	}
	assert_int_equal(taken, JOBS);
	assert_in_range(pool_replaced(pool), EACH * KINDS, 2 * EACH * KINDS);
	pool_close(pool);
	free(jobs);
}

/* A job that kills a worker for what an earlier one left there does well in a fresh one. */
static void ruin(void *context, struct span job, struct buffer *result)
{
	int *jobs = context;

	if (job.len > 1 && ++*jobs > 2)
		_exit(3);
	buffer_add(result, job);
}

static void test_ruined_worker(void **state)
{
	int jobs = 0;
	const struct pool_settings settings = { .workers = 1, .confined = true, .work = ruin, .context = &jobs };
	struct pool *pool = pool_open(&settings);
	struct pool_result result;
	int done = 0;

	(void)state;
	assert_non_null(pool);
	for (int i = 0; i < 5; i++)
		pool_submit(pool, SPAN("a"), SPAN("b"), NULL);
	while (pool_next(pool, &result))
		done += result.fate == POOL_DONE;
	assert_int_equal(done, 5);
	assert_int_equal(pool_replaced(pool), 2);
	pool_close(pool);
}

/* ---- sizes ---- */

/* More than any pipe holds, both ways, several at once. */
static void test_large_jobs(void **state)
{
	enum { SIZE = 5 << 20, COUNT = 6 };
	struct pool *pool = open_pool(2, work);
	char *bytes = memory_new(SIZE, 1);
	struct pool_result result;
	int taken = 0;

	(void)state;
	memset(bytes, 'z', SIZE);
	for (int i = 0; i < COUNT; i++)
		pool_submit(pool, SPAN(""), span_of(bytes, SIZE - (size_t)i), NULL);
	while (pool_next(pool, &result)) {
		assert_int_equal(result.fate, POOL_DONE);
		assert_int_equal(result.bytes.len, 8 + SIZE - taken);
		taken++;
	}
	assert_int_equal(taken, COUNT);
	pool_close(pool);
	free(bytes);
}

static void test_empty(void **state)
{
	struct pool *pool = open_pool(1, work);
	struct pool_result result;

	(void)state;
	assert_false(pool_next(pool, &result));
	pool_submit(pool, SPAN(""), SPAN(""), pool);
	assert_true(pool_next(pool, &result));
	assert_ptr_equal(result.tag, pool);
	assert_string_equal(result.bytes.ptr, "0:");
	pool_close(pool);
}

/* ---- what a worker can no longer do ---- */

static const char *try_open(void)
{
	return open("/etc/passwd", O_RDONLY) >= 0 ? "opened a file" : NULL;
}

static const char *try_create(void)
{
	return open("/tmp/winnow-escaped", O_WRONLY | O_CREAT, 0600) >= 0 ? "made a file" : NULL;
}

static const char *try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? "made a socket" : NULL;
}

static const char *try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid > 0 ? "forked" : NULL;
}

static const char *try_program(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno == EPERM || errno == EACCES ? NULL : "started a program";
}

static const char *try_signal(void)
{
	return kill(getppid(), 0) == 0 ? "could signal its parent" : NULL;
}

static const char *try_descriptors(void)
{
	for (int i = STDERR_FILENO + 1; i < 256; i++)
		if (fcntl(i, F_GETFD) >= 0)
			return "inherited a descriptor";
	return NULL;
}

static void escape(void *context, struct span job, struct buffer *result)
{
	static const char *(*const tries[])(void) = { try_open, try_create, try_socket, try_fork,
						      try_program, try_signal, try_descriptors };

	(void)context;
	(void)job;
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		const char *what = tries[i]();

		if (what)
			buffer_printf(result, "%s; ", what);
	}
}

/* Where the kernel has both layers, nothing of this may work; seccomp alone stops all of it but old descriptors. */
static void test_no_escape(void **state)
{
	struct pool *pool = open_pool(1, escape);
	struct pool_result result;

	(void)state;
	if (!pool_sandbox(pool).seccomp) {
		pool_close(pool);
		skip();
	}
	pool_submit(pool, SPAN(""), SPAN(""), NULL);
	assert_true(pool_next(pool, &result));
	assert_int_equal(result.fate, POOL_DONE);
	assert_string_equal(result.bytes.ptr, "");
	pool_close(pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_poison_costs_itself),
		cmocka_unit_test(test_ruined_worker),
		cmocka_unit_test(test_large_jobs),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_no_escape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
