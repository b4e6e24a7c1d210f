#include "pipeline/verify/check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

/* Findings that are kept for each check; the others are counted. */
enum { FINDINGS_SHOWN = 50 };

static const struct {
	const char *name;
	enum page_style style;
} verdicts[] = {
	[VERDICT_OK] = { "ok", PAGE_GOOD },
	[VERDICT_WARNING] = { "warning", PAGE_WARN },
	[VERDICT_SKIPPED] = { "skipped", PAGE_WARN },
	[VERDICT_FAILED] = { "FAILED", PAGE_BAD },
};

void check_init(struct checks *checks, struct store *store, const struct options *options)
{
	*checks = (struct checks){ .store = store, .options = options, .arena = arena_new() };
}

void check_release(struct checks *checks)
{
	arena_free(checks->arena);
}

struct check *check_add(struct checks *checks, const char *name)
{
	struct check *check = &checks->check[checks->count < CHECKS_MOST ? checks->count++ : CHECKS_MOST - 1];

	*check = (struct check){ .name = name };
	return check;
}

static struct span format_text(struct arena *arena, const char *format, va_list arguments)
{
	struct span text = { NULL, 0 };
	char *made;
	int length = vasprintf(&made, format, arguments);

	if (length < 0)
		return text;
	text = arena_copy(arena, span_of(made, (size_t)length));
	free(made);
	return text;
}

void check_say(struct checks *checks, struct check *check, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	check->summary = format_text(checks->arena, format, arguments);
	va_end(arguments);
}

void check_find(struct checks *checks, struct check *check, enum verdict verdict, struct span path, int64_t line,
		const char *format, ...)
{
	struct finding finding = { verdict, path, line, { NULL, 0 } };
	va_list arguments;

	if (verdict > check->verdict)
		check->verdict = verdict;
	if (check->total++ >= FINDINGS_SHOWN)
		return;
	va_start(arguments, format);
	finding.message = format_text(checks->arena, format, arguments);
	va_end(arguments);
	finding.path = arena_copy(checks->arena, path);
	check->findings = arena_room(checks->arena, check->findings, check->count, &check->capacity,
				     sizeof *check->findings);
	check->findings[check->count++] = finding;
}

static void show_check(const struct check *check, struct page *page)
{
	const char *verdict = verdicts[check->verdict].name;
	struct buffer line;

	buffer_init(&line, 1 << 16);
	buffer_printf(&line, "%-9s%-14s%.*s", verdict, check->name, SPAN_ARG(check->summary));
	page_mark(page, verdicts[check->verdict].style, strlen(verdict), 23, buffer_span(&line));
	buffer_release(&line);
}

static void show_finding(const struct finding *f, struct page *page)
{
	struct buffer line;

	buffer_init(&line, 1 << 20);
	if (!span_empty(f->path)) {
		buffer_add(&line, f->path);
		if (f->line > 0)
			buffer_printf(&line, ":%" PRId64, f->line);
		buffer_add_str(&line, ": ");
	}
	if (f->verdict == VERDICT_WARNING || f->verdict == VERDICT_OK)
		buffer_add_str(&line, f->verdict == VERDICT_OK ? "note: " : "warning: ");
	buffer_add(&line, f->message);
	page_text(page, 0, 2, buffer_span(&line));
	buffer_release(&line);
}

void check_show(const struct checks *checks, struct page *page)
{
	for (size_t i = 0; i < checks->count; i++)
		show_check(&checks->check[i], page);
	for (size_t i = 0; i < checks->count; i++) {
		const struct check *check = &checks->check[i];

		if (check->count > 0)
			page_text(page, 0, 0, span_of(NULL, 0));
		for (size_t j = 0; j < check->count; j++)
			show_finding(&check->findings[j], page);
		page_more(page, 0, (long)check->count, (long)check->total);
	}
}

enum verdict check_worst(const struct checks *checks)
{
	enum verdict worst = VERDICT_OK;

	for (size_t i = 0; i < checks->count; i++)
		if (checks->check[i].verdict > worst)
			worst = checks->check[i].verdict;
	return worst;
}
