#include "pipeline/progress.h"

#include <time.h>

#include "pipeline/talk.h"

enum { SECOND = 1000000000, PAUSE = SECOND / 10, SETTLED = 1 /* seconds until a rate means something */ };

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

void progress_begin(struct progress *p, size_t files, int64_t bytes)
{
	*p = (struct progress){ .files = files, .bytes = bytes, .started = now() };
}

/* Time left by bytes: files differ too much in size to be counted. */
static void show(const struct progress *p, double seconds)
{
	double rate = (double)p->bytes_done / seconds;
	long left = rate > 0 ? (long)((double)(p->bytes - p->bytes_done) / rate + 0.5) : 0;

	if (seconds < SETTLED || left < 0)
		talk_transient("%zu of %zu files", p->files_done, p->files);
	else
		talk_transient("%zu of %zu files, %.1f MB/s, %ld:%02ld left", p->files_done, p->files, rate / 1e6,
			       left / 60, left % 60);
}

void progress_step(struct progress *p, int64_t bytes)
{
	int64_t time = now();

	p->files_done++;
	p->bytes_done += bytes;
	if (time - p->shown < PAUSE)
		return;
	p->shown = time;
	show(p, (double)(time - p->started) / SECOND);
}

void progress_phase(const char *what)
{
	talk_transient("%s", what);
}

double progress_end(const struct progress *p)
{
	talk_transient("%s", "");
	return (double)(now() - p->started) / SECOND;
}
