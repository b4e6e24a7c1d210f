#include "normalizers/leads.h"

#include "normalizers/ascii.h"
#include "pipeline/base/utf8.h"

#define LABEL_BYTES 64
#define LABEL_WORDS 6

/* Signs that are bullets whatever follows, and signs that are where a space follows. */
static bool is_bullet(unsigned c)
{
	static const unsigned BULLETS[] = { 0x00B7, 0x2022, 0x2023, 0x2043, 0x2219, 0x25A0, 0x25A1, 0x25AA, 0x25AB,
					    0x25B6, 0x25BA, 0x25CB, 0x25CF, 0x25D8, 0x25E6, 0x2756, 0x27A2, 0x2794 };
	size_t i;

	if (c >= 0xF020 && c <= 0xF0FF) /* symbol fonts */
		return true;
	for (i = 0; i < sizeof BULLETS / sizeof BULLETS[0]; i++)
		if (BULLETS[i] == c)
			return true;
	return false;
}

static bool is_dash_bullet(unsigned c)
{
	return c == '-' || c == '*' || c == 0x2013 || c == 0x2014;
}

size_t leads_bullet(struct span line)
{
	size_t at = 0;
	unsigned c;

	if (span_empty(line))
		return 0;
	c = utf8_next(line, &at);
	if (is_bullet(c) || (is_dash_bullet(c) && (at == line.len || line.ptr[at] == ' ')))
		return at;
	/* Word and text browsers make circles of a small o. */
	return c == 'o' && line.len > 2 && line.ptr[1] == ' ' && ascii_upper(line.ptr[2]) ? at : 0;
}

/* May the text behind a number begin an item: a capital, a quote, a bracket? */
static bool begins_item(struct span rest)
{
	size_t at = 0;
	unsigned c;

	if (span_empty(rest))
		return true;
	c = utf8_next(rest, &at);
	return (c < 0x80 && (ascii_upper((char)c) || c == '"' || c == '\'' || c == '(' || c == '[')) ||
	       (c >= 0xC0 && c <= 0xDE) || (c >= 0x2018 && c <= 0x201F);
}

static size_t digits_length(struct span s, size_t at)
{
	size_t from = at;

	while (at < s.len && ascii_digit(s.ptr[at]))
		at++;
	return at - from;
}

static int number_at(struct span s, size_t at)
{
	int value = 0;

	for (; at < s.len && ascii_digit(s.ptr[at]) && value < 10000; at++)
		value = value * 10 + (s.ptr[at] - '0');
	return value;
}

static struct lead make(enum lead_kind kind, struct span line, size_t mark)
{
	struct lead lead = { .kind = kind, .mark = mark, .length = mark, .alone = mark == line.len };

	if (lead.length < line.len && line.ptr[lead.length] == ' ')
		lead.length++;
	return lead;
}

static const struct lead NONE;

/* "3.", "3)", "(3)", with an item behind it, glued or not; "3) the" may go on in lower case. */
static struct lead read_number(struct span line)
{
	bool bracket = line.ptr[0] == '(';
	size_t from = bracket, digits = digits_length(line, from), at = from + digits;
	struct lead lead;
	char close;

	if (digits < 1 || digits > 3 || line.ptr[from] == '0' || at >= line.len)
		return NONE;
	close = line.ptr[at];
	if (close != ')' && (close != '.' || bracket))
		return NONE;
	lead = make(LEAD_NUMBER, line, at + 1);
	lead.number = number_at(line, from);
	if (!begins_item(span_from(line, lead.length)) && !(close == ')' && lead.length > lead.mark))
		return NONE;
	return lead;
}

/* "16.12.16": three parts, of which day and month have two digits or the year has four. */
static bool is_date(struct span number, size_t parts)
{
	size_t day = digits_length(number, 0), month = digits_length(number, day + 1);
	size_t year = digits_length(number, day + month + 2);

	return parts == 3 && number_at(number, 0) <= 31 && number_at(number, day + 1) <= 12 &&
	       (year == 4 || (year == 2 && day == 2 && month == 2));
}

/* "3.1", "7.2.3.", with text that begins a sentence, or nothing, behind it. */
static struct lead read_decimal(struct span line)
{
	size_t at = digits_length(line, 0), parts = 1;
	struct lead lead;

	if (at < 1 || at > 2)
		return NONE;
	while (at < line.len && line.ptr[at] == '.' && parts < 5) {
		size_t digits = digits_length(line, at + 1);

		if (digits < 1 || digits > 4)
			break;
		at += 1 + digits;
		parts++;
	}
	if (parts < 2 || is_date(span_slice(line, 0, at), parts))
		return NONE;
	if (at < line.len && line.ptr[at] == '.')
		at++;
	lead = make(LEAD_DECIMAL, line, at);
	lead.number = number_at(line, 0);
	return begins_item(span_from(line, lead.length)) ? lead : NONE;
}

static bool is_roman(char c, bool capital)
{
	return memchr(capital ? "IVXL" : "ivxl", c, 4) != NULL;
}

/* "(a)", "a)", "(iv)", "iv)", "(XXIII)" */
static struct lead read_letter(struct span line)
{
	bool bracket = line.ptr[0] == '(';
	size_t from = bracket, at = from;
	bool capital = from < line.len && ascii_upper(line.ptr[from]);

	while (at < line.len && at - from < 7 && is_roman(line.ptr[at], capital))
		at++;
	if (at == from && at < line.len && (ascii_lower(line.ptr[at]) || (bracket && ascii_upper(line.ptr[at]))))
		at++;
	if (at == from || at >= line.len || line.ptr[at] != ')')
		return NONE;
	if (at + 1 < line.len && line.ptr[at + 1] != ' ')
		return NONE;
	return make(LEAD_LETTER, line, at + 1);
}

/* "3: Committee of Public Accounts conclusion" */
static struct lead read_colon(struct span line)
{
	size_t digits = digits_length(line, 0), at = digits;
	struct lead lead;

	if (digits < 1 || digits > 2)
		return NONE;
	if (at < line.len && ascii_lower(line.ptr[at]))
		at++;
	if (at + 2 >= line.len || line.ptr[at] != ':' || line.ptr[at + 1] != ' ' || !ascii_upper(line.ptr[at + 2]))
		return NONE;
	lead = make(LEAD_COLON, line, at + 1);
	lead.number = number_at(line, 0);
	return lead;
}

/* A capitalised word and up to five more words or numbers, then a colon. */
static struct lead read_label(struct span line)
{
	size_t at, words = 1;

	if (!ascii_upper(line.ptr[0]))
		return NONE;
	for (at = 0; at < line.len && at < LABEL_BYTES; at++) {
		char c = line.ptr[at];

		if (c == ':')
			break;
		if (c == ' ' && ++words > LABEL_WORDS)
			return NONE;
		if (c != ' ' && c != '-' && !ascii_letter(c) && !ascii_digit(c))
			return NONE;
	}
	if (at >= line.len || line.ptr[at] != ':' || at < 3)
		return NONE;
	if (at + 1 < line.len && line.ptr[at + 1] != ' ')
		return NONE;
	return make(LEAD_LABEL, line, at + 1);
}

/* "Recommendation 12", "Recommendation 7c", "Figure 3", "Government response to recommendation 3" */
static struct lead read_caption(struct span line)
{
	size_t at = 0, words = 1, end = line.len;

	if (!ascii_upper(line.ptr[0]) || line.len > LABEL_BYTES)
		return NONE;
	if (end > 2 && ascii_lower(line.ptr[end - 1]) && ascii_digit(line.ptr[end - 2]))
		end--;
	while (end > 0 && ascii_digit(line.ptr[end - 1]))
		end--;
	if (end == line.len || line.len - end > 3 || end < 4 || line.ptr[end - 1] != ' ')
		return NONE;
	for (; at + 1 < end; at++) {
		words += line.ptr[at] == ' ';
		if (line.ptr[at] != ' ' && !ascii_letter(line.ptr[at]))
			return NONE;
	}
	return words <= LABEL_WORDS ? make(LEAD_CAPTION, line, line.len) : NONE;
}

struct lead leads_read(struct span line)
{
	static struct lead (*const READERS[])(struct span) = { read_number, read_decimal, read_letter,
							       read_colon,  read_label,	  read_caption };
	struct lead lead;
	size_t i, bullet;

	if (span_empty(line))
		return NONE;
	bullet = leads_bullet(line);
	if (bullet)
		return make(LEAD_BULLET, line, bullet);
	for (i = 0; i < sizeof READERS / sizeof READERS[0]; i++) {
		lead = READERS[i](line);
		if (lead.kind != LEAD_NONE)
			return lead;
	}
	return NONE;
}

bool leads_is_address(struct span text)
{
	return span_starts(text, SPAN("http://")) || span_starts(text, SPAN("https://")) ||
	       span_starts(text, SPAN("www."));
}

#define DECIMAL_PARTS 5

/* The parts of "7.2.3."; returns how many there are. */
static size_t read_parts(struct span line, size_t mark, int parts[DECIMAL_PARTS])
{
	size_t at = 0, count = 0;

	while (at < mark && count < DECIMAL_PARTS && ascii_digit(line.ptr[at])) {
		parts[count++] = number_at(line, at);
		at += digits_length(line, at) + 1;
	}
	return count;
}

bool leads_follow(struct span a, struct span b)
{
	struct lead first = leads_read(a), second = leads_read(b);
	int from[DECIMAL_PARTS], to[DECIMAL_PARTS];
	size_t from_count, to_count, i;

	if (first.kind == LEAD_NUMBER && second.kind == LEAD_NUMBER)
		return second.number == first.number + 1;
	if (first.kind != LEAD_DECIMAL || second.kind != LEAD_DECIMAL)
		return false;
	from_count = read_parts(a, first.mark, from);
	to_count = read_parts(b, second.mark, to);
	if (to_count == from_count + 1)
		return memcmp(from, to, from_count * sizeof *from) == 0 && to[from_count] == 1;
	if (to_count > from_count || to_count == 0)
		return false;
	for (i = 0; i + 1 < to_count; i++)
		if (from[i] != to[i])
			return false;
	return to[to_count - 1] == from[to_count - 1] + 1;
}
