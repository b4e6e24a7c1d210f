/*
 * family_parse: the reader of family files. The three tables at the top are the
 * whole language; the rest only walks lines.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/buffer.h"
#include "pipeline/base/utf8.h"
#include "pipeline/split/family.h"

enum { USE_DEPTH_MOST = 8, PATTERN_BYTES_MOST = 64 * 1024, GAP_DEFAULT = 5 };

/* A named piece of a pattern: {name} in the patterns below it. */
struct macro {
	struct span name, text;
};

struct reader {
	struct family *family;
	struct span file;         /* name of the file being read */
	int line;
	struct rule *rule;        /* what an indented line belongs to */
	enum rule_kind rule_kind;
	struct example *example;
	struct macro *macros;
	size_t macro_count, macro_capacity;
	family_finder *find;
	void *find_context;
	int depth;                /* of `use` */
	struct family_error *error;
};

/* How a keyword's line goes on. */
enum shape {
	SHAPE_PATTERN,       /* conclusion PATTERN */
	SHAPE_WORD_PATTERN,  /* count recommendations PATTERN */
	SHAPE_VALUE_PATTERN, /* position agreed PATTERN */
	SHAPE_POINTS_PATTERN /* recognise 30 PATTERN, recognise 5..30 PATTERN */
};

static int section_from_name(struct span name)
{
	return span_equal(name, SPAN("begin")) ? 0 : span_equal(name, SPAN("end")) ? 1 : -1;
}

static int field_from_name(struct span name)
{
	static const char *const fields[FIELD_COUNT] = { "date",      "title",  "sender",
							 "recipient", "author", "publisher" };

	for (int i = 0; i < FIELD_COUNT; i++)
		if (span_equal(span_str(fields[i]), name))
			return i;
	return -1;
}

static int column_from_name(struct span name)
{
	static const char *const columns[COLUMN_COUNT] = { "label",	"recommendation", "response",
							   "position", "status",	  "target" };

	for (int i = 0; i < COLUMN_COUNT; i++)
		if (span_equal(span_str(columns[i]), name))
			return i;
	return -1;
}

/* The rules: keyword, what follows it, and how its value is named. */
static const struct {
	const char *keyword;
	enum shape shape;
	int (*value_from_name)(struct span name);
	const char *values; /* for the error message */
} rule_words[RULE_KIND_COUNT] = {
	[RULE_RECOGNISE] = { "recognise", SHAPE_POINTS_PATTERN, NULL, NULL },
	[RULE_REFERENCE] = { "reference", SHAPE_VALUE_PATTERN, reference_role_from_name, "own, answers, cites" },
	[RULE_DOCUMENT] = { "document", SHAPE_VALUE_PATTERN, field_from_name,
			    "date, title, sender, recipient, author, publisher" },
	[RULE_COUNT] = { "count", SHAPE_WORD_PATTERN, NULL, NULL },
	[RULE_SECTION] = { "section", SHAPE_VALUE_PATTERN, section_from_name, "begin, end" },
	[RULE_PART] = { "part", SHAPE_WORD_PATTERN, NULL, NULL },
	[RULE_COLUMN] = { "column", SHAPE_VALUE_PATTERN, column_from_name,
			  "label, recommendation, response, position, status, target" },
	[RULE_CONCLUSION] = { "conclusion", SHAPE_PATTERN, NULL, NULL },
	[RULE_RECOMMENDATION] = { "recommendation", SHAPE_PATTERN, NULL, NULL },
	[RULE_ITEM] = { "item", SHAPE_PATTERN, NULL, NULL },
	[RULE_RESPONSE] = { "response", SHAPE_PATTERN, NULL, NULL },
	[RULE_PARAGRAPH] = { "paragraph", SHAPE_PATTERN, NULL, NULL },
	[RULE_QUOTE] = { "quote", SHAPE_PATTERN, NULL, NULL },
	[RULE_MORE] = { "more", SHAPE_PATTERN, NULL, NULL },
	[RULE_STOP] = { "stop", SHAPE_PATTERN, NULL, NULL },
	[RULE_SKIP] = { "skip", SHAPE_PATTERN, NULL, NULL },
	[RULE_POSITION] = { "position", SHAPE_VALUE_PATTERN, position_from_name,
			    "agreed, partially_agreed, disagreed, noted, unknown" },
	[RULE_STATUS] = { "status", SHAPE_VALUE_PATTERN, status_from_name,
			  "implemented, in_progress, not_implemented, withdrawn, unknown" },
	[RULE_TARGET] = { "target", SHAPE_PATTERN, NULL, NULL },
	[RULE_DIRECTIVE] = { "directive", SHAPE_PATTERN, NULL, NULL },
};

/* The properties that are a word alone, and where in struct rule they go. */
static const struct {
	const char *word;
	size_t offset;
} flag_words[] = {
	{ "anywhere", offsetof(struct rule, anywhere) },
	{ "each", offsetof(struct rule, each) },
	{ "alone", offsetof(struct rule, alone) },
	{ "line", offsetof(struct rule, line_only) },
	{ "title next", offsetof(struct rule, with_next) },
	{ "with next", offsetof(struct rule, with_next) },
	{ "begins", offsetof(struct rule, begins) },
	{ "last", offsetof(struct rule, last) },
	{ "top", offsetof(struct rule, top) },
	{ "aside", offsetof(struct rule, aside) },
	{ "follows", offsetof(struct rule, follows) },
	{ "letters", offsetof(struct rule, letters) },
	{ "bullet", offsetof(struct rule, bullet) },
	{ "after item", offsetof(struct rule, after_item) },
	{ "under conclusion", offsetof(struct rule, under) },
	{ "needs tail", offsetof(struct rule, needs_tail) },
	{ "from any", offsetof(struct rule, from_any) },
	{ "no text yet", offsetof(struct rule, first) },
	{ "then response", offsetof(struct rule, then_response) },
	{ "response behind tail", offsetof(struct rule, behind_tail) },
	{ "any role", offsetof(struct rule, any_role) },
	{ "heading", offsetof(struct rule, heading) },
	{ "unnumbered", offsetof(struct rule, unnumbered) },
	{ "list", offsetof(struct rule, list) },
	{ "another who", offsetof(struct rule, another_who) },
	{ "whole", offsetof(struct rule, whole) },
	{ "about item", offsetof(struct rule, about_item) },
};

static bool fail(struct reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fail(struct reader *r, const char *format, ...)
{
	va_list args;

	r->error->line = r->line;
	va_start(args, format);
	vsnprintf(r->error->message, sizeof r->error->message, format, args);
	va_end(args);
	return false;
}

/* Cuts the first word off *rest, and the white space behind it. */
static struct span next_word(struct span *rest)
{
	size_t len = 0;
	struct span word;

	while (len < rest->len && !isspace((unsigned char)rest->ptr[len]))
		len++;
	word = span_slice(*rest, 0, len);
	*rest = span_trim(span_from(*rest, len));
	return word;
}

/* ---- patterns ---- */

static const struct macro *find_macro(const struct reader *r, struct span name)
{
	for (size_t i = r->macro_count; i > 0; i--)
		if (span_equal(r->macros[i - 1].name, name))
			return &r->macros[i - 1];
	return NULL;
}

/* {name} becomes the macro's text in a group of its own; other braces stay. Macros hold no macros: they were expanded when made. */
static void expand(const struct reader *r, struct span text, struct buffer *out)
{
	for (size_t i = 0; i < text.len; i++) {
		const struct macro *macro = NULL;
		long close = text.ptr[i] == '{' ? span_find(text, SPAN("}"), i) : -1;

		if (close > 0)
			macro = find_macro(r, span_slice(text, i + 1, (size_t)close));
		if (!macro) {
			buffer_add_char(out, text.ptr[i]);
			continue;
		}
		buffer_add_str(out, "(?:");
		buffer_add(out, macro->text);
		buffer_add_char(out, ')');
		i = (size_t)close;
	}
}

static const struct pattern *compile(struct reader *r, struct span text)
{
	struct family *f = r->family;
	struct buffer source;
	struct pattern *p = NULL;
	char message[300];
	size_t offset;

	buffer_init(&source, PATTERN_BYTES_MOST);
	expand(r, text, &source);
	if (source.overflow)
		fail(r, "the pattern is longer than %d bytes", PATTERN_BYTES_MOST);
	else
		p = pattern_new(buffer_span(&source), message, sizeof message, &offset);
	if (p) {
		f->patterns = arena_room(f->arena, f->patterns, f->pattern_count, &f->pattern_capacity,
					 sizeof *f->patterns);
		f->patterns[f->pattern_count++] = p;
	} else if (!source.overflow) {
		struct span near = span_slice(buffer_span(&source), offset > 20 ? offset - 20 : 0, offset);

		fail(r, "%s%s%.*s%s", message, offset ? ", behind «" : "", SPAN_ARG(near), offset ? "»" : "");
	}
	buffer_release(&source);
	return p;
}

/* ---- lines ---- */

static bool parse_points(struct reader *r, struct span word, struct rule *rule)
{
	char text[32];
	int used = 0;

	snprintf(text, sizeof text, "%.*s", SPAN_ARG(word));
	if (sscanf(text, "%d..%d%n", &rule->points, &rule->points_most, &used) == 2 && text[used] == '\0')
		return true;
	if (sscanf(text, "%d%n", &rule->points, &used) == 1 && text[used] == '\0') {
		rule->points_most = rule->points;
		return true;
	}
	return fail(r, "recognise wants points, as in «recognise 30 PATTERN» or «recognise 5..30 PATTERN»");
}

static bool parse_rule(struct reader *r, enum rule_kind kind, struct span rest)
{
	struct family *f = r->family;
	struct rule_list *list = kind >= RULE_CONCLUSION && kind <= RULE_SKIP ? &f->starts : &f->lists[kind];
	struct rule rule = { .kind = kind, .family = r->file, .line = r->line, .gap = GAP_DEFAULT };

	if (rule_words[kind].shape != SHAPE_PATTERN)
		rule.word = next_word(&rest);
	if (rule_words[kind].shape == SHAPE_POINTS_PATTERN && !parse_points(r, rule.word, &rule))
		return false;
	if (rule_words[kind].shape == SHAPE_VALUE_PATTERN) {
		rule.value = rule_words[kind].value_from_name(rule.word);
		if (rule.value < 0)
			return fail(r, "«%.*s» is none of: %s", SPAN_ARG(rule.word), rule_words[kind].values);
		rule.word = SPAN("");
	}
	if (rest.len == 0)
		return fail(r, "%s wants a pattern", rule_words[kind].keyword);
	rule.pattern = compile(r, rest);
	if (!rule.pattern)
		return false;
	list->rules = arena_room(f->arena, list->rules, list->count, &list->capacity, sizeof *list->rules);
	list->rules[list->count] = rule;
	r->rule = &list->rules[list->count++];
	r->example = NULL;
	return true;
}

static bool parse_property(struct reader *r, struct span text)
{
	struct span rest = text, word = next_word(&rest);

	if (!r->rule)
		return fail(r, "an indented line is a property, and there is no rule above it");
	for (size_t i = 0; i < sizeof flag_words / sizeof *flag_words; i++) {
		if (!span_equal(span_str(flag_words[i].word), text))
			continue;
		*(bool *)((char *)r->rule + flag_words[i].offset) = true;
		return true;
	}
	if (span_equal(word, SPAN("tail")) && rest.len > 0) {
		r->rule->tail = compile(r, rest);
		return r->rule->tail != NULL;
	}
	if (span_equal(word, SPAN("between")) && rest.len > 0) {
		r->rule->between = compile(r, rest);
		return r->rule->between != NULL;
	}
	if (span_equal(word, SPAN("in")) && rest.len > 0) {
		r->rule->part = rest;
		return true;
	}
	if (span_equal(word, SPAN("body")) && rest.len > 0) {
		r->rule->word = rest;
		return true;
	}
	if (span_equal(word, SPAN("ascending"))) {
		r->rule->ascending = true;
		if (rest.len > 0)
			r->rule->gap = atoi(rest.ptr);
		return r->rule->gap > 0 || fail(r, "ascending wants a number over 0, or none");
	}
	return fail(r, "«%.*s» is no property; docs/families.md lists them", SPAN_ARG(text));
}

static bool parse_let(struct reader *r, struct span rest)
{
	struct family *f = r->family;
	struct span name = next_word(&rest);
	struct buffer text;

	if (span_starts(rest, SPAN("= ")))
		rest = span_trim(span_from(rest, 2));
	if (name.len == 0 || rest.len == 0)
		return fail(r, "let wants a name and a pattern, as in «let month = January|February»");
	buffer_init(&text, PATTERN_BYTES_MOST);
	expand(r, rest, &text);
	r->macros = arena_room(f->arena, r->macros, r->macro_count, &r->macro_capacity, sizeof *r->macros);
	r->macros[r->macro_count++] = (struct macro){ name, arena_copy(f->arena, buffer_span(&text)) };
	buffer_release(&text);
	return true;
}

static bool parse_text(struct reader *r, struct span text);

static bool parse_use(struct reader *r, struct span name)
{
	struct span outer_file = r->file, text;
	int outer_line = r->line;

	if (r->depth >= USE_DEPTH_MOST)
		return fail(r, "use goes deeper than %d files: does a file use itself?", USE_DEPTH_MOST);
	if (!r->find || !r->find(r->find_context, name, &text))
		return fail(r, "there is no family «%.*s» to use", SPAN_ARG(name));
	r->depth++;
	r->file = arena_copy(r->family->arena, name);
	if (!parse_text(r, arena_copy(r->family->arena, text)))
		return false;
	r->depth--;
	r->file = outer_file;
	r->line = outer_line;
	r->rule = NULL;
	return true;
}

static bool parse_example(struct reader *r, struct span name)
{
	struct family *f = r->family;

	f->examples = arena_room(f->arena, f->examples, f->example_count, &f->example_capacity,
				 sizeof *f->examples);
	r->example = &f->examples[f->example_count++];
	*r->example = (struct example){ .name = name, .line = r->line };
	r->rule = NULL;
	return true;
}

/* "| a line of input" and "=> what it must give". */
static bool parse_example_line(struct reader *r, struct span line)
{
	struct family *f = r->family;
	struct example *e = r->example;

	if (!e)
		return fail(r, "input and «=>» lines belong below an «example NAME» line");
	if (line.ptr[0] == '|') {
		struct span text = span_from(line, line.len > 1 && line.ptr[1] == ' ' ? 2 : 1);

		e->input = arena_printf(f->arena, "%.*s%.*s\n", SPAN_ARG(e->input), SPAN_ARG(text));
		return true;
	}
	e->expected = arena_room(f->arena, e->expected, e->expected_count, &e->expected_capacity,
				 sizeof *e->expected);
	e->expected[e->expected_count++] = span_trim(span_from(line, 2));
	return true;
}

/* The lines that say something about the file as a whole. */
static bool parse_header(struct reader *r, struct span word, struct span rest, bool *known)
{
	struct family *f = r->family;
	int kind;

	*known = true;
	if (span_equal(word, SPAN("let")))
		return parse_let(r, rest);
	if (span_equal(word, SPAN("use")))
		return parse_use(r, rest);
	if (span_equal(word, SPAN("example")))
		return parse_example(r, rest);
	if (span_equal(word, SPAN("quotes"))) {
		f->quoted = f->quoted || r->depth == 0;
		return true;
	}
	if (span_equal(word, SPAN("section-optional"))) {
		f->section_optional = true;
		return true;
	}
	if (span_equal(word, SPAN("general"))) {
		f->general = f->general || r->depth == 0;
		return true;
	}
	if (span_equal(word, SPAN("reads"))) {
		if (r->depth == 0)
			f->reads = rest;
		return true;
	}
	if (span_equal(word, SPAN("kind"))) {
		kind = document_kind_from_name(rest);
		if (kind < 0)
			return fail(r, "«%.*s» is none of: committee_report, government_response, letter, news, other",
				    SPAN_ARG(rest));
		if (r->depth == 0)
			f->kind = (enum document_kind)kind;
		return true;
	}
	*known = false;
	return true;
}

static bool parse_line(struct reader *r, struct span line)
{
	struct span text = span_trim(line), rest = text, word;
	bool known, ok;

	if (line.ptr[0] == '|' || span_starts(text, SPAN("=>")))
		return r->depth > 0 || parse_example_line(r, line.ptr[0] == '|' ? line : text);
	if (text.len == 0 || text.ptr[0] == '#')
		return true;
	if (isspace((unsigned char)line.ptr[0]))
		return parse_property(r, text);
	word = next_word(&rest);
	if (r->depth > 0 && span_equal(word, SPAN("example")))
		return true; /* the examples of a used file are its own */
	ok = parse_header(r, word, rest, &known);
	if (known)
		return ok;
	for (int kind = 0; kind < RULE_KIND_COUNT; kind++)
		if (span_equal(span_str(rule_words[kind].keyword), word))
			return parse_rule(r, (enum rule_kind)kind, rest);
	return fail(r, "«%.*s» is no keyword; docs/families.md lists them", SPAN_ARG(word));
}

static bool parse_text(struct reader *r, struct span text)
{
	struct span rest = text, line;

	r->line = 0;
	while (span_next_line(&rest, &line)) {
		r->line++;
		if (line.len > 0 && line.ptr[line.len - 1] == '\r')
			line.len--;
		if (line.len > 0 && !parse_line(r, line))
			return false;
	}
	return true;
}

struct family *family_parse(struct span name, struct span text, family_finder *find, void *context,
			    struct family_error *error)
{
	struct arena *arena = arena_new();
	struct family *f = arena_alloc(arena, sizeof *f);
	struct reader r = { .family = f, .find = find, .find_context = context, .error = error };

	f->arena = arena;
	f->name = arena_copy(arena, name);
	r.file = f->name;
	*error = (struct family_error){ 0 };
	if (!utf8_valid(text)) {
		r.line = 1;
		fail(&r, "the file is not UTF-8: save it as UTF-8");
	} else if (parse_text(&r, arena_copy(arena, text))) {
		return f;
	}
	family_free(f);
	return NULL;
}

void family_free(struct family *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->pattern_count; i++)
		pattern_free((struct pattern *)f->patterns[i]);
	arena_free(f->arena);
}

bool family_directive(const struct family *f, struct span text)
{
	const struct rule_list *list = &f->lists[RULE_DIRECTIVE];

	for (size_t i = 0; i < list->count; i++)
		if (pattern_found(list->rules[i].pattern, text))
			return true;
	return false;
}
