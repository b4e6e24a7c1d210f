/* corpus_damage: what machines do to characters. */
#include "bench/corpus_maker.h"

#include "pipeline/base/utf8.h"

/* What machine reading takes for something else. */
static const char *const confused[][2] = {
	{ "rn", "m" }, { "m", "rn" }, { "l", "1" }, { "l", "I" }, { "I", "l" }, { "o", "0" }, { "O", "0" }, { "e", "c" }, { "c", "e" },
	{ "h", "b" },  { "b", "h" },  { "cl", "d" }, { "d", "cl" }, { "w", "vv" }, { "S", "5" }, { "B", "8" }, { "t", "f" }, { "u", "ii" },
	{ "a", "o" },  { "n", "u" },  { "u", "n" }, { "i", "j" }, { "g", "q" }, { ".", "," }, { ",", "." }, { "1", "l" }, { "0", "O" },
	{ "5", "S" },  { "8", "B" },  { "1", "I" }, { "li", "h" }, { "fi", "h" }, { "ri", "n" }, { "v", "y" }, { "s", "5" }, { "T", "I" },
};
enum { CONFUSED = sizeof confused / sizeof *confused };

bool damage_ocr(struct maker *m, int how)
{
	struct span s = buffer_span(&m->a);
	size_t at = 0, hits = 0, k;

	while (at < s.len) {
		size_t first = below(m, CONFUSED);

		if (s.ptr[at] == ' ' || below(m, 1000) >= (size_t)how) {
			buffer_add_char(&m->b, s.ptr[at++]);
			continue;
		}
		for (k = 0; k < CONFUSED; k++)
			if (span_starts(span_from(s, at), span_str(confused[(first + k) % CONFUSED][0])))
				break;
		if (k == CONFUSED) {
			buffer_add_char(&m->b, s.ptr[at++]);
			continue;
		}
		hits++;
		buffer_add_str(&m->b, confused[(first + k) % CONFUSED][1]);
		at += strlen(confused[(first + k) % CONFUSED][0]);
	}
	return hits > 0;
}

bool damage_dropped(struct maker *m, int how)
{
	size_t i;

	for (i = 0; i < m->a.len; i++) {
		char c = m->a.data[i];

		if (((c | 0x20) >= 'a' && (c | 0x20) <= 'z' && below(m, 1000) < (size_t)how))
			continue;
		buffer_add_char(&m->b, c);
	}
	return m->b.len < m->a.len;
}

bool damage_spaces(struct maker *m, int how)
{
	size_t i;

	for (i = 0; i < m->a.len; i++) {
		bool hit = below(m, 1000) < (size_t)how, letter = m->a.data[i] >= 'a' && m->a.data[i] <= 'z';
		bool next = i + 1 < m->a.len && m->a.data[i + 1] >= 'a' && m->a.data[i + 1] <= 'z';

		if (m->a.data[i] == ' ' && hit)
			continue;
		buffer_add_char(&m->b, m->a.data[i]);
		if (letter && next && below(m, 5000) < (size_t)how)
			buffer_add_char(&m->b, ' ');
	}
	return !span_equal(buffer_span(&m->a), buffer_span(&m->b));
}

/* ---- characters that are not ASCII ---- */

static bool is_dash(unsigned c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015);
}

bool damage_dashes(struct maker *m, int how)
{
	struct span s = buffer_span(&m->a);
	size_t at = 0, hits = 0;

	while (at < s.len) {
		size_t from = at;
		unsigned c = utf8_next(s, &at);

		if (!is_dash(c)) {
			buffer_add(&m->b, span_slice(s, from, at));
			continue;
		}
		hits++;
		if (how == DASH_LONG)
			buffer_add_str(&m->b, c == '-' ? "–" : "--");
		if (how == DASH_SPACED && from && s.ptr[from - 1] != ' ')
			buffer_add_char(&m->b, ' ');
	}
	return hits > 0;
}

static void add_as_windows_1252(struct buffer *out, unsigned char byte)
{
	static const unsigned high[32] = { 0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
					   0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
					   0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178 };

	buffer_add_utf8(out, byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte);
}

bool damage_mojibake(struct maker *m, int how)
{
	struct buffer keep;
	size_t i;

	buffer_init(&keep, BUFFER_LIMIT_DEFAULT);
	buffer_add(&m->b, buffer_span(&m->a));
	for (; how > 0; how--) {
		buffer_clear(&keep);
		buffer_add(&keep, buffer_span(&m->b));
		buffer_clear(&m->b);
		for (i = 0; i < keep.len; i++)
			add_as_windows_1252(&m->b, (unsigned char)keep.data[i]);
	}
	buffer_release(&keep);
	return m->b.len > m->a.len;
}

bool damage_unknown(struct maker *m, int how)
{
	struct span s = buffer_span(&m->a);
	size_t at = 0, hits = 0;

	while (at < s.len) {
		size_t from = at;

		if (utf8_next(s, &at) < 0x80) {
			buffer_add(&m->b, span_slice(s, from, at));
			continue;
		}
		hits++;
		if (how)
			buffer_add_utf8(&m->b, (unsigned)how);
	}
	return hits > 0;
}

/* ---- the same in other characters ---- */

/* Replaces the first member of a pair by the second; returns how often. */
static size_t replace_all(struct maker *m, const char *const pairs[][2], size_t count)
{
	struct span s = buffer_span(&m->a);
	size_t at = 0, hits = 0, k;

	while (at < s.len) {
		for (k = 0; k < count && !span_starts(span_from(s, at), span_str(pairs[k][0])); k++)
			;
		if (k == count) {
			buffer_add_char(&m->b, s.ptr[at++]);
			continue;
		}
		hits++;
		buffer_add_str(&m->b, pairs[k][1]);
		at += strlen(pairs[k][0]);
	}
	return hits;
}

bool damage_quotes(struct maker *m, int how)
{
	static const char *const pairs[][2] = { { "“", "«" }, { "”", "»" }, { "\"", "“" }, { "’", "'" }, { "'", "’" }, { "—", "–" },
						{ "…", "..." }, { "...", "…" } };

	(void)how;
	return replace_all(m, pairs, sizeof pairs / sizeof *pairs) > 0;
}

bool damage_ligatures(struct maker *m, int how)
{
	static const char *const pairs[][2] = { { "ffi", "ﬃ" }, { "ffl", "ﬄ" }, { "fi", "ﬁ" }, { "fl", "ﬂ" }, { "ff", "ﬀ" } };

	(void)how;
	return replace_all(m, pairs, sizeof pairs / sizeof *pairs) > 0;
}

bool damage_entities(struct maker *m, int how)
{
	static const char *const pairs[][2] = { { "&", "&amp;" },    { "’", "&#8217;" }, { "“", "&ldquo;" }, { "”", "&rdquo;" },
						{ "\"", "&quot;" }, { "—", "&mdash;" }, { "–", "&#x2013;" }, { "£", "&pound;" },
						{ "é", "&eacute;" }, { "'", "&#39;" } };

	(void)how;
	return replace_all(m, pairs, sizeof pairs / sizeof *pairs) > 0;
}

bool damage_capitals(struct maker *m, int how)
{
	size_t i, end = how ? m->a.len : 0;

	while (end < m->a.len && m->a.data[end] != '.')
		end++;
	buffer_add(&m->b, buffer_span(&m->a));
	for (i = 0; i < end; i++)
		if (m->b.data[i] >= 'a' && m->b.data[i] <= 'z')
			m->b.data[i] = (char)(m->b.data[i] - 32);
	return true;
}
