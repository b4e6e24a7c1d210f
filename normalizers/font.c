#include "normalizers/font.h"

#include "normalizers/ascii.h"

#define GLYPH_SHIFT 29
#define LEAST_LETTERS 12
#define SAMPLE_BYTES 400

static bool is_vowel(char c)
{
	c = ascii_fold(c);
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* The byte that was printed; spaces are the extractor's own and stay. */
static char move(char c)
{
	if (c == ' ' || (unsigned char)c > '~' - GLYPH_SHIFT)
		return c;
	return (char)(c + GLYPH_SHIFT);
}

static void count_letters(struct span text, bool moved, unsigned *letters, unsigned *vowels)
{
	size_t i;

	*letters = *vowels = 0;
	for (i = 0; i < text.len && i < SAMPLE_BYTES; i++) {
		char c = moved ? move(text.ptr[i]) : text.ptr[i];

		*letters += ascii_letter(c);
		*vowels += is_vowel(c);
	}
}

/* Small letters would be beyond ASCII once moved: a damaged text has none but "a". */
static bool has_small_letters(struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (text.ptr[i] > 'a' && text.ptr[i] <= 'z')
			return true;
	return false;
}

static bool is_function_word(struct span word)
{
	static const char *const WORDS[] = { "the", "of", "to", "and", "in", "by", "for", "on", "is" };
	size_t i, k;

	for (i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
		if (strlen(WORDS[i]) != word.len)
			continue;
		for (k = 0; k < word.len && move(word.ptr[k]) == WORDS[i][k]; k++)
			;
		if (k == word.len)
			return true;
	}
	return false;
}

static unsigned function_words(struct span text)
{
	unsigned found = 0;
	size_t from = 0, at;

	for (at = 0; at <= text.len; at++) {
		if (at < text.len && text.ptr[at] != ' ')
			continue;
		found += is_function_word(span_slice(text, from, at));
		from = at + 1;
	}
	return found;
}

bool font_repair(struct buffer *out, struct span text)
{
	unsigned letters, vowels, moved_letters, moved_vowels;
	size_t i;

	count_letters(text, false, &letters, &vowels);
	if (text.len < LEAST_LETTERS || vowels * 5 > letters || has_small_letters(text))
		return false;
	count_letters(text, true, &moved_letters, &moved_vowels);
	if (moved_letters < LEAST_LETTERS || moved_vowels * 4 < moved_letters || function_words(text) == 0)
		return false;
	for (i = 0; i < text.len; i++)
		buffer_add_char(out, move(text.ptr[i]));
	return true;
}
