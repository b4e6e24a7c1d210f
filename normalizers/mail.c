#include "normalizers/mail.h"

#define HEADER_LINES 40	    /* in which the header of the first message stands */
#define LEAST_HEADERS 3	    /* of its fields */
#define LEAST_QUOTED 2	    /* lines in a row; one may begin with ">" by chance */
#define SIGNATURE_LINES 12
#define NOTICE_LINES 20

/* The number of ">" at the beginning of a line; *behind is the offset behind them and one blank. */
static size_t quote_depth(struct span text, size_t *behind)
{
	size_t depth = 0, at = 0;

	*behind = 0;
	while (at < text.len && (text.ptr[at] == '>' || text.ptr[at] == ' ')) {
		if (text.ptr[at++] != '>')
			continue;
		depth++;
		*behind = at;
	}
	if (depth > 0 && *behind < text.len && text.ptr[*behind] == ' ')
		++*behind;
	return depth;
}

static size_t depth_of(const struct lines *lines, size_t i)
{
	size_t behind;

	return i < lines->count && lines_is_text(&lines->line[i]) ? quote_depth(lines->line[i].text, &behind) : 0;
}

static size_t quoted_end(const struct lines *lines, size_t from)
{
	while (depth_of(lines, from) > 0)
		from++;
	return from;
}

static void unquote(struct line *line, bool begins)
{
	size_t behind;

	quote_depth(line->text, &behind);
	line->text = span_from(line->text, behind);
	for (line->indent = 0; line->indent < line->text.len && line->text.ptr[line->indent] == ' '; line->indent++)
		;
	line->flags |= PASSAGE_QUOTED | (begins ? PASSAGE_BLANK_BEFORE : 0u);
}

/* Where the depth changes another one speaks. */
static bool unquote_all(struct lines *lines)
{
	bool any = false;
	size_t i, end, depth, before;

	for (i = 0; i < lines->count; i = end > i ? end : i + 1) {
		end = quoted_end(lines, i);
		if (end - i < LEAST_QUOTED)
			continue;
		any = true;
		for (before = 0; i < end; i++, before = depth) {
			depth = depth_of(lines, i);
			unquote(&lines->line[i], depth != before);
		}
		if (end < lines->count)
			lines->line[end].flags |= PASSAGE_BLANK_BEFORE;
	}
	return any;
}

static bool begins_with_one(struct span text, const char *const *table, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (span_equal_nocase(span_slice(text, 0, strlen(table[i])), span_str(table[i])))
			return true;
	return false;
}

static bool has_header(const struct lines *lines)
{
	static const char *const FIELDS[] = { "from:", "to:", "cc:", "date:", "sent:", "subject:" };
	size_t fields = 0, i;

	for (i = 0; i < lines->count && i < HEADER_LINES; i++)
		fields += begins_with_one(span_trim(lines->line[i].text), FIELDS, sizeof FIELDS / sizeof FIELDS[0]);
	return fields >= LEAST_HEADERS;
}

/* "-----Original Message-----", "---------- Forwarded message ---------", "Begin forwarded message:" */
static bool is_divider(struct span text)
{
	return (span_starts(text, SPAN("---")) && span_ends(text, SPAN("---")) && text.len < 80) ||
	       span_equal_nocase(text, SPAN("begin forwarded message:"));
}

static bool is_notice(struct span text)
{
	static const char *const BEGINNINGS[] = { "this e-mail", "this email", "this message", "the information in this e",
						  "the information contained in this", "confidentiality notice" };

	return begins_with_one(text, BEGINNINGS, sizeof BEGINNINGS / sizeof BEGINNINGS[0]);
}

static bool holds(struct span text, const char *word)
{
	return span_find(text, span_str(word), 0) >= 0;
}

/* The lines from `from` on up to the next blank one or the next message, at most `most`. */
static size_t group_end(const struct lines *lines, size_t from, size_t most)
{
	size_t i = from + 1;

	while (i < lines->count && i - from < most && lines_is_text(&lines->line[i]) &&
	       !(lines->line[i].flags & PASSAGE_BLANK_BEFORE) && !span_empty(span_trim(lines->line[i].text)))
		i++;
	return i;
}

static void mark(struct lines *lines, size_t from, size_t end)
{
	for (; from < end; from++)
		lines->line[from].role = ROLE_BOILERPLATE;
}

/* A notice says what it is for in the words that all of them have. */
static bool is_confidential(const struct lines *lines, size_t from, size_t end)
{
	for (; from < end; from++)
		if (holds(lines->line[from].text, "confidential") || holds(lines->line[from].text, "intended"))
			return true;
	return false;
}

void mail_mark(struct lines *lines)
{
	bool mail = unquote_all(lines);
	size_t i, end;

	mail = has_header(lines) || mail;
	for (i = 0; mail && i < lines->count; i = end) {
		struct span text = span_trim(lines->line[i].text);

		end = i + 1;
		if (!lines_is_text(&lines->line[i]))
			continue;
		if (is_divider(text)) {
			mark(lines, i, end);
		} else if (span_equal(text, SPAN("--"))) {
			end = group_end(lines, i, SIGNATURE_LINES);
			mark(lines, i, end);
		} else if (is_notice(text)) {
			end = group_end(lines, i, NOTICE_LINES);
			if (is_confidential(lines, i, end))
				mark(lines, i, end);
		}
	}
}
