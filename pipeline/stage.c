#include "pipeline/stage.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"

static struct stage *stage_new(const struct stage_type *type)
{
	struct stage *stage = memory_new(1, sizeof *stage);

	stage->type = type;
	stage->state = memory_new(1, type->state_size);
	return stage;
}

static void stage_free(struct stage *stage)
{
	if (stage->type->close)
		stage->type->close(stage);
	free(stage->state);
	free(stage);
}

struct stage *chain_open(const struct stage_type *const *types, size_t count, const struct options *options,
			 int *status)
{
	struct stage *first = NULL;
	struct stage **link = &first;

	*status = 0;
	for (size_t i = 0; i < count && *status == 0; i++) {
		*link = stage_new(types[i]);
		if (types[i]->open)
			*status = types[i]->open(*link, options);
		link = &(*link)->next;
	}
	if (*status != 0) {
		chain_close(first);
		return NULL;
	}
	return first;
}

int chain_push(struct stage *first, struct document *document)
{
	return first ? first->type->push(first, document) : 0;
}

int chain_flush(struct stage *first)
{
	int status = 0;

	for (struct stage *stage = first; stage; stage = stage->next) {
		int failed = stage->type->flush ? stage->type->flush(stage) : 0;

		if (status == 0)
			status = failed;
	}
	return status;
}

void chain_close(struct stage *first)
{
	while (first) {
		struct stage *next = first->next;

		stage_free(first);
		first = next;
	}
}

int stage_pass(struct stage *stage, struct document *document)
{
	return chain_push(stage->next, document);
}
