#include "normalizers/glued.h"

#include "normalizers/ascii.h"

#define ADDRESS_BYTES 48 /* of a footer's address that count: browsers cut the rest */
#define HEADER_BYTES 200 /* a header that is longer is none */
#define LEAST_HEADER 16	 /* bytes that headers have in common at least */

/* What furniture of the document may be glued to text. */
struct glue {
	struct span address;	   /* of the footers; empty: none */
	char header[HEADER_BYTES]; /* what the headers begin with, digits as one '#' each run */
	size_t header_length;	   /* 0: no headers, or nothing in common */
};

/* ---- addresses at the end ---- */

/* Offset of an address that is glued to a letter before it, 0 for none. */
static size_t glued_address(struct span text)
{
	size_t from = 0;
	long at;

	while ((at = span_find(text, SPAN("http"), from)) >= 0) {
		if (at > 0 && ascii_letter(text.ptr[at - 1]) && leads_is_address(span_from(text, (size_t)at)))
			return (size_t)at;
		from = (size_t)at + 4;
	}
	return 0;
}

/* The first of the addresses that are furniture; a page is printed from one address. */
static struct span footer_address(const struct lines *lines)
{
	size_t i;

	for (i = 0; i < lines->count; i++)
		if (lines->line[i].role == ROLE_FURNITURE && leads_is_address(lines->line[i].text))
			return span_slice(lines->line[i].text, 0, ADDRESS_BYTES);
	return span_of(NULL, 0);
}

/* ---- headers at the beginning ---- */

/* Is it "Page 3: ..."? */
static bool is_page_header(const struct line *line)
{
	struct span text = line->text;
	size_t at = 5;

	if (line->role != ROLE_FURNITURE || !span_equal_nocase(span_slice(text, 0, 5), SPAN("page ")))
		return false;
	while (at < text.len && ascii_digit(text.ptr[at]))
		at++;
	return at > 5 && at < text.len && text.ptr[at] == ':';
}

/* Reads the text as `header` writes it; returns how much of the header it has, and *end in the text behind that. */
static size_t match_header(const char *header, size_t length, struct span text, size_t *end)
{
	size_t at = 0, k = 0;

	while (k < length && at < text.len) {
		char c = ascii_digit(text.ptr[at]) ? '#' : text.ptr[at];

		if (c != header[k])
			break;
		at++;
		while (c == '#' && at < text.len && ascii_digit(text.ptr[at]))
			at++;
		k++;
	}
	*end = at;
	return k;
}

static void begin_header(struct glue *glue, struct span text)
{
	size_t at = 0, k = 0;

	while (at < text.len && k < HEADER_BYTES) {
		char c = ascii_digit(text.ptr[at]) ? '#' : text.ptr[at];

		at++;
		while (c == '#' && at < text.len && ascii_digit(text.ptr[at]))
			at++;
		glue->header[k++] = c;
	}
	glue->header_length = k;
}

/* The pages may begin alike by chance: a header ends with a number, or else with a whole word. */
static void end_header(struct glue *glue)
{
	size_t k = glue->header_length, numbered = k;

	while (numbered > LEAST_HEADER && glue->header[numbered - 1] != '#')
		numbered--;
	while (k > 0 && glue->header[k - 1] != ' ')
		k--;
	glue->header_length = numbered > LEAST_HEADER ? numbered : k;
	if (glue->header_length < LEAST_HEADER)
		glue->header_length = 0;
}

/* What all page headers begin with. */
static void find_header(struct glue *glue, const struct lines *lines)
{
	size_t headers = 0, end, i;

	glue->header_length = 0;
	for (i = 0; i < lines->count; i++) {
		const struct line *line = &lines->line[i];

		if (!is_page_header(line))
			continue;
		if (headers++ == 0)
			begin_header(glue, line->text);
		else
			glue->header_length = match_header(glue->header, glue->header_length, line->text, &end);
	}
	if (headers < 2)
		glue->header_length = 0;
	end_header(glue);
}

/* ---- cutting ---- */

/* Where a line is to be cut, 0 for nowhere. */
static size_t cut_at(const struct glue *glue, const struct line *line)
{
	size_t at;

	if (lines_is_text(line) && !span_empty(glue->address)) {
		at = glued_address(line->text);
		return at && span_starts(span_from(line->text, at), glue->address) ? at : 0;
	}
	if (glue->header_length == 0 || !is_page_header(line))
		return 0;
	if (match_header(glue->header, glue->header_length, line->text, &at) < glue->header_length)
		return 0;
	return at < line->text.len ? at : 0;
}

/* Does the text end in a word that never is the first part of a compound, as "in" and "on" are? */
static bool ends_whole(struct span text)
{
	static const char *const WORDS[] = {
		"and",	"are",	 "been",  "but",   "can",  "could", "had", "has",  "have", "is",   "its",   "may",   "must",
		"of",	"or",	 "our",	  "shall", "than", "that",  "the", "their", "these", "they", "this", "those", "to",
		"was",	"we",	 "were",  "which", "whose", "will", "with", "would", "your",
	};
	size_t from = text.len;

	while (from > 0 && ascii_letter(text.ptr[from - 1]))
		from--;
	for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
		if (span_equal(span_from(text, from), span_str(WORDS[i])))
			return true;
	return false;
}

/* What stood before an address: the hyphen that divided its last word went when the address was joined to it. */
static struct span before_address(struct arena *arena, struct span text)
{
	return ends_whole(text) ? text : arena_printf(arena, "%.*s-", SPAN_ARG(text));
}

/* Makes two lines of one. Their bytes are known apart where the text is still as it was extracted. */
static void cut_line(struct line *head, struct line *tail, size_t at, struct arena *arena)
{
	bool as_extracted = head->place.byte_end - head->place.byte_start == (long)head->text.len;
	bool header = head->role == ROLE_FURNITURE;

	*tail = *head;
	tail->text = span_trim(span_from(head->text, at));
	tail->flags = 0;
	tail->role = header ? ROLE_LINE : ROLE_FURNITURE;
	head->text = span_slice(head->text, 0, at);
	if (!header)
		head->text = before_address(arena, head->text);
	if (as_extracted)
		head->place.byte_end = tail->place.byte_start = head->place.byte_start + (long)at;
	lines_look(head);
	lines_look(tail);
}

void glued_cut(struct lines *lines, struct arena *arena)
{
	struct glue glue = { .address = footer_address(lines) };
	size_t cuts = 0, i, to, at;
	struct line *grown;

	find_header(&glue, lines);
	for (i = 0; i < lines->count; i++)
		cuts += cut_at(&glue, &lines->line[i]) > 0;
	if (cuts == 0)
		return;
	grown = arena_array(arena, lines->count + cuts + 1, sizeof *grown);
	for (i = to = 0; i < lines->count; i++) {
		grown[to++] = lines->line[i];
		at = cut_at(&glue, &lines->line[i]);
		if (at > 0) {
			cut_line(&grown[to - 1], &grown[to], at, arena);
			to++;
		}
	}
	lines->line = grown;
	lines->count = to;
}
