/* corpus_edit: what happens to words, sentences and whole passages. */
#include "bench/corpus_maker.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"

bool damage_none(struct maker *m, int how)
{
	(void)how;
	buffer_add(&m->b, buffer_span(&m->a));
	return true;
}

static size_t next_space(const struct buffer *s, size_t at)
{
	while (at < s->len && s->data[at] != ' ')
		at++;
	return at;
}

/* Where a character begins, at or before this place. */
static size_t boundary(const struct buffer *s, size_t at)
{
	while (at > 0 && at < s->len && (s->data[at] & 0xC0) == 0x80)
		at--;
	return at;
}

/* The end of the word at so many hundredths of the text; of the character where there are no spaces. */
static size_t place_at(const struct maker *m, size_t percent)
{
	size_t at = m->a.len * percent / 100;

	return m->language == CHINESE ? boundary(&m->a, at) : next_space(&m->a, at);
}

bool damage_words(struct maker *m, int how)
{
	size_t at = 0, end, percent = (size_t)how, hits = 0;

	for (; at < m->a.len; at = end + 1) {
		size_t r = below(m, 100);

		end = next_space(&m->a, at);
		hits += r < percent;
		if (r < percent && r % 3 == 0)
			continue;
		if (m->b.len)
			buffer_add_char(&m->b, ' ');
		if (r < percent)
			add_any_word(m, &m->b);
		if (r < percent && r % 3 == 2)
			buffer_add_char(&m->b, ' ');
		if (r >= percent || r % 3 == 2)
			buffer_add(&m->b, span_slice(buffer_span(&m->a), at, end));
	}
	return hits > 0;
}

bool damage_format(struct maker *m, int how)
{
	struct span s = buffer_span(&m->a);
	size_t at = 0, column = 0;

	(void)how;
	while (at < s.len) {
		size_t from = at;
		unsigned c = utf8_next(s, &at);

		if (c == ' ' && column > 56) {
			buffer_add_char(&m->b, '\n');
			column = 0;
		} else if (c == 0x2019) {
			buffer_add_char(&m->b, '\'');
		} else if (c == 0x201C || c == 0x201D) {
			buffer_add_char(&m->b, '"');
		} else if (c == 0x2014) {
			buffer_add_str(&m->b, "--");
		} else {
			buffer_add(&m->b, span_slice(s, from, at));
			column++;
			if (column == 58 && c >= 'a' && c <= 'z' && at + 2 < s.len && s.ptr[at] >= 'a' && s.ptr[at] <= 'z') {
				buffer_add_str(&m->b, "-\n");
				column = 0;
			}
		}
	}
	return true;
}

bool damage_cut(struct maker *m, int how)
{
	size_t share = 40 + below(m, 45), from = 0, to = m->a.len;

	if (how == 2) {
		from = place_at(m, 10 + below(m, 20));
		to = place_at(m, 65 + below(m, 25));
	} else if (one_in(m, 2)) {
		to = place_at(m, share);
	} else {
		from = place_at(m, 100 - share);
	}
	buffer_add_str(&m->b, from && one_in(m, 2) ? "…" : "");
	buffer_add(&m->b, span_trim(span_slice(buffer_span(&m->a), from, to)));
	buffer_add_str(&m->b, to < m->a.len && one_in(m, 2) ? "..." : "");
	return true;
}

enum { SENTENCES = 4096 };

bool damage_order(struct maker *m, int how)
{
	struct span s = buffer_span(&m->a), *parts = memory_new(SENTENCES, sizeof *parts);
	const char *stop = m->language == CHINESE ? "。" : ". ";
	size_t count = 0, from = 0, moved = 0, i;
	const char *before = s.ptr;

	while (from < s.len && count < SENTENCES) {
		long at = count + 1 < SENTENCES ? span_find(s, span_str(stop), from) : -1;
		size_t to = at < 0 ? s.len : (size_t)at + strlen(stop);

		parts[count++] = span_trim(span_slice(s, from, to));
		from = to;
	}
	for (i = count; how && i > 1; i--) {
		size_t j = below(m, i);
		struct span part = parts[i - 1];

		parts[i - 1] = parts[j];
		parts[j] = part;
	}
	for (i = 0; i < count; i++) {
		const struct span *part = &parts[how ? i : (i + count / 2) % count];

		moved += i && part->ptr < before;
		before = part->ptr;
		buffer_add_str(&m->b, i ? " " : "");
		buffer_add(&m->b, *part);
	}
	free(parts);
	return moved > 0;
}

/* ---- what does not belong there ---- */

static void add_header(struct maker *m)
{
	switch (below(m, 3)) {
	case 0:
		buffer_printf(&m->b, " Page %zu of %zu — Semiannual Report of the ", 1 + below(m, 90), 100 + below(m, 90));
		add_name(m, &m->b);
		buffer_printf(&m->b, ", Issue %zu", 1 + below(m, 60));
		break;
	case 1:
		buffer_printf(&m->b, " %zu ", 1 + below(m, 400));
		add_name(m, &m->b);
		break;
	default:
		buffer_printf(&m->b, "\n\n%zu\n\n", 1 + below(m, 400));
	}
}

bool damage_header(struct maker *m, int how)
{
	size_t from = 0;
	int i;

	for (i = 1; i <= how; i++) {
		size_t step = 100 / (size_t)how, at = place_at(m, step * (size_t)i - step / 2 - below(m, step / 3 + 1));

		buffer_add(&m->b, span_slice(buffer_span(&m->a), from, at));
		add_header(m);
		from = at;
	}
	buffer_add(&m->b, span_from(buffer_span(&m->a), from));
	return true;
}

/* Is this a place for a footnote mark: behind a sign that ends a word, not a number? */
static bool ends_word(const struct buffer *s, size_t at)
{
	return at > 0 && at + 1 < s->len && (s->data[at] == '.' || s->data[at] == ',') && s->data[at + 1] == ' ' &&
	       !(s->data[at - 1] >= '0' && s->data[at - 1] <= '9');
}

bool damage_notes(struct maker *m, int how)
{
	static const char *const brackets[][2] = { { "", "" }, { "[", "]" }, { "(", ")" }, { "<sup>", "</sup>" } };
	const char *const *form = brackets[below(m, 4)];
	int left = how;
	size_t i;

	for (i = 0; i < m->a.len; i++) {
		buffer_add_char(&m->b, m->a.data[i]);
		if (left > 0 && ends_word(&m->a, i)) {
			buffer_printf(&m->b, "%s%zu%s", form[0], 1 + below(m, 90), form[1]);
			left--;
		}
	}
	return left < how;
}

bool damage_number(struct maker *m, int how)
{
	static const char *const signs[][2] = { { "", ". " }, { "(", ") " }, { "", ") " }, { "", ".4 " } };
	const char *const *form = signs[below(m, 4)];

	(void)how;
	buffer_printf(&m->b, "%s%zu%s", form[0], 1 + below(m, 40), form[1]);
	buffer_add(&m->b, buffer_span(&m->a));
	return true;
}

bool damage_embed(struct maker *m, int how)
{
	struct buffer more;

	(void)how;
	buffer_init(&more, BUFFER_LIMIT_DEFAULT);
	add_paragraph(m, &more, 2 + below(m, 4));
	buffer_add(&m->b, buffer_span(&more));
	buffer_add_char(&m->b, ' ');
	buffer_add(&m->b, buffer_span(&m->a));
	if (one_in(m, 2)) {
		buffer_add_char(&m->b, ' ');
		add_sentence(m, &m->b);
	}
	buffer_release(&more);
	return true;
}

bool damage_table(struct maker *m, int how)
{
	text_table(m, &m->b, how ? how : (int)(1 + below(m, TABLE_GLUED)));
	return true;
}

bool damage_tags(struct maker *m, int how)
{
	static const char *const tags[] = { "<br/>", "<b>", "</b>", "<p class=\"body\">", "<sup>" };
	size_t i;

	(void)how;
	for (i = 0; i < m->a.len; i++) {
		buffer_add_char(&m->b, m->a.data[i]);
		if (m->a.data[i] == ' ' && one_in(m, 25))
			buffer_add_str(&m->b, tags[below(m, 5)]);
	}
	return m->b.len > m->a.len;
}
