#include "pipeline/unpack/http.h"

#include "pipeline/unpack/gzip.h"

/* ---- head ---- */

bool http_field(struct span *head, struct span *name, struct span *value)
{
	struct span line;

	while (span_next_line(head, &line)) {
		const char *colon = line.len ? memchr(line.ptr, ':', line.len) : NULL;
		const char *end = line.ptr + line.len;

		if (span_empty(span_trim(line)))
			return false;
		if (!colon || line.ptr[0] == ' ' || line.ptr[0] == '\t')
			continue;
		while (head->len && (head->ptr[0] == ' ' || head->ptr[0] == '\t')) {
			struct span more;

			span_next_line(head, &more);
			end = more.ptr + more.len;
		}
		*name = span_trim(span_of(line.ptr, (size_t)(colon - line.ptr)));
		*value = span_trim(span_of(colon + 1, (size_t)(end - colon - 1)));
		return true;
	}
	return false;
}

static bool starts_nocase(struct span s, struct span prefix)
{
	return span_equal_nocase(span_slice(s, 0, prefix.len), prefix);
}

/* The value of "name=" among the parameters, without quotes. */
static struct span parameter(struct span value, struct span name)
{
	for (size_t i = 0; i + name.len < value.len; i++) {
		struct span rest = span_from(value, i + name.len);
		size_t end = 0;

		if (!starts_nocase(span_from(value, i), name))
			continue;
		if (rest.len && (rest.ptr[0] == '"' || rest.ptr[0] == '\''))
			rest = span_from(rest, 1);
		while (end < rest.len && !strchr("\"'; \t\r\n,", rest.ptr[end]))
			end++;
		return span_slice(rest, 0, end);
	}
	return SPAN("");
}

void http_media_type(struct span value, struct span *media_type, struct span *charset)
{
	size_t end = 0;

	while (end < value.len && !strchr("; \t\r\n,", value.ptr[end]))
		end++;
	*media_type = span_slice(value, 0, end);
	*charset = parameter(span_from(value, end), SPAN("charset="));
}

/* "HTTP/1.1 200 OK" */
static int status_of(struct span line)
{
	const char *space = line.len ? memchr(line.ptr, ' ', line.len) : NULL;
	int status = 0;

	if (!span_starts(line, SPAN("HTTP/")) || !space)
		return 0;
	for (int i = 1; i <= 3; i++) {
		if (space + i >= line.ptr + line.len || space[i] < '0' || space[i] > '9')
			return 0;
		status = status * 10 + (space[i] - '0');
	}
	return status;
}

void http_open(struct http *h, struct span message)
{
	struct span rest = message, line, name, value;

	*h = (struct http){ .status = 0 };
	if (!span_next_line(&rest, &line))
		return;
	h->status = status_of(line);
	while (http_field(&rest, &name, &value)) {
		if (span_equal_nocase(name, SPAN("Content-Type")))
			http_media_type(value, &h->media_type, &h->charset);
		else if (span_equal_nocase(name, SPAN("Content-Encoding")))
			h->encodings = value;
		else if (span_equal_nocase(name, SPAN("Transfer-Encoding")))
			h->chunked = value.len >= 7 && span_equal_nocase(span_from(value, value.len - 7), SPAN("chunked"));
	}
	h->body = rest;
}

/* ---- body ---- */

/* "1a2f;extension": false where it is no size. */
static bool chunk_size(struct span line, size_t *size)
{
	size_t at = 0;

	*size = 0;
	line = span_trim(line);
	for (; at < line.len && at < 15; at++) {
		char c = (char)(line.ptr[at] | 0x20);

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			break;
		*size = *size * 16 + (size_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return at > 0 && (at == line.len || line.ptr[at] == ';' || line.ptr[at] == ' ');
}

/* A body that does not begin with a size was put together before it was kept, as many crawlers do. */
static const char *dechunk(struct span body, struct buffer *out, struct span *whole)
{
	struct span rest = body, line;
	size_t size;

	while (span_next_line(&rest, &line)) {
		if (!chunk_size(line, &size)) {
			if (out->len == 0)
				return NULL;
			break;
		}
		buffer_add(out, span_slice(rest, 0, size));
		*whole = buffer_span(out);
		if (out->overflow)
			return "is too large";
		if (size == 0)
			return NULL;
		if (size > rest.len)
			break;
		rest = span_from(rest, size);
		if (!span_next_line(&rest, &line) || !span_empty(span_trim(line)))
			break;
	}
	return "ends within its chunks";
}

/* Does the body look as if the encoding had not been undone yet? Many crawlers undo it and leave the header. */
static bool is_packed(struct span body, struct span encoding)
{
	if (span_equal_nocase(encoding, SPAN("gzip")) || span_equal_nocase(encoding, SPAN("x-gzip")))
		return span_starts(body, SPAN("\x1F\x8B"));
	return body.len > 0 && body.ptr[0] != '<';
}

static const char *undo(struct span encoding, struct buffer *out, struct span *body)
{
	if (span_empty(encoding) || span_equal_nocase(encoding, SPAN("identity")) || !is_packed(*body, encoding))
		return NULL;
	if (!span_equal_nocase(encoding, SPAN("gzip")) && !span_equal_nocase(encoding, SPAN("x-gzip")) &&
	    !span_equal_nocase(encoding, SPAN("deflate")))
		return "has a content-encoding other than gzip and deflate";
	if (!gzip_inflate(*body, out))
		return out->overflow ? "is too large" : "has a damaged content-encoding";
	*body = buffer_span(out);
	return NULL;
}

const char *http_body(const struct http *h, struct buffer scratch[2], struct span *body)
{
	const char *fault = NULL;

	*body = h->body;
	if (h->chunked)
		fault = dechunk(h->body, &scratch[0], body);
	if (!fault && memchr(h->encodings.ptr ? h->encodings.ptr : "", ',', h->encodings.len))
		return "has several content-encodings";
	return fault ? fault : undo(h->encodings, &scratch[1], body);
}
