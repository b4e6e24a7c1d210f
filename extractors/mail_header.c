#include "extractors/mail_header.h"

#include <string.h>

#include "extractors/charset.h"
#include "extractors/transfer.h"

enum {
	DAY_NAME = 12, /* bytes of "Wednesday" and blanks around it */
	FIRST_YEAR = 1970,
	LAST_YEAR = 2200,
	WORD_BYTES = 1024 /* of one encoded word; the standard says 75, and not all programs keep to it */
};

/* "=?charset?Q?text?=": its parts, and its length; 0 where the bytes at `at` begin none. */
struct word {
	struct span charset, text;
	char encoding;
	size_t len;
};

static struct word word_at(struct span s, size_t at)
{
	struct word w = { .len = 0 };
	long charset_end, text_end;

	s = span_slice(s, 0, at + WORD_BYTES);
	if (!span_starts(span_from(s, at), SPAN("=?")))
		return w;
	charset_end = span_find(s, SPAN("?"), at + 2);
	if (charset_end < 0 || (size_t)charset_end + 3 > s.len || s.ptr[charset_end + 2] != '?')
		return w;
	text_end = span_find(s, SPAN("?"), (size_t)charset_end + 3);
	if (text_end < 0 || (size_t)text_end + 1 >= s.len || s.ptr[text_end + 1] != '=')
		return w;
	w.charset = span_slice(s, at + 2, (size_t)charset_end);
	w.encoding = (char)(s.ptr[charset_end + 1] | 0x20);
	w.text = span_slice(s, (size_t)charset_end + 3, (size_t)text_end);
	if (w.encoding == 'q' || w.encoding == 'b')
		w.len = (size_t)text_end + 2 - at;
	return w;
}

static void add_word(struct buffer *out, struct arena *arena, const struct word *w)
{
	struct span text = arena_copy(arena, w->text);
	struct transfer transfer;
	struct charset_text decoded;

	for (size_t i = 0; w->encoding == 'q' && i < text.len; i++)
		if (text.ptr[i] == '_')
			((char *)(size_t)text.ptr)[i] = ' ';
	transfer_open(&transfer, w->encoding == 'q' ? TRANSFER_QUOTED : TRANSFER_BASE64, text);
	charset_open_declared(&decoded, buffer_span(&transfer.decoded), false, w->charset);
	buffer_add(out, decoded.text);
	charset_close(&decoded);
	transfer_close(&transfer);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct span mail_header_text(struct arena *arena, struct span value)
{
	struct buffer out;
	struct span text;
	bool after_word = false;
	size_t at = 0;

	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	while (at < value.len) {
		size_t from = at;
		struct word w;

		while (at < value.len && is_space(value.ptr[at]))
			at++;
		w = word_at(value, at);
		/* White space between two encoded words only parts them; between others it is one blank, also where a line is folded. */
		if (at > from && out.len > 0 && !(after_word && w.len))
			buffer_add_char(&out, ' ');
		after_word = w.len > 0;
		if (w.len) {
			add_word(&out, arena, &w);
			at += w.len;
		} else if (at < value.len) {
			buffer_add_char(&out, value.ptr[at++]);
		}
	}
	text = span_trim(arena_copy(arena, buffer_span(&out)));
	buffer_release(&out);
	return text;
}

/* Digits from *at on, at most `most` of them; -1 where there are none. */
static int number_at(struct span s, size_t *at, int most)
{
	int n = 0, digits = 0;

	while (*at < s.len && is_space(s.ptr[*at]))
		(*at)++;
	for (; *at < s.len && digits < most && s.ptr[*at] >= '0' && s.ptr[*at] <= '9'; digits++)
		n = n * 10 + (s.ptr[(*at)++] - '0');
	return digits ? n : -1;
}

static int month_at(struct span s, size_t *at)
{
	static const char months[12][4] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };

	while (*at < s.len && is_space(s.ptr[*at]))
		(*at)++;
	for (int i = 0; i < 12; i++) {
		if (!span_equal_nocase(span_slice(s, *at, *at + 3), span_of(months[i], 3)))
			continue;
		*at += 3;
		return i + 1;
	}
	return 0;
}

struct span mail_header_date(struct arena *arena, struct span value)
{
	long comma = span_find(value, SPAN(","), 0); /* behind the day of the week, which may be missing */
	size_t at = comma < 0 || comma > DAY_NAME ? 0 : (size_t)comma + 1;
	int day = number_at(value, &at, 2), month = month_at(value, &at), year = number_at(value, &at, 4);

	if (year >= 0 && year < 100) /* as RFC 5322, 4.3 has it */
		year += year < 50 ? 2000 : 1900;
	if (day < 1 || day > 31 || month == 0 || year < FIRST_YEAR || year > LAST_YEAR)
		return SPAN("");
	return arena_printf(arena, "%04d-%02d-%02d", year, month, day);
}
