#include "extractors/mail.h"

#include "extractors/charset.h"
#include "extractors/html.h"
#include "extractors/mail_header.h"
#include "extractors/text.h"

enum {
	BOUNDARIES = 8,    /* parts within parts: mail programs nest three deep */
	HEAD_LINES = 200   /* lines of headers that are looked at */
};

/* The headers of the message or of a part. */
struct head {
	struct span type, encoding, location, subject, from, to, date;
	bool sent; /* has fields that only a mail program writes */
};

/* ---- headers ---- */

static bool starts_nocase(struct span s, struct span prefix)
{
	return span_equal_nocase(span_slice(s, 0, prefix.len), prefix);
}

/* "Name:" at the beginning of a line; its length without the colon, 0 when it is none. */
static size_t field_name(struct span line)
{
	size_t n = 0;

	while (n < line.len && ((line.ptr[n] | 0x20) >= 'a' || line.ptr[n] == '-') && (unsigned char)line.ptr[n] < 0x7F)
		n++;
	return n < line.len && line.ptr[n] == ':' ? n : 0;
}

static void take_field(struct head *h, struct span name, struct span value)
{
	static const struct span sent[] = { { "MIME-Version", 12 }, { "Message-ID", 10 }, { "Received", 8 }, { "Return-Path", 11 } };
	const struct {
		struct span name;
		struct span *value;
	} wanted[] = {
		{ SPAN("Content-Type"), &h->type }, { SPAN("Content-Transfer-Encoding"), &h->encoding },
		{ SPAN("Content-Location"), &h->location }, { SPAN("Snapshot-Content-Location"), &h->location },
		{ SPAN("Subject"), &h->subject }, { SPAN("From"), &h->from }, { SPAN("To"), &h->to },
		{ SPAN("Date"), &h->date },
	};

	for (size_t i = 0; i < sizeof sent / sizeof *sent; i++)
		h->sent |= span_equal_nocase(name, sent[i]);
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (span_equal_nocase(name, wanted[i].name) && span_empty(*wanted[i].value))
			*wanted[i].value = span_trim(value);
}

/* Reads fields up to the empty line; returns the offset behind it, 0 where the lines are no headers. */
static size_t read_head(struct span s, size_t at, struct head *h)
{
	struct span name = { NULL, 0 };
	size_t value = at;

	*h = (struct head){ .sent = false };
	for (int lines = 0; at < s.len && lines < HEAD_LINES; lines++) {
		const char *end = memchr(s.ptr + at, '\n', s.len - at);
		size_t next = end ? (size_t)(end - s.ptr) + 1 : s.len;
		struct span line = span_slice(s, at, next);
		bool goes_on = name.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t') && !span_empty(span_trim(line));

		if (!goes_on) {
			if (name.len)
				take_field(h, name, span_slice(s, value, at));
			if (span_empty(span_trim(line)))
				return next;
			name = span_slice(line, 0, field_name(line));
			if (span_empty(name))
				return 0;
			value = at + name.len + 1;
		}
		at = next;
	}
	return 0;
}

/* The value of charset="..." or boundary=... in a Content-Type. */
static struct span parameter(struct span type, struct span name)
{
	for (size_t i = 0; i + name.len < type.len; i++) {
		size_t from = i + name.len + 1, end;
		bool quoted;

		if (!starts_nocase(span_from(type, i), name) || type.ptr[i + name.len] != '=')
			continue;
		quoted = from < type.len && type.ptr[from] == '"';
		from += quoted;
		for (end = from; end < type.len && !(quoted ? type.ptr[end] == '"' : strchr("; \t\r\n", type.ptr[end]) != NULL);)
			end++;
		return span_slice(type, from, end);
	}
	return SPAN("");
}

/* ---- parts ---- */

struct search {
	struct mail *mail;
	struct span boundaries[BOUNDARIES];
	size_t boundary_count;
	struct head head;  /* of the part that is chosen */
	size_t from, to;   /* its body */
	bool open;         /* its end is not yet known */
};

static bool is_boundary(const struct search *s, struct span line)
{
	if (!span_starts(line, SPAN("--")))
		return false;
	for (size_t i = 0; i < s->boundary_count; i++)
		if (span_starts(span_from(line, 2), s->boundaries[i]))
			return true;
	return false;
}

static void take_part(struct search *s, const struct head *h, size_t body)
{
	bool html = starts_nocase(h->type, SPAN("text/html")) || starts_nocase(h->type, SPAN("application/xhtml"));
	bool text = span_empty(h->type) || starts_nocase(h->type, SPAN("text/plain"));
	struct span boundary = parameter(h->type, SPAN("boundary"));

	if (starts_nocase(h->type, SPAN("multipart/")) && !span_empty(boundary) && s->boundary_count < BOUNDARIES) {
		s->boundaries[s->boundary_count++] = boundary;
	} else if ((html && !s->mail->html) || (text && !s->mail->found)) {
		s->mail->found = s->open = true;
		s->mail->html = html;
		s->head = *h;
		s->from = body;
	}
}

static void find_part(struct search *s, struct span file, size_t at)
{
	while (at < file.len && s->boundary_count) {
		const char *end = memchr(file.ptr + at, '\n', file.len - at);
		size_t next = end ? (size_t)(end - file.ptr) + 1 : file.len;
		struct head head;
		size_t body;

		if (is_boundary(s, span_slice(file, at, next))) {
			if (s->open)
				s->to = at;
			s->open = false;
			body = read_head(file, next, &head);
			if (body)
				take_part(s, &head, body);
			next = body ? body : next;
		}
		at = next;
	}
}

static enum transfer_kind transfer_of(struct span encoding)
{
	if (starts_nocase(encoding, SPAN("quoted-printable")))
		return TRANSFER_QUOTED;
	return starts_nocase(encoding, SPAN("base64")) ? TRANSFER_BASE64 : TRANSFER_PLAIN;
}

bool mail_looks(struct span bytes)
{
	struct head head;

	return read_head(bytes, 0, &head) > 0 && head.sent && (!span_empty(head.type) || !span_empty(head.from));
}

void mail_open(struct mail *m, struct span bytes)
{
	struct search s = { .mail = m, .to = bytes.len };
	struct head head;
	size_t body;

	*m = (struct mail){ .file = bytes };
	body = read_head(bytes, 0, &head);
	take_part(&s, &head, body);
	find_part(&s, bytes, body);
	if (s.open)
		s.to = bytes.len;
	m->subject = head.subject;
	m->from = head.from;
	m->to = head.to;
	m->date = head.date;
	m->location = span_empty(s.head.location) ? head.location : s.head.location;
	m->charset = parameter(s.head.type, SPAN("charset"));
	m->body = s.from;
	transfer_open(&m->transfer, transfer_of(s.head.encoding), span_slice(bytes, s.from, m->found ? s.to : s.from));
}

void mail_close(struct mail *m)
{
	transfer_close(&m->transfer);
}

size_t mail_source(const struct mail *m, size_t offset)
{
	return m->body + transfer_source(&m->transfer, offset);
}

/* ---- blocks ---- */

static void read_part(struct document *d, const struct mail *m)
{
	struct charset_text file = { .source = m->file, .text = m->file }; /* for the lines: bytes as they are */
	size_t passage = d->passage_count, note = d->diagnostic_count;
	struct span part = buffer_span(&m->transfer.decoded);

	if (m->html)
		html_extract_declared(d, part, m->charset);
	else
		text_extract_declared(d, part, m->charset);
	for (; passage < d->passage_count; passage++) {
		struct place *p = &d->passages[passage].place;

		*p = charset_place(&file, mail_source(m, (size_t)p->byte_start), mail_source(m, (size_t)p->byte_end));
	}
	for (; note < d->diagnostic_count; note++)
		d->diagnostics[note].line = 0;
}

static void take_letter(struct document *d, const struct mail *m)
{
	struct span date = mail_header_date(d->arena, m->date);

	d->sender = mail_header_text(d->arena, m->from);
	d->recipient = mail_header_text(d->arena, m->to);
	if (!span_empty(d->date) || span_empty(date))
		return;
	d->date = date;
	d->date_from = SPAN("mail Date");
}

void mail_extract(struct document *d, struct span bytes)
{
	struct mail m;

	mail_open(&m, bytes);
	if (m.found) {
		read_part(d, &m);
	} else {
		d->source.state = SOURCE_FAILED;
		document_note(d, SEVERITY_ERROR, "no-text-part", 0,
			      "a mail without a part of text or HTML: save its attachments and ingest these");
	}
	if (span_empty(d->title)) {
		d->title = mail_header_text(d->arena, m.subject);
		d->title_from = span_empty(d->title) ? SPAN("") : SPAN("mail Subject");
	}
	if (span_empty(d->url))
		d->url = arena_copy(d->arena, m.location);
	if (span_empty(m.location)) /* a letter, not a page that a browser saved */
		take_letter(d, &m);
	mail_close(&m);
}
