#include "extractors/html_rules.h"

#include "extractors/html_key.h"

/*
 * Looked up whole. In ASCII order. The number is what the word gains: by how many
 * thousandths the mean of html_rules.h falls without it. Those without a number
 * make no difference there, as other rules find the same elements; they are kept
 * where they mean one thing on any site. Words that lost, and are left out: top,
 * bottom, left, right, list, links, head, header, tag, tabs, slider, review, hero.
 */
static const struct {
	char word[HTML_KEY_BYTES];
	enum html_word says;
} words[] = {
	{ "accordion", WORD_FOLD },
	{ "addthis", WORD_BOILERPLATE },
	{ "addtoany", WORD_BOILERPLATE },
	{ "ads", WORD_BOILERPLATE },
	{ "advert", WORD_BOILERPLATE },
	{ "advertisement", WORD_BOILERPLATE },
	{ "advertising", WORD_BOILERPLATE },
	{ "article", WORD_CONTENT },
	{ "articlebody", WORD_CONTENT },
	{ "aside", WORD_BOILERPLATE },
	{ "author", WORD_SMALL }, /* +0.2 */
	{ "authorbox", WORD_BOILERPLATE },
	{ "banner", WORD_BOILERPLATE }, /* -0.1 */
	{ "body", WORD_CONTENT },
	{ "breadcrumb", WORD_SMALL },
	{ "breadcrumbs", WORD_BOILERPLATE },
	{ "button", WORD_BOILERPLATE },
	{ "byline", WORD_BOILERPLATE }, /* +1.6 */
	{ "caption", WORD_BOILERPLATE }, /* +2.7 */
	{ "catlinks", WORD_BOILERPLATE },
	{ "collapse", WORD_FOLD },
	{ "collapsible", WORD_FOLD },
	{ "comment", WORD_COMMENT }, /* +4.2 */
	{ "commentlist", WORD_COMMENT },
	{ "comments", WORD_COMMENT }, /* -0.2 */
	{ "consent", WORD_BOILERPLATE },
	{ "content", WORD_CONTENT }, /* +0.1 */
	{ "controls", WORD_BOILERPLATE },
	{ "cookie", WORD_BOILERPLATE },
	{ "cookies", WORD_BOILERPLATE },
	{ "copyright", WORD_BOILERPLATE }, /* +0.1 */
	{ "credit", WORD_SMALL }, /* +0.1 */
	{ "crumbs", WORD_BOILERPLATE },
	{ "cta", WORD_BOILERPLATE }, /* +0.3 */
	{ "date", WORD_SMALL }, /* +0.7 */
	{ "disclaimer", WORD_BOILERPLATE }, /* +0.5 */
	{ "disqus", WORD_COMMENT },
	{ "donate", WORD_BOILERPLATE },
	{ "dropdown", WORD_BOILERPLATE }, /* -0.1 */
	{ "editsection", WORD_BOILERPLATE },
	{ "entry", WORD_CONTENT },
	{ "expandable", WORD_FOLD },
	{ "expander", WORD_FOLD },
	{ "faq", WORD_FOLD },
	{ "footer", WORD_BOILERPLATE }, /* +0.1 */
	{ "gdpr", WORD_BOILERPLATE },
	{ "heading", WORD_HEADING },
	{ "headline", WORD_HEADING },
	{ "hide", WORD_BOILERPLATE }, /* +0.4 */
	{ "image", WORD_SMALL }, /* +0.9 */
	{ "keywords", WORD_BOILERPLATE },
	{ "leftnav", WORD_BOILERPLATE },
	{ "login", WORD_BOILERPLATE },
	{ "main", WORD_CONTENT }, /* +2.1 */
	{ "masthead", WORD_BOILERPLATE },
	{ "megamenu", WORD_BOILERPLATE },
	{ "menu", WORD_BOILERPLATE },
	{ "modal", WORD_BOILERPLATE }, /* +0.1 */
	{ "nav", WORD_BOILERPLATE }, /* -0.2 */
	{ "navbar", WORD_BOILERPLATE }, /* -0.1 */
	{ "navbox", WORD_BOILERPLATE },
	{ "navi", WORD_BOILERPLATE },
	{ "navigation", WORD_BOILERPLATE },
	{ "newsletter", WORD_BOILERPLATE }, /* +0.3 */
	{ "noprint", WORD_BOILERPLATE }, /* +0.1 */
	{ "outbrain", WORD_BOILERPLATE },
	{ "overlay", WORD_BOILERPLATE }, /* +0.1 */
	{ "pager", WORD_BOILERPLATE },
	{ "pagination", WORD_BOILERPLATE },
	{ "pane", WORD_FOLD },
	{ "panel", WORD_FOLD },
	{ "popular", WORD_BOILERPLATE },
	{ "popup", WORD_BOILERPLATE },
	{ "promo", WORD_BOILERPLATE },
	{ "recommended", WORD_BOILERPLATE },
	{ "related", WORD_BOILERPLATE }, /* +0.4 */
	{ "respond", WORD_COMMENT },
	{ "share", WORD_BOILERPLATE },
	{ "sharedaddy", WORD_BOILERPLATE },
	{ "sharing", WORD_BOILERPLATE }, /* -0.2 */
	{ "sidebar", WORD_BOILERPLATE }, /* +0.9 */
	{ "sidenav", WORD_BOILERPLATE },
	{ "signin", WORD_BOILERPLATE },
	{ "signup", WORD_BOILERPLATE }, /* +0.1 */
	{ "skip", WORD_BOILERPLATE },
	{ "social", WORD_BOILERPLATE }, /* +0.1 */
	{ "sponsor", WORD_BOILERPLATE },
	{ "sponsored", WORD_BOILERPLATE },
	{ "story", WORD_CONTENT },
	{ "subhead", WORD_HEADING },
	{ "subheading", WORD_HEADING },
	{ "subnav", WORD_BOILERPLATE },
	{ "subscribe", WORD_BOILERPLATE },
	{ "subtitle", WORD_HEADING },
	{ "tab", WORD_FOLD },
	{ "taboola", WORD_BOILERPLATE },
	{ "tabpanel", WORD_FOLD },
	{ "tabs", WORD_FOLD },
	{ "tags", WORD_BOILERPLATE },
	{ "teaser", WORD_TEASER },
	{ "teasers", WORD_BOILERPLATE }, /* +0.3 */
	{ "text", WORD_CONTENT }, /* +0.8 */
	{ "title", WORD_HEADING },
	{ "toolbar", WORD_BOILERPLATE },
	{ "topbar", WORD_BOILERPLATE },
	{ "trending", WORD_BOILERPLATE }, /* +0.3 */
};

static enum html_word find_word(struct html_key key)
{
	size_t low = 0, high = sizeof words / sizeof *words;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct html_key other = html_key_of(words[middle].word);

		if (html_key_equal(key, other))
			return words[middle].says;
		if (html_key_less(key, other))
			high = middle;
		else
			low = middle + 1;
	}
	return WORD_NONE;
}

enum html_word html_rules_word(struct span word)
{
	char padded[HTML_KEY_BYTES] = { 0 };

	if (word.len == 0 || word.len >= HTML_KEY_BYTES)
		return WORD_NONE;
	memcpy(padded, word.ptr, word.len);
	return find_word(html_key_of(padded));
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

unsigned html_rules_words(struct span value)
{
	char word[HTML_KEY_BYTES];
	size_t len = 0;
	unsigned said = 0;

	for (size_t i = 0; i <= value.len; i++) {
		char c = i < value.len ? value.ptr[i] : ' ';
		bool letter = is_lower(c) || is_upper(c);

		if (!letter || (is_upper(c) && i > 0 && is_lower(value.ptr[i - 1]))) {
			if (len > 0 && len < HTML_KEY_BYTES)
				said |= 1u << html_rules_word(span_of(word, len));
			len = 0;
		}
		if (letter && len < HTML_KEY_BYTES)
			word[len++] = (char)(c | 0x20);
	}
	return said & ~1u;
}

/* In English, German, French, Spanish, Portuguese, Polish; each met on several sites of the sample. */
static const struct {
	const char *phrase;
	enum html_phrase says;
} phrases[] = {
	{ "advertisement", PHRASE_LINE },
	{ "all rights reserved", PHRASE_LINE },
	{ "also read", PHRASE_LINE },
	{ "also see", PHRASE_SECTION },
	{ "an official website of", PHRASE_LINE },
	{ "anzeige", PHRASE_LINE },
	{ "back to", PHRASE_LINE },
	{ "back to top", PHRASE_LINE },
	{ "caption", PHRASE_ALONE },
	{ "click here to", PHRASE_LINE },
	{ "click to expand", PHRASE_LINE },
	{ "click to share", PHRASE_LINE },
	{ "close", PHRASE_ALONE },
	{ "compartir", PHRASE_LINE },
	{ "continue reading", PHRASE_LINE },
	{ "copyright", PHRASE_LINE },
	{ "credit:", PHRASE_LINE },
	{ "download the app", PHRASE_LINE },
	{ "email address", PHRASE_LINE },
	{ "email this", PHRASE_LINE },
	{ "facebook", PHRASE_ALONE },
	{ "filed under", PHRASE_LINE },
	{ "follow us", PHRASE_LINE },
	{ "foto:", PHRASE_LINE },
	{ "get emails about", PHRASE_LINE },
	{ "getty images", PHRASE_LINE },
	{ "give feedback", PHRASE_LINE },
	{ "help us improve", PHRASE_LINE },
	{ "image caption", PHRASE_LINE },
	{ "image credit", PHRASE_LINE },
	{ "image source", PHRASE_LINE },
	{ "image:", PHRASE_LINE },
	{ "is there anything wrong with this page", PHRASE_LINE },
	{ "is this page useful", PHRASE_LINE },
	{ "jetzt teilen", PHRASE_LINE },
	{ "join the conversation", PHRASE_LINE },
	{ "joined", PHRASE_ALONE },
	{ "last edited", PHRASE_LINE },
	{ "last modified", PHRASE_LINE },
	{ "last updated", PHRASE_LINE },
	{ "leave a comment", PHRASE_SECTION },
	{ "leave a reply", PHRASE_SECTION },
	{ "lesen sie auch", PHRASE_LINE },
	{ "likes", PHRASE_ALONE },
	{ "lire aussi", PHRASE_LINE },
	{ "loading", PHRASE_ALONE },
	{ "log in", PHRASE_LINE },
	{ "login", PHRASE_ALONE },
	{ "mehr zum thema", PHRASE_SECTION },
	{ "menu", PHRASE_ALONE },
	{ "messages", PHRASE_ALONE },
	{ "more from", PHRASE_SECTION },
	{ "more on this", PHRASE_SECTION },
	{ "more stories", PHRASE_SECTION },
	{ "most popular", PHRASE_SECTION },
	{ "most read", PHRASE_SECTION },
	{ "nach oben", PHRASE_LINE },
	{ "newsletter", PHRASE_LINE },
	{ "no comments", PHRASE_LINE },
	{ "notify me", PHRASE_LINE },
	{ "notify me of", PHRASE_LINE },
	{ "partager", PHRASE_LINE },
	{ "permalink", PHRASE_ALONE },
	{ "photo by", PHRASE_LINE },
	{ "photo:", PHRASE_LINE },
	{ "popular posts", PHRASE_SECTION },
	{ "post a comment", PHRASE_LINE },
	{ "post reply", PHRASE_LINE },
	{ "posted in", PHRASE_LINE },
	{ "posts", PHRASE_ALONE },
	{ "print", PHRASE_ALONE },
	{ "print this", PHRASE_LINE },
	{ "printer friendly", PHRASE_LINE },
	{ "printer-friendly", PHRASE_LINE },
	{ "quantity", PHRASE_ALONE },
	{ "quote", PHRASE_ALONE },
	{ "read also", PHRASE_LINE },
	{ "read more", PHRASE_LINE },
	{ "read next", PHRASE_SECTION },
	{ "recommended", PHRASE_SECTION },
	{ "register", PHRASE_ALONE },
	{ "related articles", PHRASE_SECTION },
	{ "related content", PHRASE_SECTION },
	{ "related links", PHRASE_SECTION },
	{ "related news", PHRASE_SECTION },
	{ "related posts", PHRASE_SECTION },
	{ "related stories", PHRASE_SECTION },
	{ "related topics", PHRASE_SECTION },
	{ "related:", PHRASE_LINE },
	{ "replies", PHRASE_ALONE },
	{ "reply", PHRASE_ALONE },
	{ "report", PHRASE_ALONE },
	{ "report a problem with this page", PHRASE_LINE },
	{ "report this", PHRASE_LINE },
	{ "return to top", PHRASE_LINE },
	{ "see also", PHRASE_SECTION },
	{ "secure .gov websites use", PHRASE_LINE },
	{ "send to a friend", PHRASE_LINE },
	{ "share", PHRASE_ALONE },
	{ "share on", PHRASE_LINE },
	{ "share this", PHRASE_LINE },
	{ "sign in", PHRASE_LINE },
	{ "sign up", PHRASE_LINE },
	{ "skip to", PHRASE_LINE },
	{ "sort by", PHRASE_LINE },
	{ "sponsored", PHRASE_ALONE },
	{ "subscribe", PHRASE_LINE },
	{ "tags:", PHRASE_LINE },
	{ "teilen", PHRASE_LINE },
	{ "thank you for your feedback", PHRASE_LINE },
	{ "this site uses cookies", PHRASE_LINE },
	{ "this website uses cookies", PHRASE_LINE },
	{ "thread", PHRASE_ALONE },
	{ "thread starter", PHRASE_LINE },
	{ "toggle", PHRASE_LINE },
	{ "top", PHRASE_ALONE },
	{ "trending", PHRASE_SECTION },
	{ "tweet", PHRASE_ALONE },
	{ "twitter", PHRASE_ALONE },
	{ "view all", PHRASE_LINE },
	{ "view comments", PHRASE_LINE },
	{ "views", PHRASE_ALONE },
	{ "was this", PHRASE_LINE },
	{ "watch now", PHRASE_LINE },
	{ "we use cookies", PHRASE_LINE },
	{ "weiterlesen", PHRASE_LINE },
	{ "you may also like", PHRASE_SECTION },
	{ "you might also like", PHRASE_SECTION },
	{ "you must be logged", PHRASE_LINE },
	{ "you must log in", PHRASE_LINE },
	{ "your email", PHRASE_LINE },
	{ "your message", PHRASE_LINE },
	{ "your name", PHRASE_LINE },
};

enum html_phrase html_rules_phrase(struct span text)
{
	char first = text.len ? (char)(is_upper(text.ptr[0]) ? text.ptr[0] | 0x20 : text.ptr[0]) : '\0';

	for (size_t i = 0; i < sizeof phrases / sizeof *phrases && phrases[i].phrase[0] <= first; i++) {
		struct span phrase;
		char behind;

		if (first != phrases[i].phrase[0]) /* nearly all end here */
			continue;
		phrase = span_str(phrases[i].phrase);
		behind = text.len > phrase.len ? text.ptr[phrase.len] : ' ';
		if (span_equal_nocase(span_slice(text, 0, phrase.len), phrase) && !is_lower(behind) && !is_upper(behind))
			return phrases[i].says;
	}
	return PHRASE_NONE;
}
