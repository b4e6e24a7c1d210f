#include "pipeline/dedupe/fold.h"

#include "pipeline/base/utf8.h"

/* ---- UTF-8 that was read as windows-1252 ---- */

/* The windows-1252 byte of a character above U+00FF; 0 where there is none. */
static unsigned windows_1252_byte(unsigned c)
{
	static const unsigned short high[32] = {
		0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
		0x2039, 0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
		0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
	};
	unsigned i;

	if (c >= 0x80 && c <= 0xFF)
		return c;
	for (i = 0; i < 32; i++)
		if (high[i] == c)
			return 0x80 + i;
	return 0;
}

/*
 * How many characters a sequence that begins with this one would have had as bytes; 0 where it begins none. The scripts
 * that real texts lose this way: Latin, Greek, Cyrillic, Hebrew, Arabic; general punctuation; kana and ideographs.
 */
static unsigned damaged_length(unsigned c)
{
	if ((c >= 0xC2 && c <= 0xC5) || (c >= 0xCE && c <= 0xD1) || (c >= 0xD7 && c <= 0xDB))
		return 2;
	return c == 0xE2 || (c >= 0xE3 && c <= 0xE9) || c == 0xEF ? 3 : 0;
}

/* May a letter of a word be followed by this for its own sake: a quote, a no-break space, three dots? */
static bool follows_letters(unsigned c)
{
	return (c > 0xFF && c != 0x0192 && c != 0x0152 && c != 0x0153 && c != 0x0160 && c != 0x0161 && c != 0x0178 && c != 0x017D &&
		c != 0x017E) || c == 0xA0 || c == 0xAB || c == 0xBB;
}

/*
 * One character, mojibake repaired up to `depth` times. A letter before quotes, dots, a no-break space is taken for
 * itself: German and Swedish words in capitals end that way ("Ä", "Å"), and French ones ("é"); two such signs where
 * three bytes would be one character. `inside`: a sequence is being read already, and means what it says.
 */
static unsigned repaired_next(struct span text, size_t *at, int depth, bool inside)
{
	unsigned c = depth ? repaired_next(text, at, depth - 1, inside) : utf8_next(text, at);
	unsigned length = depth ? damaged_length(c) : 0;
	unsigned value = length == 2 ? c & 0x1F : c & 0x0F;
	bool word_end = !inside && (c == 0xC4 || c == 0xC5 || (c >= 0xE3 && c <= 0xE9));
	size_t end = *at;
	unsigned i;

	if (length == 0)
		return c;
	for (i = 1; i < length; i++) {
		unsigned next, byte;

		if (end >= text.len)
			return c;
		next = repaired_next(text, &end, depth - 1, true);
		byte = windows_1252_byte(next);
		if (byte < 0x80 || byte > 0xBF)
			return c;
		word_end = word_end && follows_letters(next);
		value = value << 6 | (byte & 0x3F);
	}
	if (word_end || (length == 3 && value < 0x800))
		return c;
	*at = end;
	return value;
}

/* ---- letters ---- */

/* Base letters of U+00C0 to U+024F; '-' keeps the character, ' ' is none, digits name an entry of `pairs`. */
static const char latin[] =
	"AAAAAA1CEEEEIIIIDNOOOOO OUUUUY53aaaaaa1ceeeeiiiidnooooo ouuuuy5y" /* U+00C0 */
	"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi44JjKkkLlLlLlL" /* U+0100 */
	"lLlNnNnNn-NnOoOoOo22RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs" /* U+0140 */
	"bBBb-----DD------FfG---IKk---NnOOo--Pp------TtTUu-VYyZz---------" /* U+0180 */
	"----DDdLLlNNnAaIiOoUuUuUuUuUu-AaAa11--GgKkOoOo--jDDdGg--NnAa11--" /* U+01C0 */
	"AaAaEeEeIiIiOoOoRrRrUuUuSsTt--Hh------AaEeOoOoOoOoYy------A-----" /* U+0200 */
	"----------------";
/* U+1E00 to U+1EFF. */
static const char latin_additional[] =
	"AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm"
	"MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv"
	"WwWwWwWwWwXxXxYyZzZzZzhtwyasss3dAaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe"
	"EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYyLlVvYy";
static const char pairs[][3] = { "", "ae", "oe", "ss", "ij", "th" };
/* U+FB00 to U+FB06. */
static const char *const ligatures[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" };

static struct folded of_class(enum fold_class class)
{
	return (struct folded){ .class = class };
}

static struct folded of_text(const char *text, bool upper)
{
	struct folded f = { .class = FOLD_LETTER, .upper = upper };

	while (text[f.len]) {
		f.bytes[f.len] = text[f.len];
		f.len++;
	}
	return f;
}

static struct folded of_codepoint(enum fold_class class, unsigned c, bool upper)
{
	struct folded f = { .class = class, .upper = upper };

	f.len = (unsigned char)utf8_encode(c, f.bytes);
	return f;
}

static struct folded of_latin(char base, unsigned c)
{
	char text[2] = { base, '\0' };
	bool upper = base >= 'A' && base <= 'Z';

	if (base == ' ')
		return of_class(FOLD_SEPARATOR);
	if (base == '-')
		return of_codepoint(FOLD_LETTER, c, false);
	if (base >= '1' && base <= '5')
		return of_text(pairs[base - '0'], c == 0xC6 || c == 0xDE || (c >= 0x132 && !(c & 1)));
	if (upper)
		text[0] = (char)(base | 0x20);
	return of_text(text, upper);
}

/* Greek, Cyrillic and Armenian capitals: ranges with a constant distance to the small letter; step 2 alternates. */
static const struct {
	unsigned short first, last;
	short distance, step;
} capitals[] = {
	{ 0x0386, 0x0386, 0x2B, 1 },  { 0x0388, 0x038A, 0x29, 1 }, { 0x038C, 0x038C, 0x33, 1 }, { 0x038E, 0x038F, 0x31, 1 },
	{ 0x0391, 0x03AB, 0x20, 1 },  { 0x0400, 0x040F, 80, 1 },   { 0x0410, 0x042F, 32, 1 },   { 0x0460, 0x0480, 1, 2 },
	{ 0x048A, 0x04BE, 1, 2 },     { 0x04D0, 0x052E, 1, 2 },    { 0x0531, 0x0556, 48, 1 },
};
/* Accented Greek small letters, final sigma, ё, Arabic forms of alef, ya, ta marbuta. */
static const unsigned short variants[][2] = {
	{ 0x03AC, 0x03B1 }, { 0x03AD, 0x03B5 }, { 0x03AE, 0x03B7 }, { 0x03AF, 0x03B9 }, { 0x03C2, 0x03C3 },
	{ 0x03CA, 0x03B9 }, { 0x03CB, 0x03C5 }, { 0x03CC, 0x03BF }, { 0x03CD, 0x03C5 }, { 0x03CE, 0x03C9 },
	{ 0x0451, 0x0435 }, { 0x0622, 0x0627 }, { 0x0623, 0x0627 }, { 0x0625, 0x0627 }, { 0x0671, 0x0627 },
	{ 0x0649, 0x064A }, { 0x06CC, 0x064A }, { 0x0629, 0x0647 }, { 0x06A9, 0x0643 },
};

static struct folded of_letter(unsigned c)
{
	bool upper = false;
	size_t i;

	for (i = 0; i < sizeof capitals / sizeof *capitals; i++)
		if (c >= capitals[i].first && c <= capitals[i].last &&
		    (c - capitals[i].first) % (unsigned)capitals[i].step == 0) {
			c += (unsigned)capitals[i].distance;
			upper = true;
			break;
		}
	for (i = 0; i < sizeof variants / sizeof *variants; i++)
		if (c == variants[i][0])
			c = variants[i][1];
	return of_codepoint(FOLD_LETTER, c, upper);
}

/* ---- classes by range: the first row that holds the character ---- */

static const struct {
	unsigned first, last;
	enum fold_class class;
} ranges[] = {
	{ 0x00A0, 0x00A0, FOLD_SPACE },      { 0x00A2, 0x00A5, FOLD_SYMBOL },     { 0x00AA, 0x00AA, FOLD_IGNORED },
	{ 0x00AD, 0x00AD, FOLD_SOFT_HYPHEN },{ 0x00B0, 0x00B0, FOLD_SYMBOL },     { 0x00B2, 0x00B3, FOLD_IGNORED },
	{ 0x00B4, 0x00B4, FOLD_APOSTROPHE }, { 0x00B9, 0x00BA, FOLD_IGNORED },    { 0x0080, 0x00BF, FOLD_SEPARATOR },
	{ 0x0250, 0x02B8, FOLD_LETTER },     { 0x02B9, 0x02BF, FOLD_APOSTROPHE }, { 0x02C0, 0x02FF, FOLD_SEPARATOR },
	{ 0x0300, 0x036F, FOLD_IGNORED },    { 0x0483, 0x0489, FOLD_IGNORED },    { 0x055A, 0x055F, FOLD_SEPARATOR },
	{ 0x0589, 0x0589, FOLD_SEPARATOR },  { 0x058A, 0x058A, FOLD_DASH },       { 0x0591, 0x05BD, FOLD_IGNORED },
	{ 0x05BE, 0x05BE, FOLD_DASH },       { 0x05BF, 0x05BF, FOLD_IGNORED },    { 0x05C0, 0x05C0, FOLD_SEPARATOR },
	{ 0x05C1, 0x05C2, FOLD_IGNORED },    { 0x05C3, 0x05C3, FOLD_SEPARATOR },  { 0x05F3, 0x05F4, FOLD_APOSTROPHE },
	{ 0x0600, 0x0609, FOLD_SEPARATOR },  { 0x060A, 0x060A, FOLD_SYMBOL },     { 0x060B, 0x060F, FOLD_SEPARATOR },
	{ 0x0610, 0x061A, FOLD_IGNORED },    { 0x061B, 0x061B, FOLD_SEPARATOR },  { 0x061C, 0x061C, FOLD_IGNORED },
	{ 0x061D, 0x061F, FOLD_SEPARATOR },  { 0x0640, 0x0640, FOLD_IGNORED },    { 0x064B, 0x065F, FOLD_IGNORED },
	{ 0x066A, 0x066A, FOLD_SYMBOL },     { 0x066B, 0x066D, FOLD_SEPARATOR },  { 0x0670, 0x0670, FOLD_IGNORED },
	{ 0x06D4, 0x06D4, FOLD_SEPARATOR },  { 0x06D6, 0x06DC, FOLD_IGNORED },    { 0x06DF, 0x06E4, FOLD_IGNORED },
	{ 0x06E7, 0x06E8, FOLD_IGNORED },    { 0x06EA, 0x06ED, FOLD_IGNORED },    { 0x0964, 0x0965, FOLD_SEPARATOR },
	{ 0x0970, 0x0970, FOLD_SEPARATOR },  { 0x0E3F, 0x0E3F, FOLD_SYMBOL },     { 0x0E31, 0x0E31, FOLD_IGNORED },
	{ 0x0E34, 0x0E3A, FOLD_IGNORED },    { 0x0E47, 0x0E4E, FOLD_IGNORED },    { 0x0E4F, 0x0E5B, FOLD_SEPARATOR },
	{ 0x0E00, 0x0EFF, FOLD_IDEOGRAPH },  { 0x1000, 0x109F, FOLD_IDEOGRAPH },  { 0x104A, 0x104F, FOLD_SEPARATOR },
	{ 0x1680, 0x1680, FOLD_SPACE },      { 0x17D4, 0x17DA, FOLD_SEPARATOR },  { 0x1780, 0x17FF, FOLD_IDEOGRAPH },
	{ 0x1AB0, 0x1AFF, FOLD_IGNORED },    { 0x1DC0, 0x1DFF, FOLD_IGNORED },    { 0x2000, 0x200A, FOLD_SPACE },
	{ 0x200B, 0x200F, FOLD_IGNORED },    { 0x2010, 0x2015, FOLD_DASH },       { 0x2018, 0x2019, FOLD_APOSTROPHE },
	{ 0x201B, 0x201B, FOLD_APOSTROPHE }, { 0x2028, 0x2029, FOLD_SPACE },      { 0x202A, 0x202E, FOLD_IGNORED },
	{ 0x202F, 0x202F, FOLD_SPACE },      { 0x2030, 0x2031, FOLD_SYMBOL },     { 0x2032, 0x2032, FOLD_APOSTROPHE },
	{ 0x205F, 0x205F, FOLD_SPACE },      { 0x2060, 0x2064, FOLD_IGNORED },    { 0x2066, 0x206F, FOLD_IGNORED },
	{ 0x2000, 0x206F, FOLD_SEPARATOR },  { 0x2070, 0x2094, FOLD_IGNORED },    { 0x20A0, 0x20CF, FOLD_SYMBOL },
	{ 0x20D0, 0x20FF, FOLD_IGNORED },    { 0x2212, 0x2212, FOLD_DASH },       { 0x2100, 0x215F, FOLD_SEPARATOR },
	{ 0x2160, 0x2188, FOLD_LETTER },     { 0x2189, 0x2BFF, FOLD_SEPARATOR },  { 0x2E3A, 0x2E3B, FOLD_DASH },
	{ 0x2E00, 0x2E7F, FOLD_SEPARATOR },  { 0x3000, 0x3000, FOLD_SPACE },      { 0x3005, 0x3007, FOLD_IDEOGRAPH },
	{ 0x3001, 0x3030, FOLD_SEPARATOR },  { 0x3031, 0x318F, FOLD_IDEOGRAPH },  { 0x31A0, 0x31FF, FOLD_IDEOGRAPH },
	{ 0x3200, 0x33FF, FOLD_SEPARATOR },  { 0x3400, 0x9FFF, FOLD_IDEOGRAPH },  { 0xE000, 0xF8FF, FOLD_SEPARATOR },
	{ 0xF900, 0xFAFF, FOLD_IDEOGRAPH },  { 0xFE00, 0xFE0F, FOLD_IGNORED },    { 0xFE20, 0xFE2F, FOLD_IGNORED },
	{ 0xFE10, 0xFE6F, FOLD_SEPARATOR },  { 0xFEFF, 0xFEFF, FOLD_IGNORED },    { 0xFF61, 0xFF65, FOLD_SEPARATOR },
	{ 0xFF66, 0xFF9F, FOLD_IDEOGRAPH },  { 0xFFE0, 0xFFE6, FOLD_SYMBOL },     { 0xFFFC, 0xFFFC, FOLD_SEPARATOR },
	{ 0xFFFD, 0xFFFD, FOLD_APOSTROPHE }, { 0x1F000, 0x1FAFF, FOLD_SEPARATOR },{ 0x20000, 0x3FFFF, FOLD_IDEOGRAPH },
	{ 0xE0000, 0xE0FFF, FOLD_IGNORED },
};

/* Zeros of the scripts whose digits stand in a row of ten. */
static const unsigned short zeros[] = { 0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66,
					0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0xFF10 };

static int digit_value(unsigned c)
{
	size_t i;

	for (i = 0; i < sizeof zeros / sizeof *zeros; i++)
		if (c >= zeros[i] && c <= zeros[i] + 9u)
			return (int)(c - zeros[i]);
	return -1;
}

/* ASCII, and the full-width forms that stand for it. */
static struct folded of_ascii(unsigned c)
{
	char text[2] = { (char)c, '\0' };

	if (c >= '0' && c <= '9')
		return (struct folded){ .class = FOLD_DIGIT, .len = 1, .bytes = { (char)c } };
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
		text[0] = (char)(c | 0x20);
		return of_text(text, !(c & 0x20));
	}
	if (c == '$' || c == '%')
		return (struct folded){ .class = FOLD_SYMBOL, .len = 1, .bytes = { (char)c } };
	if (c == '\'' || c == '`')
		return of_class(FOLD_APOSTROPHE);
	if (c == '-')
		return of_class(FOLD_DASH);
	return of_class(c == ' ' || (c >= '\t' && c <= '\r') ? FOLD_SPACE : FOLD_SEPARATOR);
}

static struct folded of_range(unsigned c)
{
	size_t i;

	for (i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (c >= ranges[i].first && c <= ranges[i].last) {
			if (ranges[i].class == FOLD_IDEOGRAPH || ranges[i].class == FOLD_SYMBOL ||
			    ranges[i].class == FOLD_LETTER)
				return of_codepoint(ranges[i].class, c, false);
			return of_class(ranges[i].class);
		}
	return of_letter(c);
}

/* The blocks that running text is made of, ahead of the tables: a search of `ranges` costs 50 ns a character. */
static bool plain_block(unsigned c, struct folded *f)
{
	if (c >= 0x2018 && c <= 0x2026) { /* ‘ ’ ‚ ‛ “ ” „ ‟ † ‡ • ‣ ․ ‥ … */
		*f = of_class(c <= 0x2019 || c == 0x201B ? FOLD_APOSTROPHE : FOLD_SEPARATOR);
		return true;
	}
	if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x30FA)) {
		*f = of_codepoint(FOLD_IDEOGRAPH, c, false);
		return true;
	}
	if ((c >= 0x0370 && c <= 0x0482) || (c >= 0x0621 && c <= 0x063F) || (c >= 0x0641 && c <= 0x064A) ||
	    (c >= 0x05D0 && c <= 0x05EA) || (c >= 0xAC00 && c <= 0xD7A3)) {
		*f = of_letter(c);
		return true;
	}
	return false;
}

static struct folded of_any(unsigned c)
{
	struct folded f;
	int digit;

	if (c < 0x80)
		return of_ascii(c);
	if (c >= 0xC0 && c <= 0x24F)
		return of_latin(latin[c - 0xC0], c);
	if (c >= 0x1E00 && c <= 0x1EFF)
		return of_latin(latin_additional[c - 0x1E00], c);
	if (c >= 0xFF01 && c <= 0xFF5E)
		return of_ascii(c - 0xFEE0);
	if (c >= 0xFB00 && c <= 0xFB06)
		return of_text(ligatures[c - 0xFB00], false);
	if (plain_block(c, &f))
		return f;
	digit = digit_value(c);
	if (digit >= 0)
		return of_ascii('0' + (unsigned)digit);
	return of_range(c);
}

struct folded fold_next(struct span text, size_t *at)
{
	size_t one = *at;
	unsigned plain = utf8_next(text, &one), c = plain;
	struct folded f;

	if (damaged_length(plain) == 0)
		*at = one;
	else
		c = repaired_next(text, at, 2, false);
	f = of_any(c);
	f.repaired = c != plain || c == UTF8_REPLACEMENT;
	return f;
}
