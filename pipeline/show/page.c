#include "pipeline/show/page.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "pipeline/show/columns.h"
#include "pipeline/show/phrase.h"
#include "pipeline/talk.h"

/* Where the text of a field begins. */
#define FIELD_COLUMN 14

/* SGR parameters (ECMA-48) of each style; the 16 colours follow the terminal's own light or dark theme. */
static const char *const styles[PAGE_STYLE_COUNT] = {
	[PAGE_PLAIN] = NULL, [PAGE_BOLD] = "1", [PAGE_GOOD] = "32", [PAGE_WARN] = "33", [PAGE_BAD] = "1;31",
	[PAGE_DIM] = "2",
};

static bool colour_wanted(FILE *to)
{
	const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");

	if (refused && *refused)
		return false;
	return isatty(fileno(to)) && terminal && strcmp(terminal, "dumb") != 0;
}

void page_init(struct page *p, FILE *to)
{
	buffer_init(&p->out, BUFFER_LIMIT_DEFAULT);
	buffer_init(&p->line, BUFFER_LIMIT_DEFAULT);
	p->colour = colour_wanted(to);
}

int page_print(const struct page *p, FILE *to)
{
	if (fwrite(p->out.data, 1, p->out.len, to) != p->out.len || fflush(to) != 0) {
		talk_error("standard output: the page cannot be written: %s: make room where it goes, and run it again",
			   strerror(errno));
		return EX_IOERR;
	}
	if (p->out.overflow) {
		talk_error("the page is longer than 1 GiB and was cut there; ask for less");
		return EX_IOERR;
	}
	return 0;
}

void page_release(struct page *p)
{
	buffer_release(&p->line);
	buffer_release(&p->out);
}

static void style_on(struct page *p, enum page_style style)
{
	if (p->colour && styles[style])
		buffer_printf(&p->out, "\033[%sm", styles[style]);
}

static void style_off(struct page *p, enum page_style style)
{
	if (p->colour && styles[style])
		buffer_add_str(&p->out, "\033[0m");
}

static void indent(struct page *p, size_t columns)
{
	while (columns-- > 0)
		buffer_add_char(&p->out, ' ');
}

void page_heading(struct page *p, const char *text)
{
	if (p->out.len > 0)
		buffer_add_char(&p->out, '\n');
	style_on(p, PAGE_BOLD);
	buffer_add_str(&p->out, text);
	style_off(p, PAGE_BOLD);
	buffer_add_char(&p->out, '\n');
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What a page may show of any bytes: white space as blanks, control characters made visible. */
static void add_visible(struct buffer *out, struct span text)
{
	struct buffer flat;

	buffer_init(&flat, BUFFER_LIMIT_DEFAULT);
	buffer_add(&flat, text);
	for (size_t i = 0; i < flat.len; i++)
		if (is_blank(flat.data[i]))
			flat.data[i] = ' ';
	talk_escape(out, buffer_span(&flat));
	buffer_release(&flat);
}

void page_title(struct page *p, struct span text)
{
	struct buffer visible;

	buffer_init(&visible, BUFFER_LIMIT_DEFAULT);
	add_visible(&visible, text);
	style_on(p, PAGE_BOLD);
	phrase_excerpt(&p->out, buffer_span(&visible), PAGE_WIDTH);
	style_off(p, PAGE_BOLD);
	buffer_add_char(&p->out, '\n');
	buffer_release(&visible);
}

/* Bytes of a word that stay on the line: up to its last slash where that is far enough, as in a path. */
static size_t cut_of(struct span word, size_t fits)
{
	for (size_t i = fits; i > fits / 2; i--)
		if (word.ptr[i - 1] == '/')
			return i;
	return fits;
}

/* A word that is longer than a line is cut where the line ends: a path, a text without blanks. */
static size_t add_long_word(struct page *p, size_t column, size_t rest, struct span word)
{
	for (;;) {
		size_t room = PAGE_WIDTH > column ? PAGE_WIDTH - column : 0, fits = columns_fit(word, room);

		if (fits == word.len || (fits == 0 && column <= rest)) {
			buffer_add(&p->out, word);
			return column + columns_of(word);
		}
		fits = cut_of(word, fits);
		buffer_add(&p->out, span_slice(word, 0, fits));
		word = span_from(word, fits);
		buffer_add_char(&p->out, '\n');
		indent(p, rest);
		column = rest;
	}
}

/* Writes the visible text from `column` on, with line breaks at blanks, and ends the line. */
static void wrap(struct page *p, size_t column, size_t rest, struct span text)
{
	size_t at = 0;

	while (at < text.len) {
		size_t blanks = at, word, width;

		while (blanks < text.len && text.ptr[blanks] == ' ')
			blanks++;
		for (word = blanks; word < text.len && text.ptr[word] != ' ';)
			word++;
		if (word == blanks)
			break;
		width = columns_of(span_slice(text, blanks, word));
		/* A word that fits on no line begins where it stands. */
		if (at > 0 && column + (blanks - at) + width > PAGE_WIDTH && width + rest <= PAGE_WIDTH) {
			buffer_add_char(&p->out, '\n');
			indent(p, rest);
			column = rest;
		} else {
			indent(p, blanks - at);
			column += blanks - at;
		}
		column = add_long_word(p, column, rest, span_slice(text, blanks, word));
		at = word;
	}
	buffer_add_char(&p->out, '\n');
}

void page_text(struct page *p, size_t first, size_t rest, struct span text)
{
	struct buffer visible;

	buffer_init(&visible, BUFFER_LIMIT_DEFAULT);
	add_visible(&visible, text);
	if (visible.len > 0)
		indent(p, first);
	wrap(p, first, rest, buffer_span(&visible));
	buffer_release(&visible);
}

void page_say(struct page *p, size_t first, size_t rest, const char *format, ...)
{
	va_list arguments;
	char *room;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0)
		return;
	buffer_clear(&p->line);
	room = buffer_reserve(&p->line, (size_t)length + 1);
	if (!room)
		return;
	va_start(arguments, format);
	vsnprintf(room, (size_t)length + 1, format, arguments);
	va_end(arguments);
	page_text(p, first, rest, span_of(room, (size_t)length));
}

void page_mark(struct page *p, enum page_style style, size_t word, size_t rest, struct span text)
{
	struct buffer visible;

	buffer_init(&visible, BUFFER_LIMIT_DEFAULT);
	add_visible(&visible, text);
	style_on(p, style);
	buffer_add(&p->out, span_slice(buffer_span(&visible), 0, word));
	style_off(p, style);
	wrap(p, word, rest, span_from(buffer_span(&visible), word));
	buffer_release(&visible);
}

void page_field(struct page *p, const char *name, struct span text)
{
	if (span_empty(text))
		return;
	page_say(p, 2, FIELD_COLUMN, "%-*s%.*s", FIELD_COLUMN - 2, name, SPAN_ARG(text));
}

void page_command(struct page *p, struct span text)
{
	indent(p, 2);
	add_visible(&p->out, text);
	buffer_add_char(&p->out, '\n');
}

void page_more(struct page *p, size_t columns, long shown, long total)
{
	struct buffer count;

	if (shown >= total)
		return;
	buffer_init(&count, 64);
	phrase_number(&count, total - shown);
	page_say(p, columns, columns, "… and %s more", count.data);
	buffer_release(&count);
}
