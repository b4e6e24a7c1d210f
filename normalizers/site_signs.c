#include "normalizers/site_signs.h"

#include "normalizers/ascii.h"

#define PHRASE_WORDS 12 /* of a passage in which a phrase is a sign; more are prose about it */
#define LINK_WORDS 40	/* ... and of one that ends as a link does */
#define END_WORDS 8

/*
 * All tables: small letters, alphabetical order, whole words. Measured on plain
 * dumps of 529 pages (docs/extraction.md): phrases and ends make .80 of .69.
 */

/* Anywhere in a short passage. */
static const char *const PHRASES[] = {
	"about us", "accept all", "accept cookies", "add your comment", "advertise with us", "advertisement",
	"all rights reserved", "archives", "back to top", "by continuing to use", "careers", "categories", "click here",
	"comments", "contact us", "cookie", "cookies", "copyright", "disclaimer", "e-mail this", "email this", "facebook",
	"faq", "follow us", "have your say", "home page", "instagram", "javascript", "latest news", "leave a comment",
	"leave a reply", "linkedin", "log in", "login", "main menu", "more articles", "more news", "more stories",
	"more videos", "most popular", "most read", "my account", "newsletter", "next article", "no comments",
	"permalink", "pinterest", "post a comment", "post on", "powered by", "previous article", "print this",
	"privacy", "privacy policy", "read more", "recent posts", "recommended for you", "register", "related articles",
	"related content", "related news", "related stories", "rss", "search", "share on", "share this", "sign in",
	"sign up", "site map", "sitemap", "skip to content", "skip to main content", "sponsored", "subscribe", "tags",
	"terms and conditions", "terms of service", "terms of use", "trending", "twitter", "view all", "view comments",
	"whatsapp", "you may also like", "your comment", "your email", "youtube",
};

/* At the beginning of a passage of a few words, a number before it aside. */
static const char *const ENDS[] = {
	"about the author", "add a comment", "add your comment", "advertisement", "also read", "comments", "connect with us",
	"filed under", "follow us", "have your say", "join the discussion", "latest articles", "latest news",
	"latest posts", "latest stories", "leave a comment", "leave a reply", "more articles", "more from", "more like this",
	"more news", "more stories", "most popular", "most read", "most recent", "most viewed", "newsletter",
	"next post", "popular articles", "popular posts", "post a comment", "previous post", "quick links",
	"read more", "read next", "recent articles", "recent comments", "recent posts", "recommended for you",
	"related articles", "related content", "related links", "related news", "related posts", "related stories",
	"related topics", "replies", "responses", "share this", "sign up", "site map", "sponsored", "subscribe", "trending",
	"useful links", "you may also", "you might also",
};

/* The whole passage. */
static const char *const ALONE[] = {
	"advertisement", "email", "facebook", "linkedin", "post on", "print", "read more", "share", "share this", "tweet",
	"twitter", "whatsapp",
};

/* The whole line, in documents that are no dump of a page too. */
static const char *const NAVIGATION[] = {
	"back to top", "contents next page", "next page", "previous contents next", "previous page", "previous page contents",
	"previous page contents next page", "return to contents", "skip to content", "skip to main content",
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static void index_table(unsigned short from[27], const char *const *table, size_t count)
{
	size_t letter, i = 0;

	for (letter = 0; letter < 27; letter++) {
		while (i < count && table[i][0] < (char)('a' + letter))
			i++;
		from[letter] = (unsigned short)i;
	}
}

void site_signs_index(struct site_index *index)
{
	index_table(index->phrase, PHRASES, COUNT(PHRASES));
	index_table(index->end, ENDS, COUNT(ENDS));
}

/* Bytes of the entry that stands at `at`, as whole words; 0 for none. */
static size_t entry_at(const unsigned short from[27], const char *const *table, struct span text, size_t at)
{
	size_t letter, i;

	if (at >= text.len || !ascii_letter(text.ptr[at]))
		return 0;
	letter = (size_t)(ascii_fold(text.ptr[at]) - 'a');
	for (i = from[letter]; i < from[letter + 1]; i++) {
		struct span entry = span_str(table[i]);
		size_t end = at + entry.len;

		if (end <= text.len && (end == text.len || !ascii_letter(text.ptr[end])) &&
		    span_equal_nocase(span_slice(text, at, end), entry))
			return entry.len;
	}
	return 0;
}

/* Offset behind the first phrase in the text; 0 when it holds none. */
static size_t find_phrase(const struct site_index *index, struct span text)
{
	size_t at, length;

	for (at = 0; at < text.len; at++) {
		if (at > 0 && ascii_letter(text.ptr[at - 1]))
			continue;
		length = entry_at(index->phrase, PHRASES, text, at);
		if (length)
			return at + length;
	}
	return 0;
}

static bool ends_in_link(struct span text)
{
	return span_ends(text, SPAN(" >")) || span_ends(text, SPAN(" \xC2\xBB")) || span_ends(text, SPAN(" >>")) ||
	       span_ends(text, SPAN("\xE2\x80\xBA"));
}

static bool is_one_of(struct span text, const char *const *table, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (span_equal_nocase(text, span_str(table[i])))
			return true;
	return false;
}

bool site_signs_is_navigation(struct span text)
{
	return is_one_of(text, NAVIGATION, COUNT(NAVIGATION));
}

/* "12 comments", "Comments (3)", "4 views" */
static bool is_end(const struct site_index *index, struct span text)
{
	static const char *const COUNTED[] = { "download", "downloads", "likes", "shares", "view", "views" };
	size_t at = 0;

	while (at < text.len && at < 8 && (ascii_digit(text.ptr[at]) || text.ptr[at] == ','))
		at++;
	if (at > 0 && at < text.len && text.ptr[at] == ' ')
		at++;
	if (at > 1 && is_one_of(span_from(text, at), COUNTED, COUNT(COUNTED)))
		return true;
	return entry_at(index->end, ENDS, text, at) > 0;
}

enum site_sign site_signs_read(const struct site_index *index, struct span text, size_t words)
{
	size_t behind;

	if (words > LINK_WORDS)
		return SITE_NONE;
	if (is_one_of(text, ALONE, COUNT(ALONE)) || site_signs_is_navigation(text))
		return SITE_ALONE;
	if (words <= END_WORDS && is_end(index, text))
		return SITE_END;
	if (ends_in_link(text))
		return SITE_PHRASE;
	behind = find_phrase(index, text);
	return behind > 0 && (words <= PHRASE_WORDS || behind == text.len) ? SITE_PHRASE : SITE_NONE;
}
