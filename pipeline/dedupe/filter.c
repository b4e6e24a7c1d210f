#include "pipeline/dedupe/filter.h"

#include <errno.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/dedupe/line.h"
#include "pipeline/dedupe/pages.h"
#include "pipeline/dedupe/spill.h"
#include "pipeline/dedupe/stored.h"
#include "pipeline/ndjson.h"

enum { CHUNK = 1 << 18, MESSAGE = 256 };

enum line_state { LINE_AS_IS, LINE_PASSAGE };

/* In the file of texts, a passage is this, its text, and its id as the line wrote it. */
struct entry {
	uint64_t line; /* 1-based */
	uint32_t text_len;
	uint32_t id_len; /* 0: it has none */
};

struct filter {
	struct spill lines, texts;
	struct pages states;  /* unsigned char, enum line_state: one a line */
	struct pages offsets; /* uint64_t: where the entry of a passage begins; keys are places in here */
	struct dedupe *engine;
	struct stored stored; /* of the database, when there is one */
	struct buffer text;   /* work space */
	struct buffer context;
	struct buffer entry;
	struct filter_report *report;
	filter_complain *complain;
	void *complain_state;
};

/* Keys of passages of the database are their places in `stored`, with this bit. */
#define KEY_STORED ((uint64_t)1 << 63)

/* ---- entries ---- */

static uint64_t entry_end(const struct filter *f, uint64_t key)
{
	return key + 1 < f->offsets.count ? *(uint64_t *)pages_at(&f->offsets, key + 1) : f->texts.size;
}

static bool read_entry(struct filter *f, uint64_t key, struct entry *e, struct buffer *out)
{
	uint64_t from = *(uint64_t *)pages_at(&f->offsets, key);

	if (!spill_read(&f->texts, from, from + sizeof *e, out))
		return false;
	memcpy(e, out->data, sizeof *e);
	return true;
}

static bool fetch_text(void *state, uint64_t key, size_t from, size_t to, struct buffer *out)
{
	struct filter *f = state;
	struct entry e;
	uint64_t start;

	if (key & KEY_STORED)
		return stored_fetch(&f->stored, (size_t)(key & ~KEY_STORED), from, to, out);
	start = *(uint64_t *)pages_at(&f->offsets, key);
	if (from == 0 && to == SIZE_MAX) { /* one read for the whole entry */
		if (!spill_read(&f->texts, start, entry_end(f, key), out))
			return false;
		memcpy(&e, out->data, sizeof e);
		memmove(out->data, out->data + sizeof e, e.text_len);
		buffer_truncate(out, e.text_len);
		return true;
	}
	if (!read_entry(f, key, &e, out))
		return false;
	to = to > e.text_len ? e.text_len : to;
	from = from > to ? to : from;
	return spill_read(&f->texts, start + sizeof e + from, start + sizeof e + to, out);
}

static bool stored_id(struct filter *f, uint64_t key, struct buffer *out)
{
	if (!stored_name(&f->stored, (size_t)(key & ~KEY_STORED), &f->text))
		return false;
	buffer_clear(out);
	ndjson_write_string(out, buffer_span(&f->text));
	return true;
}

/* The id as the line wrote it; of a passage without, its line number; of one of the database, its name. */
static bool fetch_id(struct filter *f, uint64_t key, struct buffer *out)
{
	uint64_t end;
	struct entry e;

	if (key & KEY_STORED)
		return stored_id(f, key, out);
	end = entry_end(f, key);
	if (!read_entry(f, key, &e, out))
		return false;
	if (e.id_len)
		return spill_read(&f->texts, end - e.id_len, end, out);
	buffer_clear(out);
	buffer_printf(out, "%llu", (unsigned long long)e.line);
	return true;
}

static bool is_digit(struct span s, size_t i)
{
	return i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9';
}

/* Compares runs of digits as numbers and the rest by bytes: "a#1.9" before "a#1.10". */
static int compare_natural(struct span x, struct span y)
{
	size_t i = 0, j = 0;

	while (i < x.len && j < y.len) {
		size_t p = i, q = j, order;

		if (!is_digit(x, i) || !is_digit(y, j)) {
			if (x.ptr[i] != y.ptr[j])
				return (unsigned char)x.ptr[i] < (unsigned char)y.ptr[j] ? -1 : 1;
			i++;
			j++;
			continue;
		}
		while (is_digit(x, p))
			p++;
		while (is_digit(y, q))
			q++;
		for (; i < p && x.ptr[i] == '0'; i++)
			;
		for (; j < q && y.ptr[j] == '0'; j++)
			;
		if (p - i != q - j)
			return p - i < q - j ? -1 : 1;
		order = (size_t)span_compare(span_slice(x, i, p), span_slice(y, j, q));
		if (order)
			return (int)order;
		i = p;
		j = q;
	}
	return (x.len - i > y.len - j) - (x.len - i < y.len - j);
}

static int order_ids(void *state, uint64_t a, uint64_t b)
{
	struct filter *f = state;
	struct buffer x, y;
	int order = 0;

	if ((a | b) & KEY_STORED) /* what is stored was there first */
		return a & b & KEY_STORED ? (a > b) - (a < b) : a & KEY_STORED ? -1 : 1;
	buffer_init(&x, BUFFER_LIMIT_DEFAULT);
	buffer_init(&y, BUFFER_LIMIT_DEFAULT);
	if (fetch_id(f, a, &x) && fetch_id(f, b, &y))
		order = compare_natural(buffer_span(&x), buffer_span(&y));
	buffer_release(&y);
	buffer_release(&x);
	return order ? order : (a > b) - (a < b);
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

static void spill_passage(struct filter *f, const struct line *l)
{
	struct span id = l->member[LINE_ID];
	bool has_id = !span_empty(id) && (id.ptr[0] == '"' || id.ptr[0] == '-' || is_digit(id, 0));
	struct entry e = { f->report->lines, (uint32_t)f->text.len, has_id ? (uint32_t)id.len : 0 };

	*(uint64_t *)pages_add(&f->offsets) = f->texts.size;
	spill_add(&f->texts, span_of((const char *)&e, sizeof e));
	spill_add(&f->texts, buffer_span(&f->text));
	spill_add(&f->texts, span_slice(id, 0, e.id_len));
}

static void add_passage(struct filter *f, const struct line *l)
{
	uint64_t key = f->offsets.count;
	int role = role_of(l);
	struct span context = context_of(f, l, role);

	buffer_clear(&f->text);
	line_unescape(&f->text, l->member[LINE_TEXT]);
	spill_passage(f, l);
	dedupe_add(f->engine, key, buffer_span(&f->text), context);
	if (role >= 0 && !stored_takes_part((enum role)role))
		dedupe_remove_last(f->engine);
	f->report->passages++;
	f->report->text_bytes += f->text.len;
}

/* Lines of winnow's own stream that are no passages: documents, references, items. */
static bool is_other_record(const struct line *l)
{
	return !span_empty(l->member[LINE_WINNOW]) && !span_equal(l->member[LINE_WINNOW], SPAN("\"passage\""));
}

static enum line_state take_line(struct filter *f, struct span text)
{
	struct line l;
	const char *fault;

	if (span_empty(span_trim(text)))
		return LINE_AS_IS;
	fault = line_read(&l, text);
	if (fault) {
		f->report->bad++;
		f->complain(f->complain_state, f->report->lines, fault);
		return LINE_AS_IS;
	}
	if (is_other_record(&l))
		return LINE_AS_IS;
	if (!line_is_string(l.member[LINE_TEXT]) || l.member[LINE_TEXT].len > UINT32_MAX - 64) {
		f->report->textless++;
		return LINE_AS_IS;
	}
	add_passage(f, &l);
	return LINE_PASSAGE;
}

static void add_line(struct filter *f, struct span line)
{
	f->report->lines++;
	*(unsigned char *)pages_add(&f->states) = (unsigned char)take_line(f, line);
	spill_add(&f->lines, line);
	spill_add(&f->lines, SPAN("\n"));
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

static int read_input(struct filter *f, int in, char *message)
{
	struct buffer rest, chunk;
	ssize_t n;
	int status = 0;

	buffer_init(&rest, (size_t)UINT32_MAX);
	buffer_init(&chunk, CHUNK);
	do {
		char *to;

		buffer_clear(&chunk);
		to = buffer_reserve(&chunk, CHUNK);
		n = to ? read(in, to, CHUNK) : -1;
		if (n > 0)
			add_chunk(f, span_of(chunk.data, (size_t)n), &rest);
		if (n < 0 && errno == EISDIR) {
			snprintf(message, MESSAGE, "standard input is a folder: give it a file of NDJSON");
			status = EX_NOINPUT;
		} else if (n < 0 && errno != EINTR) {
			snprintf(message, MESSAGE, "standard input: %s", strerror(errno));
			status = EX_IOERR;
		}
		if (rest.overflow) {
			snprintf(message, MESSAGE, "line %zu is longer than 4 GiB: split it", f->report->lines + 1);
			status = EX_DATAERR;
		}
	} while (status == 0 && (n > 0 || (n < 0 && errno == EINTR)));
	if (status == 0 && rest.len)
		add_line(f, buffer_span(&rest));
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

static bool add_marked(struct filter *f, struct buffer *out, struct span line, uint64_t key)
{
	struct dedupe_mark mark;
	struct line l;
	size_t members;

	if (line_read(&l, line))
		return false;
	if (!dedupe_mark(f->engine, f->stored.count + (size_t)key, &mark)) /* furniture, noise: takes no part */
		mark.kind = DEDUPE_ORIGINAL;
	members = add_old_members(out, line, &l);
	f->report->marked[mark.kind]++;
	buffer_add_str(out, members ? ",\"duplicate_of\":" : "\"duplicate_of\":");
	if (mark.kind == DEDUPE_ORIGINAL) {
		buffer_add_str(out, "null,\"duplicate_kind\":null,\"similarity\":null");
	} else {
		if (!fetch_id(f, mark.original, &f->entry))
			return false;
		buffer_add(out, buffer_span(&f->entry));
		buffer_printf(out, ",\"duplicate_kind\":\"%s\",\"similarity\":", dedupe_kind_name(mark.kind));
		add_similarity(out, mark.similarity);
	}
	buffer_add(out, span_from(line, l.close));
	return true;
}

/* One line out; false when it could not be marked. */
static bool write_line(struct filter *f, FILE *out, struct buffer *marked, struct span line, size_t number,
		       uint64_t *key)
{
	bool passage = *(unsigned char *)pages_at(&f->states, number) == LINE_PASSAGE;

	if (passage) {
		buffer_clear(marked);
		if (!add_marked(f, marked, line, (*key)++))
			return false;
		line = buffer_span(marked);
	}
	fwrite(line.ptr, 1, line.len, out);
	putc('\n', out);
	return true;
}

/* Reads the lines back in chunks and writes each with its mark. */
static int write_output(struct filter *f, FILE *out, char *message)
{
	struct buffer chunk, rest, marked;
	uint64_t at = 0, key = 0;
	size_t number = 0;
	bool good = true;

	buffer_init(&chunk, (size_t)UINT32_MAX + CHUNK);
	buffer_init(&rest, (size_t)UINT32_MAX + CHUNK);
	buffer_init(&marked, (size_t)UINT32_MAX * 2);
	while (good && at < f->lines.size && !ferror(out)) {
		uint64_t to = at + CHUNK < f->lines.size ? at + CHUNK : f->lines.size;
		struct span s;
		const char *end;

		good = spill_read(&f->lines, at, to, &chunk);
		at = to;
		for (s = buffer_span(&chunk); good && (end = memchr(s.ptr, '\n', s.len));
		     s = span_from(s, (size_t)(end - s.ptr) + 1)) {
			struct span line = span_slice(s, 0, (size_t)(end - s.ptr));

			if (rest.len) {
				buffer_add(&rest, line);
				line = buffer_span(&rest);
			}
			good = write_line(f, out, &marked, line, number++, &key);
			buffer_clear(&rest);
			if (end + 1 == chunk.data + chunk.len) {
				s = span_of(end, 0);
				break;
			}
		}
		buffer_add(&rest, s);
	}
	buffer_release(&marked);
	buffer_release(&rest);
	buffer_release(&chunk);
	if (!good)
		snprintf(message, MESSAGE, "temporary file: %s: the lines could not be read back",
			 strerror(f->texts.error ? f->texts.error : f->lines.error));
	return good ? 0 : EX_IOERR;
}

/* ---- the filter ---- */

static double processor_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static int open_spills(struct filter *f, char *message)
{
	if (spill_open(&f->lines) && spill_open(&f->texts))
		return 0;
	snprintf(message, MESSAGE, "cannot make a temporary file: %s: set TMPDIR to a folder with room for twice the input",
		 strerror(f->lines.error ? f->lines.error : f->texts.error));
	return EX_CANTCREAT;
}

static int decide(struct filter *f, char *message)
{
	if (spill_flush(&f->lines) && spill_flush(&f->texts) && dedupe_decide(f->engine))
		return 0;
	snprintf(message, MESSAGE, "temporary file: %s: set TMPDIR to a folder with room for twice the input",
		 strerror(f->lines.error ? f->lines.error : f->texts.error));
	return EX_IOERR;
}

/* The passages of the database come first, so the nth of the input is the stored.count + nth of the engine. */
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

int filter_run(int in, FILE *out, struct store *store, struct filter_report *report, filter_complain *complain,
	       void *state, char *message)
{
	struct filter f = { .report = report, .complain = complain, .complain_state = state };
	struct dedupe_source source = { .state = &f, .fetch = fetch_text, .order = order_ids };
	int status;

	*report = (struct filter_report){ 0 };
	f.lines.fd = f.texts.fd = -1;
	buffer_init(&f.lines.tail, 0);
	buffer_init(&f.texts.tail, 0);
	pages_init(&f.states, 1);
	pages_init(&f.offsets, sizeof(uint64_t));
	stored_init(&f.stored, store);
	buffer_init(&f.context, BUFFER_LIMIT_DEFAULT);
	buffer_init(&f.text, (size_t)UINT32_MAX);
	buffer_init(&f.entry, BUFFER_LIMIT_DEFAULT);
	f.engine = dedupe_new(&source);
	status = open_spills(&f, message);
	if (status == 0)
		status = run_phases(&f, in, out, message);
	dedupe_free(f.engine);
	buffer_release(&f.entry);
	buffer_release(&f.text);
	buffer_release(&f.context);
	stored_release(&f.stored);
	pages_release(&f.offsets);
	pages_release(&f.states);
	spill_close(&f.texts);
	spill_close(&f.lines);
	return status;
}
