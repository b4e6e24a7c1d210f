#include "pipeline/base/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct job {
	void (*work)(void *state, int hand, size_t from, size_t to);
	void *state;
	size_t count, step;
	atomic_size_t next;
};

struct hand {
	struct job *job;
	int number;
	pthread_t thread;
	bool running;
};

static void *take_part(void *state)
{
	struct hand *hand = state;
	struct job *job = hand->job;
	size_t from;

	while ((from = atomic_fetch_add(&job->next, job->step)) < job->count)
		job->work(job->state, hand->number, from, from + job->step < job->count ? from + job->step : job->count);
	return NULL;
}

void crew_work(int hands, size_t count, size_t step, void (*work)(void *state, int hand, size_t from, size_t to), void *state)
{
	struct job job = { .work = work, .state = state, .count = count, .step = step };
	struct hand crew[CREW_MAX];
	int i;

	hands = hands < 1 ? 1 : hands > CREW_MAX ? CREW_MAX : hands;
	for (i = 0; i < hands; i++) {
		crew[i] = (struct hand){ .job = &job, .number = i };
		/* The last hand is the caller's own. */
		crew[i].running = i + 1 < hands && (size_t)i * step < count &&
				  pthread_create(&crew[i].thread, NULL, take_part, &crew[i]) == 0;
	}
	take_part(&crew[hands - 1]);
	for (i = 0; i < hands; i++)
		if (crew[i].running)
			pthread_join(crew[i].thread, NULL);
}
