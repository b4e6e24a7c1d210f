#include "pipeline/commands/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "pipeline/intake.h"
#include "pipeline/opening.h"
#include "pipeline/normalize.h"
#include "pipeline/talk.h"

/* ---- passages as text ---- */

static bool is_main(const struct passage *p)
{
	return p->role != ROLE_BOILERPLATE && p->role != ROLE_FURNITURE && p->role != ROLE_NOISE;
}

/* Markdown knows two kinds of list: numbers, which it counts on from the first, and bullets. */
static void write_item(struct buffer *out, const struct passage *p)
{
	bool numbered = p->marker.len > 1 && strchr("0123456789", p->marker.ptr[0]) &&
			p->marker.ptr[p->marker.len - 1] == '.';

	for (int depth = 1; depth < p->level && depth < 8; depth++)
		buffer_add_str(out, "  ");
	buffer_add(out, numbered ? p->marker : SPAN("-"));
	buffer_add_char(out, ' ');
	if (!numbered && p->marker.len && (p->marker.ptr[0] & 0x80) == 0 && p->marker.len > 1) {
		buffer_add(out, p->marker); /* "(a)", "iv." */
		buffer_add_char(out, ' ');
	}
}

static void write_markdown_start(struct buffer *out, const struct passage *p)
{
	switch (p->role) {
	case ROLE_HEADING:
		for (int i = 0; i < (p->level > 0 ? p->level : 1) && i < 6; i++)
			buffer_add_char(out, '#');
		buffer_add_char(out, ' ');
		break;
	case ROLE_LIST_ITEM:
		write_item(out, p);
		break;
	case ROLE_TABLE_ROW:
		buffer_add_str(out, "| ");
		break;
	default:
		if (p->flags & PASSAGE_QUOTED)
			buffer_add_str(out, "> ");
		break;
	}
}

/* A number or bullet that the page shows is part of what is read. */
static void write_plain_start(struct buffer *out, const struct passage *p)
{
	if (span_empty(p->marker))
		return;
	buffer_add(out, p->marker);
	buffer_add_char(out, ' ');
}

/* Lines whose structure is meant, and rows of one table, stand together; all else has an empty line between. */
static bool stands_close(const struct passage *p, const struct passage *before)
{
	if (!before)
		return true;
	if (p->role == ROLE_TABLE_ROW)
		return before->role == ROLE_TABLE_ROW;
	return p->flags & before->flags & PASSAGE_PREFORMATTED && !(p->flags & PASSAGE_BLANK_BEFORE);
}

static void write_document(struct buffer *out, const struct document *d, bool markdown)
{
	const struct passage *before = NULL;

	for (size_t i = 0; i < d->passage_count; i++) {
		const struct passage *p = &d->passages[i];

		if (!is_main(p))
			continue;
		if (!stands_close(p, before))
			buffer_add_char(out, '\n');
		if (markdown)
			write_markdown_start(out, p);
		else
			write_plain_start(out, p);
		buffer_add(out, p->text);
		buffer_add_str(out, markdown && p->role == ROLE_TABLE_ROW ? " |\n" : "\n");
		before = p;
	}
}

/* ---- files ---- */

/* Appends the main text of a file to `out`; 0, or why there is none, already said. */
static int read_text(const struct options *options, struct buffer *out, struct buffer *bytes, const char *path)
{
	struct document *d = document_new();
	struct file file = files_given(d->arena, path);
	struct span why;
	int status;

	buffer_clear(bytes);
	d->source.path = file.name;
	d->bounds = &options->bounds;
	file.most = bounds_bytes(&options->bounds);
	status = opening_whole(&file, bytes, d->arena, &why);
	if (status != 0)
		document_note(d, SEVERITY_ERROR, "unreadable", 0, "%.*s", SPAN_ARG(why));
	else
		intake_convert(options, d, bytes);
	if (status == 0)
		status = d->source.state == SOURCE_FAILED ? EX_DATAERR : intake_extract(d, buffer_span(bytes));
	intake_announce(d);
	if (status == 0) {
		normalize_document(d);
		write_document(out, d, options->markdown);
	}
	document_free(d);
	return status;
}

static int write_file(const char *path, const struct buffer *text)
{
	FILE *out = fopen(path, "wb");
	bool good;

	if (!out) {
		talk_error("%s: cannot be made: %s: name another place, in a folder that is there", path, strerror(errno));
		return EX_CANTCREAT;
	}
	good = fwrite(text->data, 1, text->len, out) == text->len;
	if (fclose(out) != 0 || !good) {
		talk_error("%s: cannot be written to its end: %s: make room there, and run it again", path, strerror(errno));
		return EX_IOERR;
	}
	return 0;
}

struct work {
	struct buffer text, bytes;
	struct intake_tally tally;
	const struct options *options;
};

/* One line "IN<tab>OUT"; 0 or the status that ends the run. A file without text leaves an empty OUT. */
static int batch_line(struct work *w, char *line)
{
	char *tab = strchr(line, '\t');

	line[strcspn(line, "\n")] = '\0';
	if (!tab || tab == line || (tab == line + 1 && *line == '-')) { /* standard input holds the list */
		talk_error("standard input: '%s' is no line of the form IN<tab>OUT with two files: it is left out", line);
		intake_count(&w->tally, EX_DATAERR);
		return 0;
	}
	*tab = '\0';
	buffer_clear(&w->text);
	intake_count(&w->tally, read_text(w->options, &w->text, &w->bytes, line));
	return write_file(tab + 1, &w->text);
}

static int run_batch(struct work *w)
{
	char *line = NULL;
	size_t capacity = 0;
	int status = 0;

	while (status == 0 && getline(&line, &capacity, stdin) > 0)
		status = batch_line(w, line);
	free(line);
	return status;
}

static int run_files(struct work *w, const struct options *options)
{
	static const char *const standard_input = "-";
	const char *const *paths = options->path_count ? (const char *const *)options->paths : &standard_input;
	size_t count = options->path_count ? options->path_count : 1;

	for (size_t i = 0; i < count; i++) {
		buffer_clear(&w->text);
		intake_count(&w->tally, read_text(w->options, &w->text, &w->bytes, paths[i]));
		if (i > 0 && w->text.len)
			putchar('\n');
		fwrite(w->text.data, 1, w->text.len, stdout);
	}
	return 0;
}

static int run(const struct options *options)
{
	struct work w = { .options = options };
	const char *fault = options->path_count == 0 ? opening_stdin_fault() : NULL;
	int status;

	if (fault || (options->batch && options->path_count)) {
		talk_error("%s", fault ? fault : "--batch reads the names of its files on standard input");
		return EX_USAGE;
	}
	buffer_init(&w.text, BUFFER_LIMIT_DEFAULT);
	buffer_init(&w.bytes, BUFFER_LIMIT_DEFAULT);
	status = options->batch ? run_batch(&w) : run_files(&w, options);
	buffer_release(&w.text);
	buffer_release(&w.bytes);
	return status ? status : intake_status(&w.tally);
}

const struct command text_command = {
	.name = "text",
	.arguments = "[--markdown] [--batch] [FILE]",
	.summary = "Prints the main text of a page or text file.",
	.details = "One paragraph, heading, list item or table row a line, an empty line between them;\n"
		   "navigation, teasers, comments and page furniture are left out. Reads stdin without\n"
		   "FILE or with -.\n"
		   "\n"
		   "  winnow text --markdown page.html",
	.options = "mbl",
	.most = 1,
	.run = run,
};
