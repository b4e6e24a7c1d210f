#include "extractors/html_list.h"

#include <limits.h>

#include "pipeline/base/arena.h"

/* An optional sign and digits, as the standard reads integers; `fallback` when there are none. */
static int read_int(struct span s, int fallback)
{
	long value = 0;
	size_t i = 0;
	bool negative;

	s = span_trim(s);
	negative = s.len && s.ptr[0] == '-';
	i += s.len && (s.ptr[0] == '-' || s.ptr[0] == '+');
	if (i >= s.len || s.ptr[i] < '0' || s.ptr[i] > '9')
		return fallback;
	for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9' && value < INT_MAX / 16; i++)
		value = value * 10 + (s.ptr[i] - '0');
	return (int)(negative ? -value : value);
}

static int count_items(const struct html_tree *t, size_t list)
{
	int n = 0;

	for (size_t i = list + 1; i < t->nodes[list].end; i = t->nodes[i].end)
		n += t->nodes[i].tag == TAG_li;
	return n;
}

/* The type attribute, or list-style-type in the style attribute. */
static char style_of(const struct html_tree *t, size_t node, char fallback)
{
	static const struct {
		struct span name;
		char style;
	} styles[] = {
		{ { "lower-alpha", 11 }, 'a' }, { { "lower-latin", 11 }, 'a' }, { { "upper-alpha", 11 }, 'A' },
		{ { "upper-latin", 11 }, 'A' }, { { "lower-roman", 11 }, 'i' }, { { "upper-roman", 11 }, 'I' },
	};
	struct span type = span_trim(html_tree_attribute(t, node, ATTRIBUTE_type, NULL));
	struct span style = html_tree_attribute(t, node, ATTRIBUTE_style, NULL);

	if (type.len == 1 && strchr("1aAiI", type.ptr[0]))
		return type.ptr[0];
	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
		if (span_find(style, styles[i].name, 0) >= 0)
			return styles[i].style;
	return fallback;
}

struct html_list html_list_open(const struct html_tree *t, size_t list)
{
	struct html_list l = { .ordered = t->nodes[list].tag == TAG_ol, .next = 1, .step = 1 };
	bool reversed;

	l.style = style_of(t, list, '1');
	if (!l.ordered)
		return l;
	html_tree_attribute(t, list, ATTRIBUTE_reversed, &reversed);
	if (reversed) {
		l.step = -1;
		l.next = count_items(t, list);
	}
	l.next = read_int(html_tree_attribute(t, list, ATTRIBUTE_start, NULL), l.next);
	return l;
}

/* Bijective base 26: z is followed by aa. */
static size_t write_letters(char *out, int number, char first)
{
	char reversed[16];
	size_t n = 0;

	while (number > 0) {
		reversed[n++] = (char)(first + (number - 1) % 26);
		number = (number - 1) / 26;
	}
	for (size_t i = 0; i < n; i++)
		out[i] = reversed[n - 1 - i];
	return n;
}

static size_t write_roman(char *out, int number, bool upper)
{
	static const struct {
		int value;
		const char *digits;
	} romans[] = { { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" }, { 90, "xc" }, { 50, "l" },
		       { 40, "xl" }, { 10, "x" }, { 9, "ix" }, { 5, "v" }, { 4, "iv" }, { 1, "i" } };
	size_t n = 0;

	for (size_t i = 0; i < sizeof romans / sizeof *romans; i++)
		for (; number >= romans[i].value; number -= romans[i].value)
			for (const char *d = romans[i].digits; *d; d++)
				out[n++] = upper ? (char)(*d - 0x20) : *d;
	return n;
}

struct span html_list_marker(struct html_list *list, const struct html_tree *t, size_t li, struct arena *arena)
{
	char text[32];
	size_t n = 0;
	char style;
	int number;

	if (!list->ordered)
		return SPAN("\xE2\x80\xA2");
	number = read_int(html_tree_attribute(t, li, ATTRIBUTE_value, NULL), list->next);
	style = style_of(t, li, list->style);
	list->next = number + list->step;
	/* Outside these ranges browsers fall back to decimal numbers. */
	if ((style == 'a' || style == 'A') && number > 0)
		n = write_letters(text, number, style);
	else if ((style == 'i' || style == 'I') && number > 0 && number < 4000)
		n = write_roman(text, number, style == 'I');
	if (n == 0)
		return arena_printf(arena, "%d.", number);
	return arena_printf(arena, "%.*s.", (int)n, text);
}
