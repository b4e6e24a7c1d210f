#include "pipeline/signals.h"

#include <signal.h>
#include <stddef.h>

/* The one thing that a handler may write, and the one global that changes while we run. */
static volatile sig_atomic_t caught;

static const int asked[] = { SIGINT, SIGTERM, SIGHUP };

static void note(int number)
{
	caught = number;
}

void signals_catch(void)
{
	struct sigaction before, after = { .sa_handler = note, .sa_flags = SA_RESETHAND | SA_RESTART };

	sigemptyset(&after.sa_mask);
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		if (sigaction(asked[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			sigaction(asked[i], &after, NULL);
}

int signals_caught(void)
{
	return caught;
}

void signals_end(void)
{
	if (!caught)
		return;
	signal(caught, SIG_DFL);
	raise(caught);
}
