#include "pipeline/dedupe/held.h"

#include "pipeline/dedupe/line.h"

enum { CHUNK = 1 << 20 };

struct held_place {
	uint64_t at;      /* of its head in the file; the top bit: the text has escapes */
	uint32_t text_at; /* from there */
	uint32_t text_len;
};

#define ESCAPED ((uint64_t)1 << 63)

bool held_open(struct held *h)
{
	*h = (struct held){ 0 };
	pages_init(&h->places, sizeof(struct held_place));
	buffer_init(&h->chunk, (size_t)1 << 40);
	return spill_open(&h->spill);
}

void held_close(struct held *h)
{
	pages_release(&h->places);
	buffer_release(&h->chunk);
	spill_close(&h->spill);
}

void held_add(struct held *h, const struct held_line *line, struct span bytes)
{
	if (line->flags & HELD_TAKES_PART) {
		struct span text = span_slice(bytes, line->text_at, line->text_at + line->text_len);
		bool escaped = !span_empty(text) && memchr(text.ptr, '\\', text.len);
		struct held_place *place = pages_add(&h->places);

		place->at = h->spill.size | (escaped ? ESCAPED : 0);
		place->text_at = (uint32_t)sizeof *line + line->text_at;
		place->text_len = line->text_len;
	}
	spill_add(&h->spill, span_of((const char *)line, sizeof *line));
	spill_add(&h->spill, bytes);
}

bool held_flush(struct held *h)
{
	return spill_flush(&h->spill);
}

/* ---- one passage ---- */

static const struct held_place *place_of(const struct held *h, uint64_t key)
{
	return pages_at(&h->places, (size_t)key);
}

/* A text with escapes is read whole, with its quotes: nobody knows where byte `from` of it stands. */
static bool escaped_text(const struct held *h, uint64_t begin, uint64_t end, size_t from, size_t to, struct buffer *out)
{
	struct buffer raw, text;
	bool good;

	buffer_init(&raw, (size_t)UINT32_MAX);
	buffer_init(&text, (size_t)UINT32_MAX);
	good = spill_read(&h->spill, begin, end, &raw);
	if (good)
		line_unescape(&text, buffer_span(&raw));
	buffer_clear(out);
	buffer_add(out, span_slice(buffer_span(&text), from, to));
	buffer_release(&text);
	buffer_release(&raw);
	return good;
}

bool held_text(const struct held *h, uint64_t key, size_t from, size_t to, struct buffer *out)
{
	const struct held_place *place = place_of(h, key);
	uint64_t begin = (place->at & ~ESCAPED) + place->text_at;

	if (place->at & ESCAPED)
		return escaped_text(h, begin - 1, begin + place->text_len + 1, from, to, out);
	to = to > place->text_len ? place->text_len : to;
	from = from > to ? to : from;
	return spill_read(&h->spill, begin + from, begin + to, out);
}

bool held_id(const struct held *h, uint64_t key, struct buffer *out)
{
	uint64_t at = place_of(h, key)->at & ~ESCAPED;
	struct held_line line;

	if (!spill_read(&h->spill, at, at + sizeof line, out))
		return false;
	memcpy(&line, out->data, sizeof line);
	at += sizeof line + line.id_at;
	if (line.id_len)
		return spill_read(&h->spill, at, at + line.id_len, out);
	buffer_clear(out);
	buffer_printf(out, "%llu", (unsigned long long)line.number);
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

int held_compare(const struct held *h, uint64_t a, uint64_t b)
{
	struct buffer x, y;
	int order = 0;

	buffer_init(&x, (size_t)UINT32_MAX);
	buffer_init(&y, (size_t)UINT32_MAX);
	if (held_id(h, a, &x) && held_id(h, b, &y))
		order = compare_natural(buffer_span(&x), buffer_span(&y));
	buffer_release(&y);
	buffer_release(&x);
	return order ? order : (a > b) - (a < b);
}

/* ---- all lines ---- */

/* Makes `bytes` more of them ready in the chunk. */
static bool have(struct held *h, size_t bytes)
{
	uint64_t to;

	if (h->chunk.len - h->read >= bytes)
		return true;
	h->from += h->read;
	h->read = 0;
	to = h->from + (bytes > CHUNK ? bytes : CHUNK);
	return spill_read(&h->spill, h->from, to < h->spill.size ? to : h->spill.size, &h->chunk) && h->chunk.len >= bytes;
}

bool held_next(struct held *h, struct held_line *line, struct span *bytes)
{
	if (held_at_end(h) || !have(h, sizeof *line))
		return false;
	memcpy(line, h->chunk.data + h->read, sizeof *line);
	if (!have(h, sizeof *line + line->len))
		return false;
	*bytes = span_of(h->chunk.data + h->read + sizeof *line, line->len);
	h->read += sizeof *line + line->len;
	return true;
}

bool held_at_end(const struct held *h)
{
	return h->from + h->read >= h->spill.size;
}
