#include "pipeline/dedupe/filter.h"

#include <errno.h>
#include <pthread.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/dedupe/held.h"
#include "pipeline/dedupe/line.h"
#include "pipeline/dedupe/stored.h"
#include "pipeline/ndjson.h"

enum { CHUNK = 1 << 20, MESSAGE = 256 };

/* A passage that waits for its sketch: places in filter.texts. */
struct waiting {
	uint64_t key;
	size_t text_at, text_len, context_len; /* the context stands behind the text */
};

struct filter {
	struct held held;
	struct dedupe *engine;
	struct stored stored;  /* of the database, when there is one */
	pthread_mutex_t lock;  /* of `stored`: one thread at a time asks the database */
	struct waiting *waiting; /* the passages of this chunk */
	size_t waiting_count, waiting_capacity;
	struct buffer texts;   /* theirs */
	struct dedupe_passage *batch;
	size_t batch_capacity;
	struct buffer text;    /* work space */
	struct buffer context;
	struct buffer entry;
	struct filter_report *report;
	filter_complain *complain;
	void *complain_state;
};

/* Keys of passages of the database are their places in `stored`, with this bit; of others see held.h. */
#define KEY_STORED ((uint64_t)1 << 63)

/* ---- what the engine asks ---- */

static bool fetch_text(void *state, uint64_t key, size_t from, size_t to, struct buffer *out)
{
	struct filter *f = state;
	bool good;

	if (!(key & KEY_STORED))
		return held_text(&f->held, key, from, to, out);
	pthread_mutex_lock(&f->lock);
	good = stored_fetch(&f->stored, (size_t)(key & ~KEY_STORED), from, to, out);
	pthread_mutex_unlock(&f->lock);
	return good;
}

/* The id as the line wrote it; of a passage without, its line number; of one of the database, its name. */
static bool fetch_id(struct filter *f, uint64_t key, struct buffer *out)
{
	if (!(key & KEY_STORED))
		return held_id(&f->held, key, out);
	if (!stored_name(&f->stored, (size_t)(key & ~KEY_STORED), &f->text))
		return false;
	buffer_clear(out);
	ndjson_write_string(out, buffer_span(&f->text));
	return true;
}

static int order_ids(void *state, uint64_t a, uint64_t b)
{
	struct filter *f = state;

	if ((a | b) & KEY_STORED) /* what is stored was there first */
		return a & b & KEY_STORED ? (a > b) - (a < b) : a & KEY_STORED ? -1 : 1;
	return held_compare(&f->held, a, b);
}

/* ---- reading ---- */

/* The role of a passage of winnow's own stream; -1 for other people's data. */
static int role_of(const struct line *l)
{
	return span_empty(l->member[LINE_WINNOW]) ? -1 : role_from_name(line_string(l->member[LINE_ROLE]));
}

/* Context as the engine takes it. Other people's is what they wrote; of our own stream see stored.h. */
static struct span context_of(struct filter *f, const struct line *l, int role)
{
	struct span context = line_string(l->member[LINE_CONTEXT]);

	if (role < 0)
		return context;
	buffer_clear(&f->text);
	buffer_add(&f->text, l->member[LINE_SOURCE]);
	buffer_add(&f->text, l->member[LINE_DOCUMENT]);
	stored_context(&f->context, (enum role)role, context, buffer_span(&f->text));
	return buffer_span(&f->context);
}

/* Keeps the text until the chunk is read: then all of its passages get their sketches at once. */
static void wait_for_sketch(struct filter *f, const struct line *l, int role)
{
	struct span context = context_of(f, l, role);
	struct waiting *w;

	f->waiting = memory_room(f->waiting, f->waiting_count, &f->waiting_capacity, sizeof *f->waiting);
	w = &f->waiting[f->waiting_count++];
	*w = (struct waiting){ .key = f->held.places.count, .text_at = f->texts.len, .context_len = context.len };
	line_unescape(&f->texts, l->member[LINE_TEXT]);
	w->text_len = f->texts.len - w->text_at;
	f->report->text_bytes += w->text_len;
	buffer_add(&f->texts, context);
}

static void add_waiting(struct filter *f)
{
	size_t i;

	if (f->waiting_count > f->batch_capacity) {
		f->batch_capacity = f->waiting_capacity;
		f->batch = memory_resize(f->batch, f->batch_capacity, sizeof *f->batch);
	}
	for (i = 0; i < f->waiting_count; i++) {
		const struct waiting *w = &f->waiting[i];
		const char *text = f->texts.data + w->text_at;

		f->batch[i] = (struct dedupe_passage){ w->key, span_of(text, w->text_len),
						       span_of(text + w->text_len, w->context_len) };
	}
	dedupe_add_all(f->engine, f->batch, f->waiting_count);
	f->waiting_count = 0;
	buffer_clear(&f->texts);
}

static bool has_id(struct span id)
{
	return !span_empty(id) && (id.ptr[0] == '"' || id.ptr[0] == '-' || (id.ptr[0] >= '0' && id.ptr[0] <= '9'));
}

static void note_passage(struct filter *f, const struct line *l, struct span text, struct held_line *line)
{
	int role = role_of(l);
	struct span id = l->member[LINE_ID], string = line_string(l->member[LINE_TEXT]);
	bool marked = l->member[LINE_OF].ptr || l->member[LINE_KIND].ptr || l->member[LINE_SIMILARITY].ptr;

	line->text_at = (uint32_t)(l->member[LINE_TEXT].ptr + 1 - text.ptr);
	line->text_len = (uint32_t)string.len;
	line->close = (uint32_t)l->close;
	if (has_id(id)) {
		line->id_at = (uint32_t)(id.ptr - text.ptr);
		line->id_len = (uint32_t)id.len;
	}
	line->flags = HELD_PASSAGE | (marked ? HELD_OLD_MARK : 0u);
	f->report->passages++;
	if (role >= 0 && !stored_takes_part((enum role)role))
		return;
	wait_for_sketch(f, l, role);
	line->flags |= HELD_TAKES_PART;
}

/* Lines of winnow's own stream that are no passages: documents, references, items. */
static bool is_other_record(const struct line *l)
{
	return !span_empty(l->member[LINE_WINNOW]) && !span_equal(l->member[LINE_WINNOW], SPAN("\"passage\""));
}

/* Reads a line; of a passage it fills `line`. */
static void take_line(struct filter *f, struct span text, struct held_line *line)
{
	struct line l;
	const char *fault;

	if (span_empty(span_trim(text)))
		return;
	fault = line_read(&l, text);
	if (fault) {
		f->report->bad++;
		f->complain(f->complain_state, f->report->lines, fault);
	} else if (!is_other_record(&l)) {
		if (line_is_string(l.member[LINE_TEXT]))
			note_passage(f, &l, text, line);
		else
			f->report->textless++;
	}
}

static void add_line(struct filter *f, struct span text)
{
	struct held_line line = { .number = ++f->report->lines, .len = (uint32_t)text.len };

	take_line(f, text, &line);
	held_add(&f->held, &line, text);
}

/* Cuts the input into lines. What is left of the last one waits in `rest` for more. */
static void add_chunk(struct filter *f, struct span chunk, struct buffer *rest)
{
	for (;;) {
		const char *end = memchr(chunk.ptr, '\n', chunk.len);
		size_t len = end ? (size_t)(end - chunk.ptr) : chunk.len;

		if (!end || rest->len)
			buffer_add(rest, span_slice(chunk, 0, len));
		if (!end)
			return;
		add_line(f, rest->len ? buffer_span(rest) : span_slice(chunk, 0, len));
		buffer_clear(rest);
		chunk = span_from(chunk, len + 1);
		if (span_empty(chunk))
			return;
	}
}

/* Reads a piece of the input into `chunk`; 0 bytes at its end. A status of sysexits.h. */
static int read_piece(int in, struct buffer *chunk, char *message)
{
	ssize_t n;

	buffer_clear(chunk);
	do
		n = read(in, buffer_reserve(chunk, CHUNK), CHUNK);
	while (n < 0 && errno == EINTR);
	if (n >= 0) {
		chunk->len = (size_t)n;
		return 0;
	}
	if (errno == EISDIR) {
		snprintf(message, MESSAGE, "standard input is a folder: give it a file of NDJSON");
		return EX_NOINPUT;
	}
	snprintf(message, MESSAGE, "standard input: %s", strerror(errno));
	return EX_IOERR;
}

static int spill_fault(const struct filter *f, char *message)
{
	snprintf(message, MESSAGE, "temporary file: %s: set TMPDIR to a folder with more room than the input takes",
		 strerror(f->held.spill.error ? f->held.spill.error : errno));
	return EX_IOERR;
}

static int read_input(struct filter *f, int in, char *message)
{
	struct buffer rest, chunk;
	int status;

	buffer_init(&rest, (size_t)UINT32_MAX - 64);
	buffer_init(&chunk, 2 * CHUNK);
	while ((status = read_piece(in, &chunk, message)) == 0 && chunk.len) {
		add_chunk(f, buffer_span(&chunk), &rest);
		add_waiting(f);
		if (rest.overflow) {
			snprintf(message, MESSAGE, "line %zu is longer than 4 GiB: split it", f->report->lines + 1);
			status = EX_DATAERR;
		} else if (f->held.spill.error) {
			status = spill_fault(f, message);
		}
		if (status)
			break;
	}
	if (status == 0 && rest.len)
		add_line(f, buffer_span(&rest));
	add_waiting(f);
	buffer_release(&chunk);
	buffer_release(&rest);
	return status;
}

/* ---- writing ---- */

static void add_similarity(struct buffer *out, double similarity)
{
	size_t from;

	if (similarity >= 1) {
		buffer_add_str(out, "1");
		return;
	}
	from = out->len;
	buffer_printf(out, "%.4f", similarity);
	while (out->len > from && out->data[out->len - 1] == '0')
		buffer_truncate(out, out->len - 1);
}

/* The line without the members that dedupe writes itself: a second run replaces what the first one said. */
static size_t add_old_members(struct buffer *out, struct span line, const struct line *l)
{
	static const enum line_member ours[] = { LINE_OF, LINE_KIND, LINE_SIMILARITY };
	size_t at = 0, members = l->members, cut, i;

	for (;;) {
		struct span next = { NULL, 0 };

		for (i = 0; i < 3; i++) {
			struct span w = l->whole[ours[i]];

			if (w.ptr && (size_t)(w.ptr - line.ptr) >= at && (!next.ptr || w.ptr < next.ptr))
				next = w;
		}
		if (!next.ptr)
			break;
		cut = (size_t)(next.ptr - line.ptr);
		buffer_add(out, span_slice(line, at, cut));
		at = cut + next.len;
		members--;
		/* One comma goes with it: the one in front, or, of the first member, the one behind. */
		while (out->len && strchr(" \t", out->data[out->len - 1]))
			buffer_truncate(out, out->len - 1);
		if (out->len && out->data[out->len - 1] == ',') {
			buffer_truncate(out, out->len - 1);
		} else {
			while (at < l->close && line.ptr[at] != ',')
				at++;
			at += at < l->close;
		}
	}
	buffer_add(out, span_slice(line, at, l->close));
	return members;
}

/* What stands in front of the mark; a second run replaces what the first one said. */
static void add_members(struct buffer *out, const struct held_line *line, struct span text)
{
	struct line l;
	size_t members = 1; /* a passage has a text */

	if (!(line->flags & HELD_OLD_MARK) || line_read(&l, text))
		buffer_add(out, span_slice(text, 0, line->close));
	else
		members = add_old_members(out, text, &l);
	buffer_add_str(out, members ? ",\"duplicate_of\":" : "\"duplicate_of\":");
}

/* The line with its mark; `n`: which passage of the engine it is. */
static bool add_marked(struct filter *f, struct buffer *out, const struct held_line *line, struct span text, size_t n)
{
	struct dedupe_mark mark = { .kind = DEDUPE_ORIGINAL }; /* furniture and noise take no part */

	if (line->flags & HELD_TAKES_PART)
		dedupe_mark(f->engine, n, &mark);
	f->report->marked[mark.kind]++;
	add_members(out, line, text);
	if (mark.kind == DEDUPE_ORIGINAL) {
		buffer_add_str(out, "null,\"duplicate_kind\":null,\"similarity\":null");
	} else {
		if (!fetch_id(f, mark.original, &f->entry))
			return false;
		buffer_add(out, buffer_span(&f->entry));
		buffer_printf(out, ",\"duplicate_kind\":\"%s\",\"similarity\":", dedupe_kind_name(mark.kind));
		add_similarity(out, mark.similarity);
	}
	buffer_add(out, span_from(text, line->close));
	return true;
}

static void write_out(FILE *out, struct buffer *ready, size_t least)
{
	if (ready->len < least)
		return;
	fwrite(ready->data, 1, ready->len, out);
	buffer_clear(ready);
}

static int write_output(struct filter *f, FILE *out, char *message)
{
	size_t n = f->stored.count; /* the passages of the database come first */
	struct held_line line;
	struct buffer ready;
	struct span text;
	bool good = true;

	buffer_init(&ready, (size_t)UINT32_MAX * 2);
	while (good && !ferror(out) && held_next(&f->held, &line, &text)) {
		if (line.flags & HELD_PASSAGE)
			good = add_marked(f, &ready, &line, text, n);
		else
			buffer_add(&ready, text);
		n += (line.flags & HELD_TAKES_PART) != 0;
		buffer_add_char(&ready, '\n');
		write_out(out, &ready, CHUNK / 4);
	}
	write_out(out, &ready, 1);
	good &= ferror(out) || held_at_end(&f->held);
	if (!good)
		snprintf(message, MESSAGE, "temporary file: %s: the lines could not be read back", strerror(errno));
	buffer_release(&ready);
	return good ? 0 : EX_IOERR;
}

/* ---- the filter ---- */

static double processor_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static int decide(struct filter *f, char *message)
{
	if (held_flush(&f->held) && dedupe_decide(f->engine))
		return 0;
	return spill_fault(f, message);
}

static int add_stored(struct filter *f, char *message)
{
	if (!f->stored.store || stored_add(&f->stored, f->engine, KEY_STORED, false))
		return 0;
	snprintf(message, MESSAGE, "%s", store_message(f->stored.store));
	return store_status(f->stored.store);
}

static int run_phases(struct filter *f, int in, FILE *out, char *message)
{
	double start = processor_seconds();
	int status = add_stored(f, message);

	if (status == 0)
		status = read_input(f, in, message);
	f->report->read_seconds = processor_seconds() - start;
	if (status)
		return status;
	start = processor_seconds();
	status = decide(f, message);
	f->report->decide_seconds = processor_seconds() - start;
	if (status)
		return status;
	f->report->figures = dedupe_figures(f->engine);
	start = processor_seconds();
	status = write_output(f, out, message);
	f->report->write_seconds = processor_seconds() - start;
	return status;
}

static void release(struct filter *f)
{
	dedupe_free(f->engine);
	buffer_release(&f->entry);
	buffer_release(&f->text);
	buffer_release(&f->texts);
	buffer_release(&f->context);
	stored_release(&f->stored);
	free(f->batch);
	free(f->waiting);
	held_close(&f->held);
	pthread_mutex_destroy(&f->lock);
}

int filter_run(int in, FILE *out, const struct filter_options *options, struct filter_report *report, char *message)
{
	struct filter f = { .report = report, .complain = options->complain, .complain_state = options->state };
	struct dedupe_source source = { .state = &f, .fetch = fetch_text, .order = order_ids, .threads = options->threads };
	int status;

	*report = (struct filter_report){ 0 };
	pthread_mutex_init(&f.lock, NULL);
	stored_init(&f.stored, options->store);
	buffer_init(&f.context, BUFFER_LIMIT_DEFAULT);
	buffer_init(&f.text, (size_t)UINT32_MAX);
	buffer_init(&f.texts, (size_t)1 << 40);
	buffer_init(&f.entry, (size_t)UINT32_MAX);
	f.engine = dedupe_new(&source);
	if (held_open(&f.held)) {
		status = run_phases(&f, in, out, message);
	} else {
		snprintf(message, MESSAGE, "cannot make a temporary file: %s: set TMPDIR to a folder with more room than "
					   "the input takes", strerror(f.held.spill.error));
		status = EX_CANTCREAT;
	}
	release(&f);
	return status;
}
