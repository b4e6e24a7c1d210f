#include "normalizers/lines.h"

#include "normalizers/ascii.h"
#include "pipeline/base/utf8.h"

/*
 * Widths of ASCII in a proportional text font, in hundredths of the average
 * (Helvetica's metrics, in five classes): lines of a PDF are full by width, not by count.
 */
static const unsigned char WIDTHS[128] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	62, 50, 97, 97, 97, 145, 97, 50, 62, 62, 97, 97, 50, 62, 50, 62,
	97, 97, 97, 97, 97, 97, 97, 97, 97, 97, 50, 50, 97, 97, 97, 97,
	145, 125, 125, 125, 125, 125, 125, 125, 125, 50, 125, 125, 125, 145, 125, 125,
	125, 125, 125, 125, 125, 125, 125, 145, 125, 125, 125, 62, 97, 62, 97, 97,
	50, 97, 97, 97, 97, 97, 62, 97, 97, 50, 50, 97, 50, 145, 97, 97,
	97, 97, 62, 97, 62, 97, 97, 145, 97, 97, 97, 97, 50, 97, 97, 97,
};

static size_t char_width(unsigned c)
{
	if (c < 0x80)
		return WIDTHS[c];
	return c >= 0x2010 && c <= 0x201F ? 60 : 100;
}

static void measure(struct line *line)
{
	bool in_word = false, seen = false, small = false;
	size_t at = 0;

	line->width = line->words = line->chars = 0;
	line->open_brackets = 0;
	line->first_width = line->first_chars = 0;
	while (at < line->text.len && line->chars < LINES_MEASURED) {
		unsigned c = utf8_next(line->text, &at);

		if (c == ' ' && line->first_chars == 0) {
			line->first_width = line->width;
			line->first_chars = line->chars;
		}
		line->width += (uint32_t)char_width(c);
		line->chars++;
		line->open_brackets += (c == '(') - (c == ')');
		if (c != ' ' && !in_word)
			line->words++;
		in_word = c != ' ';
		small = small || (c < 0x80 && ascii_lower((char)c)) || (c >= 0xDF && c <= 0xFF);
		seen = seen || c >= 0x100 || ascii_letter((char)c) || ascii_digit((char)c) || (c >= 0xC0 && c < 0x100);
	}
	if (!small && line->words > 1 && line->facts & LINE_UPPER)
		line->facts |= LINE_CAPITALS;
	line->first_width = (line->first_chars ? line->first_width : line->width) + (uint32_t)char_width(' ');
	line->first_chars = (line->first_chars ? line->first_chars : line->chars) + 1;
	if (!seen || leads_bullet(line->text) == line->text.len)
		line->facts |= LINE_WORDLESS;
}

static bool is_opening(unsigned c)
{
	return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0x2018 || c == 0x201C || c == 0xAB;
}

static unsigned first_fact(struct span text)
{
	size_t at = 0;

	while (at < text.len) {
		unsigned c = utf8_next(text, &at);

		if (is_opening(c))
			continue;
		if (c < 0x80)
			return ascii_lower((char)c)   ? LINE_LOWER
			       : ascii_upper((char)c) ? LINE_UPPER
			       : ascii_digit((char)c) ? LINE_DIGIT
						      : 0;
		return c >= 0xDF && c <= 0xFF ? LINE_LOWER : c >= 0xC0 && c <= 0xDE ? LINE_UPPER : 0;
	}
	return 0;
}

/* Takes closing quotes and brackets off the end. */
static struct span without_closers(struct span text)
{
	for (;;) {
		if (text.len > 0 && memchr("\"')]", text.ptr[text.len - 1], 4))
			text.len--;
		else if (span_ends(text, SPAN("\xE2\x80\x99")) || span_ends(text, SPAN("\xE2\x80\x9D")))
			text.len -= 3;
		else
			return text;
	}
}

static struct span last_word(struct span text)
{
	size_t from = text.len;

	while (from > 0 && text.ptr[from - 1] != ' ')
		from--;
	return span_from(text, from);
}

#define FORMULA_BYTES 50 /* of a line that opens or closes a letter */
#define LONGEST_OPEN_WORD 7

/* Words behind which a sentence always goes on. */
static bool is_open_word(struct span word)
{
	static const char *const WORDS[] = {
		"&",	 "a",	   "about", "after", "an",    "and",   "any",	"are",	"as",	 "at",	  "be",	     "because",
		"been",	 "before", "being", "both",  "but",   "by",    "can",	"could", "do",	 "does",  "each",    "either",
		"every", "for",	   "from",  "had",   "has",   "have",  "her",	"his",	"how",	 "if",	  "in",	     "into",
		"is",	 "its",	   "may",   "might", "must",  "my",    "nor",	"not",	"of",	 "on",	  "onto",    "or",
		"our",	 "per",	   "shall", "she",   "should", "such", "than",	"that", "the",	 "their", "these",   "they",
		"this",	 "those",  "to",    "under", "until", "was",   "we",	"were", "what",	 "when",  "where",   "whether",
		"which", "while",  "who",   "whose", "will",  "with",  "would", "your",
	};
	size_t i;

	if (word.len == 0 || word.len > LONGEST_OPEN_WORD)
		return false;
	for (i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
		if (ascii_fold(word.ptr[0]) == WORDS[i][0] && span_equal_nocase(word, span_str(WORDS[i])))
			return true;
	return false;
}

/* Abbreviations whose full stop ends no sentence. */
static bool is_abbreviation(struct span word)
{
	static const char *const WORDS[] = { "e.g.", "i.e.", "(e.g.", "(i.e.", "Mr.", "Mrs.", "Dr.", "No.", "Nos.",
					     "para.", "paras.", "pp.", "p.", "cf.", "vs.", "St.", "Cm.", "viz." };
	size_t i;

	for (i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
		if (span_equal(word, span_str(WORDS[i])))
			return true;
	return false;
}

/* Does the text end with brackets that hold "Paragraph 12", "Conclusion, Paragraph 6", "Recommendation 1"? */
static bool ends_with_reference(struct span text)
{
	struct span inside;
	size_t from, words = 0, digits = 0, i;

	if (span_ends(text, SPAN(".")))
		text.len--;
	if (!span_ends(text, SPAN(")")) || text.len < 8)
		return false;
	for (from = text.len - 1; from > 0 && text.ptr[from - 1] != '(' && text.len - from < 60; from--)
		;
	if (from == 0 || text.ptr[from - 1] != '(')
		return false;
	inside = span_slice(text, from, text.len - 1);
	for (i = 0; i < inside.len; i++) {
		digits += ascii_digit(inside.ptr[i]);
		words += inside.ptr[i] == ' ';
	}
	return ascii_upper(inside.ptr[0]) && digits > 0 && words > 0 && words < 6 &&
	       (span_starts(inside, SPAN("Paragraph")) || span_starts(inside, SPAN("Recommendation")) ||
		span_starts(inside, SPAN("Conclusion")));
}

/* "... at those stations. (019/14)": the sentence ended before the brackets. */
static bool ended_before_brackets(struct span text)
{
	size_t from = text.len;

	if (!span_ends(text, SPAN(")")))
		return false;
	while (from > 0 && text.ptr[from - 1] != '(' && text.len - from < 40)
		from--;
	return from > 3 && text.ptr[from - 1] == '(' && text.ptr[from - 2] == ' ' && memchr(".?!", text.ptr[from - 3], 3);
}

/* "(Recommendation 1)", "(018/14).", "(Paragraph 7)": what belongs to the end of the item before. */
static bool is_reference(struct span text)
{
	size_t digits = 0, i;

	if (span_ends(text, SPAN(".")))
		text.len--;
	if (text.len < 5 || text.len > 40 || text.ptr[0] != '(' || text.ptr[text.len - 1] != ')')
		return false;
	for (i = 1; i + 1 < text.len; i++) {
		if (text.ptr[i] == '(' || text.ptr[i] == ')')
			return false;
		digits += ascii_digit(text.ptr[i]);
	}
	return digits > 0;
}

/* Takes the mark of a footnote off the end of a sentence: "... in the sea.38" */
static struct span without_mark(struct span text)
{
	struct span kept = text, before;

	while (kept.len > 0 && ascii_digit(kept.ptr[kept.len - 1]))
		kept.len--;
	if (kept.len == text.len || text.len - kept.len > 3 || kept.len < 3)
		return text;
	before = without_closers(kept);
	if (before.len < 2 || !memchr(".?!", before.ptr[before.len - 1], 3) || ascii_digit(before.ptr[before.len - 2]))
		return text;
	return kept;
}

/* Dots that lead to a page number: "Summary ........ 3", "Summary . . . . . 3" */
static bool has_leader(struct span text)
{
	size_t at = text.len, dots = 0;

	while (at > 0 && (ascii_digit(text.ptr[at - 1]) || memchr("ivxl ", text.ptr[at - 1], 5)) && text.len - at < 8)
		at--;
	for (; at > 0 && (text.ptr[at - 1] == '.' || text.ptr[at - 1] == ' '); at--)
		dots += text.ptr[at - 1] == '.';
	return dots >= 4;
}

static unsigned end_fact(struct span text)
{
	struct span end, word;
	char last;

	if (has_leader(text))
		return LINE_ENDED | LINE_LEADER;
	if (span_ends(text, SPAN(" >")) || span_ends(text, SPAN(" \xC2\xBB"))) /* "... more >" */
		return LINE_ENDED;
	if (ends_with_reference(text))
		return LINE_ENDED | LINE_CLOSING;
	text = without_mark(text);
	end = without_closers(text);
	if (span_empty(end))
		return 0;
	last = end.ptr[end.len - 1];
	word = last_word(text);
	if (last == '.' || last == '?' || last == '!')
		return is_abbreviation(word) ? 0 : LINE_ENDED;
	if (ended_before_brackets(text))
		return LINE_ENDED;
	if (end.len < text.len) /* behind a closing quote or bracket no rule of words holds */
		return 0;
	if (last == ':')
		return LINE_COLON;
	if (last == ';' || span_ends(text, SPAN("; and")) || span_ends(text, SPAN("; or")))
		return LINE_SEMICOLON;
	if (last == '-' && end.len > 1 && (ascii_letter(end.ptr[end.len - 2]) || ascii_digit(end.ptr[end.len - 2])))
		return LINE_HYPHEN;
	if (span_ends(text, SPAN("'s")) || span_ends(text, SPAN("\xE2\x80\x99s"))) /* somebody's what? */
		return LINE_OPEN;
	if (last == ',' || last == '(' || last == '[' || is_open_word(word) || span_ends(text, SPAN("\xE2\x80\x94")) ||
	    span_ends(text, SPAN("\xE2\x80\x93")))
		return LINE_OPEN;
	return 0;
}

/* "Dear Ms Byrne,", "Yours sincerely,": a letter's first and last lines, each by itself. */
static bool is_formula(struct span text)
{
	static const char *const BEGINNINGS[] = { "Best regards", "Best wishes", "Dear ", "Kind regards", "Many thanks", "Regards",
						  "Yours ", "With best wishes", "With kind regards" };
	size_t i;

	if (!span_ends(text, SPAN(",")) || text.len > FORMULA_BYTES)
		return false;
	for (i = 0; i < sizeof BEGINNINGS / sizeof BEGINNINGS[0]; i++)
		if (span_starts(text, span_str(BEGINNINGS[i])))
			return true;
	return false;
}

void lines_look(struct line *line)
{
	line->facts = first_fact(line->text) | (is_formula(line->text) ? LINE_ENDED : end_fact(line->text));
	line->lead = leads_read(line->text);
	if (line->lead.kind == LEAD_NONE && is_reference(line->text))
		line->facts |= LINE_REFERENCE;
	measure(line);
}

static uint32_t indent_of(struct span raw)
{
	uint32_t indent = 0;
	size_t at = 0;

	for (; indent < LINES_MEASURED && at < raw.len && (raw.ptr[at] == ' ' || raw.ptr[at] == '\t'); at++)
		indent += raw.ptr[at] == '\t' ? 8 : 1;
	return indent;
}

void lines_build(struct lines *lines, const struct document *d)
{
	size_t i;

	lines->count = d->passage_count;
	lines->line = arena_array(d->arena, lines->count + 1, sizeof *lines->line);
	for (i = 0; i < lines->count; i++) {
		const struct passage *block = &d->passages[i];
		struct line *line = &lines->line[i];

		line->block = block;
		line->text = block->text;
		line->place = block->place;
		line->flags = block->flags;
		line->role = block->role;
		line->indent = indent_of(block->text);
	}
}
