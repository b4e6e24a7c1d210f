#include "pipeline/unpack/gzip.h"

#include <stdlib.h>
#include <zlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/unpack/limits.h"

/* For inflateInit2: the window, and what frame is expected. */
enum { WINDOW_BITS = 15, FRAME_GZIP = 16, FRAME_ANY = 32 };

struct gzip {
	struct stream *in;
	uint64_t *left;
	uint64_t offset;
	z_stream z;
	bool begun;   /* z is set up */
	bool joined;
	bool over;    /* the member's end was seen */
	struct stream bytes;
};

static bool at_member(struct stream *in)
{
	struct span head = stream_peek(in, 4);

	return span_starts(head, SPAN("\x1F\x8B\x08")) && head.len == 4 && (unsigned char)head.ptr[3] < 0x20;
}

/* One step of zlib's from what lies ahead; what it used is taken. */
static int inflate_some(struct gzip *g, char *to, size_t room)
{
	struct span ahead = stream_peek(g->in, 1);
	int code;

	ahead = stream_peek(g->in, STREAM_AHEAD);
	g->z.next_in = (Bytef *)(size_t)ahead.ptr;
	g->z.avail_in = (uInt)ahead.len;
	g->z.next_out = (Bytef *)to;
	g->z.avail_out = (uInt)room;
	code = inflate(&g->z, Z_NO_FLUSH);
	stream_take(g->in, ahead.len - g->z.avail_in);
	return ahead.len == 0 && code == Z_BUF_ERROR ? Z_DATA_ERROR : code;
}

static bool begin(struct gzip *g)
{
	if (!at_member(g->in))
		return false;
	g->over = false;
	return inflateReset2(&g->z, WINDOW_BITS + FRAME_GZIP) == Z_OK;
}

/* At the end of a member. In a joined stream the next one goes on; zeros behind the last are padding of tapes. */
static bool goes_on(struct gzip *g)
{
	return g->joined && begin(g);
}

static size_t read_member(struct stream *s, char *to, size_t room)
{
	struct gzip *g = s->context;
	size_t got = 0;

	room = room < STREAM_AHEAD ? room : STREAM_AHEAD;
	while (got == 0 && (!g->over || goes_on(g))) {
		int code = inflate_some(g, to, room);

		got = room - g->z.avail_out;
		g->over = code == Z_STREAM_END;
		if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
			s->fault = stream_peek(g->in, 1).len ? "is damaged" : "ends early";
			return 0;
		}
	}
	if (got > *g->left) {
		s->fault = LIMITS_FAULT;
		return 0;
	}
	*g->left -= got;
	return got;
}

struct gzip *gzip_open(struct stream *in, uint64_t *left)
{
	struct gzip *g = memory_new(1, sizeof *g);

	g->in = in;
	g->left = left;
	g->begun = inflateInit2(&g->z, WINDOW_BITS + FRAME_GZIP) == Z_OK;
	g->over = true;
	g->bytes = (struct stream){ .read = read_member, .context = g, .size = -1 };
	stream_open(&g->bytes);
	return g;
}

void gzip_close(struct gzip *g)
{
	if (!g)
		return;
	if (g->begun)
		inflateEnd(&g->z);
	stream_close(&g->bytes);
	free(g);
}

static bool enter(struct gzip *g)
{
	stream_close(&g->bytes);
	stream_open(&g->bytes);
	g->offset = g->in->taken;
	return begin(g);
}

bool gzip_next(struct gzip *g)
{
	while (stream_skip(&g->bytes, UINT64_MAX))
		;
	return !g->bytes.fault && enter(g);
}

uint64_t gzip_offset(const struct gzip *g)
{
	return g->offset;
}

void gzip_join(struct gzip *g)
{
	g->joined = true;
	if (g->bytes.ended && !g->bytes.fault) /* a short member was looked at to its end */
		g->bytes.ended = false;
}

struct stream *gzip_bytes(struct gzip *g)
{
	return &g->bytes;
}

/* Goes to the next byte at which a member may begin. */
static bool seek_member(struct stream *in)
{
	for (;;) {
		struct span ahead = stream_peek(in, STREAM_AHEAD);
		const char *found = ahead.len > 3 ? memchr(ahead.ptr, 0x1F, ahead.len - 3) : NULL;

		if (ahead.len <= 3)
			return false;
		stream_take(in, found ? (size_t)(found - ahead.ptr) : ahead.len - 3);
		if (found && at_member(in))
			return true;
		if (found)
			stream_take(in, 1);
	}
}

bool gzip_resync(struct gzip *g, struct span first)
{
	uint64_t from = g->offset + 1;
	bool back = stream_go(g->in, from);

	while (*g->left && seek_member(g->in)) {
		from = g->in->taken + 1;
		if (enter(g) && span_equal(stream_peek(&g->bytes, first.len), first))
			return true;
		if (back)
			stream_go(g->in, from);
	}
	return false;
}

/* ---- at once ---- */

static bool inflate_all(struct span bytes, struct buffer *out, int window)
{
	enum { CHUNK = 64 * 1024 };
	z_stream z = { .next_in = (Bytef *)(size_t)bytes.ptr, .avail_in = (uInt)bytes.len };
	int code = Z_OK;

	if (bytes.len > UINT32_MAX || inflateInit2(&z, window) != Z_OK)
		return false;
	while (code == Z_OK) {
		char *to = buffer_reserve(out, CHUNK);

		if (!to)
			break;
		z.next_out = (Bytef *)to;
		z.avail_out = CHUNK;
		code = inflate(&z, Z_NO_FLUSH);
		out->len += CHUNK - z.avail_out;
		out->data[out->len] = '\0';
	}
	inflateEnd(&z);
	return code == Z_STREAM_END;
}

bool gzip_inflate(struct span bytes, struct buffer *out)
{
	size_t before = out->len;

	if (inflate_all(bytes, out, WINDOW_BITS + FRAME_ANY))
		return true;
	buffer_truncate(out, before);
	return inflate_all(bytes, out, -WINDOW_BITS); /* what some servers call deflate */
}
