#include "normalizers/boilerplate.h"

#include "normalizers/ascii.h"

#define SHORT_WORDS 16	/* words of a line in which a site's phrase is a sign */
#define MIDDLING_WORDS 40 /* ... and of one that ends with it */
#define PROSE_WORDS 12	/* words of a line that is prose when it ends a sentence */
#define LEAST_SIGNS 4	/* lines with a strong sign that prove where boilerplate begins */
#define LEAST_SCORE 8
#define TOP_LINES 30 /* lines in which a site's own may stand above the text */
#define TOP_SIGNS 3
#define STRONG 3
#define WEAK 1
#define PROSE (-3)

/* What sites say, in small letters, in alphabetical order; matched as whole words. */
static const char *const PHRASES[] = {
	"add your comment", "all rights reserved", "back to top", "click here", "cookie policy", "cookies policy",
	"follow us", "have your say", "latest news", "leave a comment", "leave a reply", "log in", "main menu",
	"more articles", "more news", "more stories", "more videos", "most popular", "most read", "next article",
	"no comments", "post a comment", "post on", "previous article", "privacy policy", "read more",
	"recent posts", "related articles", "related content", "related news", "related stories", "share this",
	"sign in", "sign up", "skip to content", "skip to main content", "subscribe", "terms and conditions",
	"terms of use", "view all", "view comments", "you may also like", "your comment",
};

/* Lines that are nothing but this. */
static const char *const WHOLE[] = {
	"comment", "comments", "share", "tweet", "print", "email", "facebook", "twitter", "linkedin", "whatsapp",
	"advertisement", "transcript", "download", "menu", "search", "home", "tags",
};

/* Lines of navigation, wherever they stand. */
static const char *const NAVIGATION[] = {
	"previous page contents next page", "previous contents next", "contents next page", "previous page contents",
	"skip to main content", "skip to content", "back to top", "previous page", "next page", "return to contents",
};

#define PHRASE_COUNT (sizeof PHRASES / sizeof PHRASES[0])

/* Where in PHRASES each first letter begins. */
struct phrase_index {
	size_t from[27];
};

static void index_phrases(struct phrase_index *index)
{
	size_t letter, i = 0;

	for (letter = 0; letter < 27; letter++) {
		while (i < PHRASE_COUNT && PHRASES[i][0] < (char)('a' + letter))
			i++;
		index->from[letter] = i;
	}
}

/* Bytes of the phrase that stands at `at`, as whole words and whatever the case; 0 for none. */
static size_t phrase_at(const struct phrase_index *index, struct span text, size_t at)
{
	size_t letter = (size_t)(ascii_fold(text.ptr[at]) - 'a'), i;

	for (i = index->from[letter]; i < index->from[letter + 1]; i++) {
		size_t length = strlen(PHRASES[i]), end = at + length;

		if (end <= text.len && (end == text.len || !ascii_letter(text.ptr[end])) &&
		    span_equal_nocase(span_slice(text, at, end), span_of(PHRASES[i], length)))
			return length;
	}
	return 0;
}

/* Offset behind the first phrase in the text; 0 when it holds none. */
static size_t find_phrase(const struct phrase_index *index, struct span text)
{
	size_t at, length;

	for (at = 0; at < text.len; at++) {
		if (!ascii_letter(text.ptr[at]) || (at > 0 && ascii_letter(text.ptr[at - 1])))
			continue;
		length = phrase_at(index, text, at);
		if (length)
			return at + length;
	}
	return 0;
}

static bool is_one_of(struct span text, const char *const *list, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (span_equal_nocase(text, span_str(list[i])))
			return true;
	return false;
}

static bool ends_in_link(struct span text)
{
	return span_ends(text, SPAN(" >")) || span_ends(text, SPAN(" \xC2\xBB")) || span_ends(text, SPAN(" >>")) ||
	       span_ends(text, SPAN("\xE2\x80\xBA"));
}

static size_t number_length(struct span s, size_t at, size_t most)
{
	size_t from = at;

	while (at < s.len && ascii_digit(s.ptr[at]) && at - from < most)
		at++;
	return at - from;
}

/* "23/11/2017Headline": bytes of the date, 0 for none. */
static size_t glued_date(struct span text)
{
	size_t a = number_length(text, 0, 2), b, c, at = a;

	if (a == 0 || at >= text.len || (text.ptr[at] != '/' && text.ptr[at] != '.'))
		return 0;
	b = number_length(text, ++at, 2);
	at += b;
	if (b == 0 || at >= text.len || text.ptr[at] != text.ptr[a])
		return 0;
	c = number_length(text, ++at, 4);
	at += c;
	return (c == 2 || c == 4) && at < text.len && !ascii_digit(text.ptr[at]) && text.ptr[at] != ' ' ? at : 0;
}

static bool is_phrase_line(const struct phrase_index *index, const struct line *line)
{
	size_t behind;

	if (line->words > MIDDLING_WORDS)
		return false;
	if (line->words == 1 && is_one_of(line->text, WHOLE, sizeof WHOLE / sizeof WHOLE[0]))
		return true;
	behind = find_phrase(index, line->text);
	return behind > 0 && (line->words <= SHORT_WORDS || behind == line->text.len);
}

/* Is the headline behind the date that of the line before? */
static bool repeats_headline(const struct lines *lines, size_t i)
{
	struct span headline = span_from(lines->line[i].text, glued_date(lines->line[i].text));

	return i > 0 && span_equal(lines->line[i - 1].text, headline);
}

/* "4 views", "0 download" */
static bool is_counter(struct span text)
{
	static const char *const COUNTED[] = { "comments", "download", "downloads", "likes", "shares", "view", "views" };
	size_t digits = number_length(text, 0, 7);

	return digits > 0 && digits + 1 < text.len && text.ptr[digits] == ' ' &&
	       is_one_of(span_from(text, digits + 1), COUNTED, sizeof COUNTED / sizeof COUNTED[0]);
}

static int score_of(const struct phrase_index *index, const struct lines *lines, size_t i)
{
	const struct line *line = &lines->line[i];

	if (!lines_is_text(line))
		return 0;
	if (ends_in_link(line->text) || is_phrase_line(index, line) || is_counter(line->text))
		return STRONG;
	if (glued_date(line->text))
		return repeats_headline(lines, i) ? STRONG : WEAK;
	if (line->words >= PROSE_WORDS && line->facts & (LINE_ENDED | LINE_SEMICOLON | LINE_COLON | LINE_OPEN))
		return PROSE;
	return line->words >= PROSE_WORDS ? -WEAK : 0;
}

/* The line from which on the signs outweigh the prose most; lines->count when none does enough. */
static size_t find_end(const struct lines *lines, const signed char *score)
{
	long sum = 0, best = LEAST_SCORE - 1;
	size_t signs = 0, from = lines->count, i;

	for (i = lines->count; i > 0; i--) {
		sum += score[i - 1];
		signs += score[i - 1] == STRONG;
		if (sum > best && signs >= LEAST_SIGNS && score[i - 1] > 0) {
			best = sum;
			from = i - 1;
		}
	}
	return from;
}

static bool is_navigation(const struct line *line)
{
	return line->words <= SHORT_WORDS && is_one_of(line->text, NAVIGATION, sizeof NAVIGATION / sizeof NAVIGATION[0]);
}

/* Lines at the beginning that are a site's: up to the last sign before the first prose. 0 when signs are few. */
static size_t find_start(const struct lines *lines, const signed char *score)
{
	size_t signs = 0, to = 0, i;

	for (i = 0; i < lines->count && i < TOP_LINES && score[i] >= 0; i++) {
		if (score[i] != STRONG)
			continue;
		signs++;
		to = i + 1;
	}
	return signs >= TOP_SIGNS ? to : 0;
}

void boilerplate_mark(struct lines *lines, struct arena *arena)
{
	signed char *score = arena_array(arena, lines->count + 1, sizeof *score);
	struct phrase_index index;
	size_t to, from, i;

	index_phrases(&index);
	for (i = 0; i < lines->count; i++)
		score[i] = (signed char)score_of(&index, lines, i);
	to = find_start(lines, score);
	from = find_end(lines, score);
	for (i = 0; i < lines->count; i++) {
		struct line *line = &lines->line[i];

		if (lines_is_text(line) && (i < to || i >= from || is_navigation(line)))
			line->role = ROLE_BOILERPLATE;
	}
}
