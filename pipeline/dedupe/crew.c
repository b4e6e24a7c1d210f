/*
 * crew: dedupe_add_all. Hands make sketches, each of a stretch of the passages, into memory of its own; the caller's
 * thread adds them in order. So the engine sees the same as from one thread.
 */
#include "pipeline/base/crew.h"
#include "pipeline/dedupe/engine.h"

struct stretch {
	const struct dedupe_passage *passages;
	size_t count;
	struct buffer made; /* for each passage its length and its sketch, as sketch_write makes it */
};

static void make_sketches(struct stretch *stretch)
{
	struct tokens tokens;
	struct sketch sketch;
	size_t i, at, len;

	tokens_init(&tokens);
	sketch_init(&sketch);
	for (i = 0; i < stretch->count; i++) {
		sketch_make(&sketch, &tokens, stretch->passages[i].text);
		at = stretch->made.len;
		buffer_add(&stretch->made, span_of((const char *)&at, sizeof at));
		sketch_write(&sketch, &stretch->made);
		len = stretch->made.len - at - sizeof at;
		memcpy(stretch->made.data + at, &len, sizeof len);
	}
	sketch_release(&sketch);
	tokens_release(&tokens);
}

static void make_stretches(void *state, int hand, size_t from, size_t to)
{
	struct stretch *stretches = state;

	(void)hand;
	for (; from < to; from++)
		make_sketches(&stretches[from]);
}

static void add_made(struct dedupe *d, const struct stretch *stretch)
{
	size_t at = 0, i, len;

	for (i = 0; i < stretch->count; i++, at += len) {
		memcpy(&len, stretch->made.data + at, sizeof len);
		at += sizeof len;
		sketch_read(&d->sketch, span_of(stretch->made.data + at, len));
		dedupe_add_sketch(d, stretch->passages[i].key, &d->sketch,
				  dedupe_context(stretch->passages[i].context));
	}
}

enum { STRETCHES = 4 }; /* of a hand: one that is slowed down by others gets fewer */

void dedupe_add_all(struct dedupe *d, const struct dedupe_passage *passages, size_t count)
{
	struct stretch stretches[CREW_MAX * STRETCHES];
	size_t parts = (size_t)d->source.threads * STRETCHES, i;

	if (d->source.threads == 1) {
		for (i = 0; i < count; i++)
			dedupe_add(d, passages[i].key, passages[i].text, passages[i].context);
		return;
	}
	for (i = 0; i < parts; i++) {
		size_t from = count * i / parts;

		stretches[i] = (struct stretch){ .passages = passages + from, .count = count * (i + 1) / parts - from };
		buffer_init(&stretches[i].made, (size_t)1 << 40);
	}
	crew_work(d->source.threads, parts, 1, make_stretches, stretches);
	for (i = 0; i < parts; i++) {
		add_made(d, &stretches[i]);
		buffer_release(&stretches[i].made);
	}
}
