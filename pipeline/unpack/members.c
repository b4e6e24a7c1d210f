#include "pipeline/unpack/members.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/memory.h"
#include "pipeline/names.h"

enum { NOTES_MOST = 200, NAME_MOST = 16 * 1024 };

static const char *const code_names[UNPACK_CODES] = {
	[UNPACK_DAMAGED] = "member-damaged",
	[UNPACK_LIMIT] = "archive-limit",
	[UNPACK_LARGE] = "member-too-large",
	[UNPACK_NESTED] = "archive-nested",
	[UNPACK_ENCRYPTED] = "member-encrypted",
	[UNPACK_TRUNCATED] = "record-truncated",
	[UNPACK_COUNTS] = "archive-counts",
};

const char *unpack_code_name(enum unpack_code code)
{
	return code_names[code];
}

void members_init(struct members *m, const struct unpack_sink *sink, struct limits limits)
{
	*m = (struct members){ .sink = sink, .left = limits, .member = limits.member };
	buffer_init(&m->prefix, BUFFER_LIMIT_DEFAULT);
	buffer_init(&m->name, BUFFER_LIMIT_DEFAULT);
}

void members_release(struct members *m)
{
	if (m->notes > NOTES_MOST) {
		size_t more = m->notes - NOTES_MOST;

		m->notes = 0;
		members_note(m, SEVERITY_WARNING, UNPACK_DAMAGED, "%zu more like these are not named", more);
	}
	buffer_release(&m->prefix);
	buffer_release(&m->name);
	free(m->seen);
	free(m->times);
}

void members_note(struct members *m, enum severity severity, enum unpack_code code, const char *format, ...)
{
	char message[1024];
	va_list args;

	if (m->notes++ >= NOTES_MOST)
		return;
	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	m->sink->note(m->sink->context, severity, code, span_str(message));
}

bool members_count(struct members *m)
{
	if (m->left.members-- > 0)
		return true;
	m->left.members = 0;
	members_note(m, SEVERITY_ERROR, UNPACK_LIMIT,
		     "has more members than it may: the rest is not read; --unpack-members allows more");
	return false;
}

/* ---- names ---- */

static void grow(struct members *m)
{
	uint64_t *seen = m->seen;
	uint32_t *times = m->times;
	size_t capacity = m->seen_capacity;

	m->seen_capacity = capacity ? 2 * capacity : 1024;
	m->seen = memory_new(m->seen_capacity, sizeof *m->seen);
	m->times = memory_new(m->seen_capacity, sizeof *m->times);
	for (size_t i = 0; i < capacity; i++) {
		size_t at = seen[i] & (m->seen_capacity - 1);

		if (!times[i])
			continue;
		while (m->times[at])
			at = (at + 1) & (m->seen_capacity - 1);
		m->seen[at] = seen[i];
		m->times[at] = times[i];
	}
	free(seen);
	free(times);
}

/* The how-manieth of this name it is. Names of one hash would only be counted together: still each once. */
static uint32_t count_name(struct members *m)
{
	uint64_t hash = hash_64(buffer_span(&m->name));
	size_t at;

	if (2 * m->seen_count >= m->seen_capacity)
		grow(m);
	at = hash & (m->seen_capacity - 1);
	while (m->times[at] && m->seen[at] != hash)
		at = (at + 1) & (m->seen_capacity - 1);
	m->seen_count += m->times[at] == 0;
	m->seen[at] = hash;
	return ++m->times[at];
}

void members_name(struct members *m, struct span entry)
{
	uint32_t times;

	buffer_clear(&m->name);
	buffer_add(&m->name, buffer_span(&m->prefix));
	names_add_member(&m->name, span_slice(entry, 0, NAME_MOST));
	times = count_name(m);
	if (times > 1)
		buffer_printf(&m->name, "!%" PRIu32, times);
}

/* ---- bytes ---- */

static void begin(struct members *m, const struct unpack_member *about)
{
	struct unpack_member member = *about;

	member.name = buffer_span(&m->name);
	m->sink->begin(m->sink->context, &member);
}

void members_bytes(struct members *m, const struct unpack_member *about, struct span bytes)
{
	begin(m, about);
	m->sink->data(m->sink->context, bytes);
	m->sink->end(m->sink->context, true);
}

void members_fault(struct members *m, struct span what, const char *fault)
{
	const char *before = what.len ? "member " : "", *behind = what.len ? ": " : "";

	if (strcmp(fault, LIMITS_FAULT) == 0)
		members_note(m, SEVERITY_ERROR, UNPACK_LIMIT,
			     "%s%.*s%sunpacks to more than an archive of its size may: the rest is not read; --unpack-ratio "
			     "and --unpack-limit allow more", before, SPAN_ARG(what), behind);
	else
		members_note(m, SEVERITY_ERROR, UNPACK_DAMAGED, "%s%.*s%s%s: %s", before, SPAN_ARG(what), behind, fault,
			     what.len ? "not read" : "not all of it could be read");
}

void members_stream(struct members *m, const struct unpack_member *about, struct stream *bytes)
{
	size_t total = 0;
	struct span some;

	begin(m, about);
	while (total <= m->member && (some = stream_peek(bytes, STREAM_AHEAD)).len) {
		m->sink->data(m->sink->context, some);
		total += some.len;
		stream_take(bytes, some.len);
	}
	m->sink->end(m->sink->context, total <= m->member && !bytes->fault);
	if (bytes->fault)
		members_fault(m, buffer_span(&m->name), bytes->fault);
	else if (total > m->member)
		members_note(m, SEVERITY_ERROR, UNPACK_LARGE, "member %s: larger than %zu MiB: not read", m->name.data,
			     m->member >> 20);
}
