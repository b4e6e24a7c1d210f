/*
 * crew: dedupe_add_all. Threads make sketches, each of a stretch of the passages, into memory of its own; the
 * caller's thread adds them in order. So the engine sees the same as from one thread.
 */
#include <pthread.h>

#include "pipeline/dedupe/engine.h"

struct hand {
	const struct dedupe_passage *passages;
	size_t count;
	struct buffer made; /* for each passage its length and its sketch, as sketch_write makes it */
	pthread_t thread;
	bool running;
};

static void *make_sketches(void *state)
{
	struct hand *hand = state;
	struct tokens tokens;
	struct sketch sketch;
	size_t i, at, len;

	tokens_init(&tokens);
	sketch_init(&sketch);
	for (i = 0; i < hand->count; i++) {
		sketch_make(&sketch, &tokens, hand->passages[i].text);
		at = hand->made.len;
		buffer_add(&hand->made, span_of((const char *)&at, sizeof at));
		sketch_write(&sketch, &hand->made);
		len = hand->made.len - at - sizeof at;
		memcpy(hand->made.data + at, &len, sizeof len);
	}
	sketch_release(&sketch);
	tokens_release(&tokens);
	return NULL;
}

static void add_made(struct dedupe *d, const struct hand *hand)
{
	size_t at = 0, i, len;

	for (i = 0; i < hand->count; i++, at += len) {
		memcpy(&len, hand->made.data + at, sizeof len);
		at += sizeof len;
		sketch_read(&d->sketch, span_of(hand->made.data + at, len));
		dedupe_add_sketch(d, hand->passages[i].key, &d->sketch, hand->passages[i].context);
	}
}

void dedupe_add_all(struct dedupe *d, const struct dedupe_passage *passages, size_t count, int threads)
{
	struct hand hands[DEDUPE_THREADS];
	size_t crew = threads < 1 ? 1 : threads > DEDUPE_THREADS ? DEDUPE_THREADS : (size_t)threads, i;

	if (crew == 1) {
		for (i = 0; i < count; i++)
			dedupe_add(d, passages[i].key, passages[i].text, passages[i].context);
		return;
	}
	for (i = 0; i < crew; i++) {
		size_t from = count * i / crew;

		hands[i] = (struct hand){ .passages = passages + from, .count = count * (i + 1) / crew - from };
		buffer_init(&hands[i].made, (size_t)1 << 40);
		/* The last stretch is the caller's own; so is one whose thread cannot be made. */
		hands[i].running = i + 1 < crew && pthread_create(&hands[i].thread, NULL, make_sketches, &hands[i]) == 0;
		if (!hands[i].running)
			make_sketches(&hands[i]);
	}
	for (i = 0; i < crew; i++) {
		if (hands[i].running)
			pthread_join(hands[i].thread, NULL);
		add_made(d, &hands[i]);
		buffer_release(&hands[i].made);
	}
}
