#include "normalizers/characters.h"

#include <endian.h>
#include <string.h>

#include "normalizers/ascii.h"
#include "normalizers/encoding.h"
#include "normalizers/font.h"
#include "normalizers/ligatures.h"
#include "normalizers/quotes.h"
#include "normalizers/spaces.h"
#include "normalizers/unicode.h"

/* Signs of a need, one bit each. */
enum {
	NEED_SPACES = 1 << 0,
	NEED_ENCODING = 1 << 1,
	NEED_CONTROLS = 1 << 2,
	NEED_COMPOSE = 1 << 3,
	NEED_LIGATURES = 1 << 4,
	NEED_QUOTES = 1 << 5,
	NEED_FONT = 1 << 6
};

void characters_init(struct characters *c)
{
	buffer_init(&c->front, BUFFER_LIMIT_DEFAULT);
	buffer_init(&c->back, BUFFER_LIMIT_DEFAULT);
}

void characters_release(struct characters *c)
{
	buffer_release(&c->front);
	buffer_release(&c->back);
}

/* What a character that begins with byte `a`, followed by `b` and `c`, may need. */
static unsigned need_of_wide(unsigned char a, unsigned char b, unsigned char c)
{
	if (a == 0xC2)
		return b < 0xA0 ? NEED_CONTROLS : b == 0xA0 || b == 0xAD ? NEED_SPACES : 0;
	if (a == 0xC3)
		return NEED_ENCODING;
	if (a < 0xCC)
		return 0;
	if (a == 0xE2 && b == 0x80)
		return c <= 0x8F || c >= 0xA8 ? NEED_SPACES : c >= 0x95 && c <= 0x98 ? NEED_QUOTES : 0;
	if (a == 0xE2)
		return b == 0x81 ? NEED_SPACES : b >= 0x84 && b <= 0xAB ? NEED_COMPOSE : 0;
	if (a == 0xEF && b == 0xAC)
		return NEED_LIGATURES | NEED_COMPOSE;
	return NEED_COMPOSE | NEED_SPACES;
}

static unsigned need_of_ascii(char c, char before)
{
	if (c == ' ')
		return before == ' ' ? NEED_SPACES : 0;
	if ((unsigned char)c < ' ' || c == 0x7F)
		return NEED_SPACES;
	return c == '`' ? NEED_QUOTES : 0;
}

/* Vowels are more than a third of all letters in print; a text with hardly any is no language. */
static bool lacks_vowels(struct span text)
{
	static const char VOWELS[] = "aeiouAEIOU";
	size_t i, vowels = 0, end = text.len < 64 ? text.len : 64;

	for (i = 0; i < end; i++) {
		vowels += memchr(VOWELS, text.ptr[i], sizeof VOWELS - 1) != NULL;
		if (vowels > 12) /* of 64 bytes */
			return false;
	}
	return vowels * 6 < end;
}

/*
 * Are these eight bytes printing ASCII that needs nothing: no backquote, no two
 * blanks in a row? All at once: in bytes below 0x80, adding 0x80 - n sets the
 * high bit of those that are n and more, without a carry.
 */
static bool is_plain(const char *at, bool after_blank)
{
	const uint64_t ones = 0x0101010101010101u, highs = 0x80 * ones, sevens = 0x7F * ones;
	uint64_t eight, backquotes, blanks;

	memcpy(&eight, at, sizeof eight);
	eight = le64toh(eight);
	if ((eight | (eight + ones)) & highs || ((eight + 0x60 * ones) & highs) != highs)
		return false;
	backquotes = ~((eight ^ '`' * ones) + sevens) & highs;
	blanks = ~((eight ^ ' ' * ones) + sevens) & highs;
	return !backquotes && !(blanks & (blanks << 8 | (after_blank ? 0x80u : 0u)));
}

static unsigned find_needs(struct span text)
{
	unsigned need = 0;
	char before = ' ';
	size_t i;

	for (i = 0; i < text.len; i++) {
		while (i + 8 < text.len && is_plain(text.ptr + i, before == ' ')) {
			i += 8;
			before = text.ptr[i - 1];
		}
		unsigned char c = (unsigned char)text.ptr[i];

		if (c > ' ' && c < 0x7F && c != '`') {
			before = 'x';
			continue;
		}
		if (c < 0x80)
			need |= need_of_ascii(text.ptr[i], before);
		else if (c >= 0xC0)
			need |= need_of_wide(c, i + 1 < text.len ? (unsigned char)text.ptr[i + 1] : 0,
					     i + 2 < text.len ? (unsigned char)text.ptr[i + 2] : 0);
		before = text.ptr[i];
	}
	if (text.len > 0 && text.ptr[text.len - 1] == ' ')
		need |= NEED_SPACES;
	if (lacks_vowels(text))
		need |= NEED_FONT;
	return need;
}

struct work {
	struct characters *buffers;
	struct span text;
	bool copied; /* text is in the front buffer */
	long line;
	struct repairs *repairs;
};

/* What a step wrote into the back buffer becomes the text. */
static void turn(struct work *w)
{
	struct buffer front = w->buffers->front;

	w->buffers->front = w->buffers->back;
	w->buffers->back = front;
	w->text = buffer_span(&w->buffers->front);
	w->copied = true;
}

/* ... where the step changed something, which is counted. */
static void take(struct work *w, enum repair kind, unsigned count)
{
	if (count > 0) {
		turn(w);
		repairs_add(w->repairs, kind, count, w->line);
	}
	buffer_clear(&w->buffers->back);
}

/* Spaces are no repair worth telling; what could not be seen is. */
static void take_spaces(struct work *w)
{
	unsigned unseen = spaces_clean(&w->buffers->back, w->text);

	turn(w);
	repairs_add(w->repairs, REPAIR_INVISIBLE, unseen, w->line);
	buffer_clear(&w->buffers->back);
}

struct span characters_clean(struct characters *c, struct arena *arena, struct span text, long line,
			     struct repairs *repairs)
{
	struct work w = { .buffers = c, .text = text, .line = line, .repairs = repairs };
	unsigned need = find_needs(text);

	if (need == 0)
		return text;
	buffer_clear(&c->front);
	buffer_clear(&c->back);
	if (need & NEED_FONT)
		take(&w, REPAIR_FONT, font_repair(&c->back, w.text));
	if (need & NEED_ENCODING)
		take(&w, REPAIR_ENCODING, encoding_repair(&c->back, w.text));
	if (w.copied) /* what came to light may need the other repairs */
		need = find_needs(w.text);
	if (need & NEED_CONTROLS)
		take(&w, REPAIR_CONTROLS, encoding_repair_controls(&c->back, w.text));
	if (need & NEED_LIGATURES)
		take(&w, REPAIR_LIGATURES, ligatures_expand(&c->back, w.text));
	if (need & (NEED_SPACES | NEED_CONTROLS))
		take_spaces(&w);
	if (need & NEED_COMPOSE) /* behind the invisible characters, which part letters from their accents */
		take(&w, REPAIR_COMPOSED, unicode_compose(&c->back, w.text));
	if (need & (NEED_QUOTES | NEED_CONTROLS))
		take(&w, REPAIR_QUOTES, quotes_repair(&c->back, w.text));
	return w.copied ? arena_copy(arena, w.text) : text;
}
