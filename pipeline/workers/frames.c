#include "pipeline/workers/frames.h"

#include "pipeline/base/utf8.h"

/* ---- writing ---- */

static void add_head(struct buffer *out, enum frame frame, size_t length)
{
	uint32_t size = (uint32_t)length;

	buffer_add_char(out, (char)frame);
	buffer_add(out, span_of((const char *)&size, sizeof size));
}

/* As valid UTF-8, without control characters: what is shown must not steer a terminal. */
static void add_clean(struct buffer *out, struct span text)
{
	size_t at = 0;

	while (at < text.len) {
		unsigned c = utf8_next(text, &at);

		buffer_add_utf8(out, c < ' ' || (c >= 0x7F && c < 0xA0) ? UTF8_REPLACEMENT : c);
	}
}

static void add_text(struct buffer *out, struct span text)
{
	enum { TEXT_MOST = 64 * 1024 };
	size_t at = out->len;
	uint32_t size = 0;

	buffer_add(out, span_of((const char *)&size, sizeof size));
	add_clean(out, span_slice(text, 0, TEXT_MOST));
	size = (uint32_t)(out->len - at - sizeof size);
	memcpy(out->data + at, &size, sizeof size);
}

/* "2017-03-01T10:00:00Z", and nothing that is no date. */
static struct span only_date(struct span date)
{
	for (size_t i = 0; i < date.len; i++)
		if (!strchr("0123456789-:.TZ+", date.ptr[i]) || i >= 35)
			return SPAN("");
	return date;
}

void frames_begin(struct buffer *out, const struct unpack_member *member)
{
	size_t at = out->len;
	uint32_t size;

	add_head(out, FRAME_BEGIN, 0);
	buffer_add(out, span_of((const char *)&member->mtime, sizeof member->mtime));
	size = (uint32_t)member->name.len;
	buffer_add(out, span_of((const char *)&size, sizeof size));
	buffer_add(out, member->name); /* names.h has made it valid, control characters and all */
	add_text(out, member->url);
	add_text(out, only_date(member->captured));
	add_text(out, member->charset);
	size = (uint32_t)(out->len - at - FRAMES_HEAD);
	memcpy(out->data + at + 1, &size, sizeof size);
}

void frames_note(struct buffer *out, enum severity severity, enum unpack_code code, struct span message)
{
	size_t at = out->len;
	uint32_t size;

	add_head(out, FRAME_NOTE, 0);
	buffer_add_char(out, (char)severity);
	buffer_add_char(out, (char)code);
	add_clean(out, message);
	size = (uint32_t)(out->len - at - FRAMES_HEAD);
	memcpy(out->data + at + 1, &size, sizeof size);
}

void frames_data(struct buffer *out, struct span bytes)
{
	while (bytes.len) {
		struct span some = span_slice(bytes, 0, FRAMES_MOST);

		add_head(out, FRAME_DATA, some.len);
		buffer_add(out, some);
		bytes = span_from(bytes, some.len);
	}
}

void frames_mark(struct buffer *out, enum frame frame)
{
	add_head(out, frame, 0);
}

/* ---- reading ---- */

static bool take_text(struct span *body, struct span *text)
{
	uint32_t size;

	if (body->len < sizeof size)
		return false;
	memcpy(&size, body->ptr, sizeof size);
	*body = span_from(*body, sizeof size);
	if (size > body->len)
		return false;
	*text = span_slice(*body, 0, size);
	*body = span_from(*body, size);
	return utf8_valid(*text);
}

bool frames_read_begin(struct span body, struct unpack_member *member)
{
	*member = (struct unpack_member){ .mtime = 0 };
	if (body.len < sizeof member->mtime)
		return false;
	memcpy(&member->mtime, body.ptr, sizeof member->mtime);
	body = span_from(body, sizeof member->mtime);
	return take_text(&body, &member->name) && member->name.len && take_text(&body, &member->url) &&
	       take_text(&body, &member->captured) && take_text(&body, &member->charset) && body.len == 0;
}

bool frames_read_note(struct span body, enum severity *severity, enum unpack_code *code, struct span *message)
{
	if (body.len < 2 || (unsigned char)body.ptr[0] >= SEVERITY_COUNT || (unsigned char)body.ptr[1] >= UNPACK_CODES)
		return false;
	*severity = (enum severity)body.ptr[0];
	*code = (enum unpack_code)body.ptr[1];
	*message = span_from(body, 2);
	return utf8_valid(*message);
}
