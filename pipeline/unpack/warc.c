#include "pipeline/unpack/warc.h"

#include "pipeline/unpack/http.h"

/* Behind the empty line that ends the head; 0 where there is none in what lies ahead. */
static size_t head_end(struct span ahead)
{
	for (size_t at = 0; at + 1 < ahead.len;) {
		const char *line = memchr(ahead.ptr + at, '\n', ahead.len - at);

		if (!line)
			return 0;
		at = (size_t)(line - ahead.ptr) + 1;
		if (span_starts(span_from(ahead, at), SPAN("\r\n")))
			return at + 2;
		if (span_starts(span_from(ahead, at), SPAN("\n")))
			return at + 1;
	}
	return 0;
}

/* A length is digits alone, and no more of them than any disk holds. */
static bool read_number(struct span digits, uint64_t *number)
{
	*number = 0;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.ptr[i] < '0' || digits.ptr[i] > '9' || i >= 18)
			return false;
		*number = *number * 10 + (uint64_t)(digits.ptr[i] - '0');
	}
	return digits.len > 0;
}

static struct span without_brackets(struct span url)
{
	return url.len >= 2 && url.ptr[0] == '<' && url.ptr[url.len - 1] == '>' ? span_slice(url, 1, url.len - 1) : url;
}

static bool read_fields(struct span head, struct warc_record *r)
{
	struct span name, value;
	bool has_length = false;
	uint64_t segment = 0;

	while (http_field(&head, &name, &value)) {
		if (span_equal_nocase(name, SPAN("WARC-Type")))
			r->type = value;
		else if (span_equal_nocase(name, SPAN("WARC-Target-URI")))
			r->url = without_brackets(value);
		else if (span_equal_nocase(name, SPAN("WARC-Date")))
			r->date = value;
		else if (span_equal_nocase(name, SPAN("WARC-Truncated")))
			r->truncated = value;
		else if (span_equal_nocase(name, SPAN("WARC-Segment-Number")) && read_number(value, &segment))
			r->segment = (long)segment;
		else if (span_equal_nocase(name, SPAN("Content-Type")))
			r->content = value;
		else if (span_equal_nocase(name, SPAN("Content-Length")))
			has_length = read_number(value, &r->length);
	}
	return has_length && !span_empty(r->type);
}

enum warc_step warc_next(struct stream *in, struct buffer *head, struct warc_record *record)
{
	struct span ahead, line;
	size_t end;

	for (ahead = stream_peek(in, 1); ahead.len && (ahead.ptr[0] == '\r' || ahead.ptr[0] == '\n'); ahead = stream_peek(in, 1))
		stream_take(in, 1);
	*record = (struct warc_record){ .offset = in->taken };
	if (ahead.len == 0)
		return in->fault ? WARC_DAMAGED : WARC_END;
	ahead = stream_peek(in, STREAM_AHEAD);
	end = span_starts(ahead, SPAN("WARC/")) ? head_end(ahead) : 0;
	if (end == 0)
		return WARC_DAMAGED;
	buffer_clear(head);
	buffer_add(head, span_slice(ahead, 0, end));
	stream_take(in, end);
	ahead = buffer_span(head);
	span_next_line(&ahead, &line);
	return read_fields(ahead, record) ? WARC_RECORD : WARC_DAMAGED;
}

bool warc_resync(struct stream *in)
{
	const struct span mark = SPAN("\nWARC/1.");

	for (;;) {
		struct span ahead = stream_peek(in, STREAM_AHEAD);
		long at = span_find(ahead, mark, 0);

		if (at >= 0) {
			stream_take(in, (size_t)at + 1);
			return true;
		}
		if (ahead.len < STREAM_AHEAD)
			return false;
		stream_take(in, ahead.len - mark.len);
	}
}
