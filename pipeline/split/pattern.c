#include "pipeline/split/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"

enum {
	MATCH_STEPS = 1000000,    /* backtracking steps for one match */
	HEAP_KIB = 64 * 1024,     /* memory of the interpreter, where JIT is not to be had */
	JIT_STACK_FIRST = 32 * 1024,
	JIT_STACK_MOST = 1024 * 1024
};

struct pattern {
	pcre2_code *code;
	pcre2_match_data *data;      /* scratch: matching changes nothing that a caller sees */
	pcre2_match_context *context;
	struct needles *needles;       /* without one of them it cannot match */
	bool may_begin[256];           /* with this byte a text it matches may begin */
	int group_number[GROUP_NAMES]; /* 0: the pattern has no such group */
};

static const char *const group_names[GROUP_NAMES] = {
	"number", "label", "text", "quote", "response", "para", "paragraph", "type", "who", "addressee", "date",
	"ordinal", "session", "special", "title", "department", "paper", "body", "name", "role", "count"
};

static int group_from_name(const char *name)
{
	for (int i = 0; i < GROUP_NAMES; i++)
		if (strcmp(group_names[i], name) == 0)
			return i;
	return -1;
}

/* Fills group_number from the pattern's name table; returns the first name that is not ours, or NULL. */
static const char *resolve_groups(struct pattern *p)
{
	const char *entry;
	uint32_t count, size;

	pcre2_pattern_info(p->code, PCRE2_INFO_NAMECOUNT, &count);
	pcre2_pattern_info(p->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(p->code, PCRE2_INFO_NAMETABLE, &entry);
	for (; count > 0; count--, entry += size) {
		/* An entry is the group's number in two bytes, then its name. */
		int group = group_from_name(entry + 2);

		if (group < 0)
			return entry + 2;
		p->group_number[group] = (unsigned char)entry[0] << 8 | (unsigned char)entry[1];
	}
	return NULL;
}

/*
 * Most patterns are anchored at the beginning, and most passages begin with a
 * letter that none of them begins with. Which these are PCRE2 tells itself: a
 * partial match of a text of one letter fails only if every longer one fails too.
 */
static void find_beginnings(struct pattern *p)
{
	uint32_t options = 0;

	memset(p->may_begin, true, sizeof p->may_begin);
	pcre2_pattern_info(p->code, PCRE2_INFO_ALLOPTIONS, &options);
	if (!(options & PCRE2_ANCHORED))
		return;
	for (int c = 0; c < 0x80; c++) {
		PCRE2_UCHAR text = (PCRE2_UCHAR)c;

		p->may_begin[c] = pcre2_match(p->code, &text, 1, 0, PCRE2_PARTIAL_HARD | PCRE2_NO_JIT, p->data,
					      p->context) != PCRE2_ERROR_NOMATCH;
	}
}

/* PCRE2 takes its memory from memory.h: it never gets NULL, and so never says that a pattern is at fault for want of it. */
static void *take_memory(size_t size, void *context)
{
	(void)context;
	return memory_resize(NULL, size, 1);
}

static void give_memory(void *memory, void *context)
{
	(void)context;
	free(memory);
}

static pcre2_code *compile(struct span source, pcre2_general_context *memory, int *code, PCRE2_SIZE *at)
{
	pcre2_compile_context *context = pcre2_compile_context_create(memory);
	pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)source.ptr, source.len, PCRE2_UTF | PCRE2_UCP, code, at, context);

	pcre2_compile_context_free(context);
	return compiled;
}

static void prepare(struct pattern *p, pcre2_general_context *memory)
{
	p->data = pcre2_match_data_create_from_pattern(p->code, memory);
	p->context = pcre2_match_context_create(memory);
	pcre2_set_match_limit(p->context, MATCH_STEPS);
	pcre2_set_heap_limit(p->context, HEAP_KIB);
	find_beginnings(p);
	/* Without JIT (a hardened kernel may refuse it) the interpreter gives the same matches. */
	pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
}

static struct pattern *refuse(struct pattern *p, pcre2_general_context *memory)
{
	pcre2_general_context_free(memory);
	pattern_free(p);
	return NULL;
}

struct pattern *pattern_new(struct span source, char *message, size_t message_size, size_t *offset)
{
	pcre2_general_context *memory = pcre2_general_context_create(take_memory, give_memory, NULL);
	struct pattern *p = memory_new(1, sizeof *p);
	const char *unknown;
	PCRE2_UCHAR reason[256];
	PCRE2_SIZE at;
	int code;

	*offset = 0;
	p->code = compile(source, memory, &code, &at);
	if (!p->code) {
		pcre2_get_error_message(code, reason, sizeof reason);
		snprintf(message, message_size, "%s", (const char *)reason);
		*offset = at;
		return refuse(p, memory);
	}
	unknown = resolve_groups(p);
	if (unknown) {
		snprintf(message, message_size, "no group may be called '%s'; docs/families.md has the names",
			 unknown);
		return refuse(p, memory);
	}
	prepare(p, memory);
	p->needles = needles_make(source);
	pcre2_general_context_free(memory);
	return p;
}

void pattern_free(struct pattern *p)
{
	if (!p)
		return;
	pcre2_match_context_free(p->context);
	pcre2_match_data_free(p->data);
	pcre2_code_free(p->code);
	free(p->needles);
	free(p);
}

bool pattern_may_match(const struct pattern *p, const struct grams *g)
{
	return needles_may_occur(p->needles, g);
}

static void fill(const struct pattern *p, struct span subject, struct match *m)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(p->data);

	m->start = at[0];
	m->end = at[1];
	for (int i = 0; i < GROUP_NAMES; i++) {
		int n = p->group_number[i];

		m->groups[i] = (struct span){ NULL, 0 };
		if (n != 0 && at[2 * n] != PCRE2_UNSET)
			m->groups[i] = span_slice(subject, at[2 * n], at[2 * n + 1]);
	}
}

static int match_once(const struct pattern *p, struct span subject, size_t from)
{
	return pcre2_match(p->code, (PCRE2_SPTR)(subject.ptr ? subject.ptr : ""), subject.len, from, PCRE2_NO_UTF_CHECK,
			   p->data, p->context);
}

/*
 * Nearly every match does with the 32 KiB of our own stack that JIT takes. A
 * larger one is made for the match that asks for it: one for each of a thousand
 * patterns is a gigabyte of address space, which confined processes do not have.
 */
static int match_code(const struct pattern *p, struct span subject, size_t from)
{
	int found = match_once(p, subject, from);
	pcre2_jit_stack *stack;

	if (found != PCRE2_ERROR_JIT_STACKLIMIT)
		return found;
	stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
	if (!stack)
		return found;
	pcre2_jit_stack_assign(p->context, NULL, stack);
	found = match_once(p, subject, from);
	pcre2_jit_stack_assign(p->context, NULL, NULL);
	pcre2_jit_stack_free(stack);
	return found;
}

enum match_result pattern_match(const struct pattern *p, struct span subject, size_t from, struct match *m)
{
	int found;

	if (from == 0 && subject.len > 0 && !p->may_begin[(unsigned char)subject.ptr[0]])
		return MATCH_NONE;
	found = match_code(p, subject, from);
	if (found == PCRE2_ERROR_NOMATCH)
		return MATCH_NONE;
	if (found < 0)
		return MATCH_LIMIT;
	if (pcre2_get_ovector_pointer(p->data)[0] > pcre2_get_ovector_pointer(p->data)[1])
		return MATCH_NONE; /* \K in a lookahead can end a match before its start */
	fill(p, subject, m);
	return MATCH_FOUND;
}

bool pattern_found(const struct pattern *p, struct span subject)
{
	struct match m;

	return pattern_match(p, subject, 0, &m) == MATCH_FOUND;
}
