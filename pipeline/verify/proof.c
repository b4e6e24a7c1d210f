#include "pipeline/verify/proof.h"

#include "normalizers/fold.h"
#include "normalizers/unicode.h"

/* Digits of a footnote mark that may hang on a word of the source. */
enum { MARK_DIGITS = 3 };

/* Fonts that number their glyphs leave out the first places of ASCII: "A" is stored as "$". */
enum { GLYPH_SHIFT = 29 };

/* Cuts the next word off a folded text, whose words are one blank apart. */
static bool next_word(struct span *rest, struct span *word)
{
	const char *blank;

	if (span_empty(*rest))
		return false;
	blank = memchr(rest->ptr, ' ', rest->len);
	*word = blank ? span_slice(*rest, 0, (size_t)(blank - rest->ptr)) : *rest;
	*rest = span_from(*rest, word->len + (blank != NULL));
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The same, or the same with a footnote number behind it that the passage has not. */
static bool same_word(struct span source, struct span word)
{
	if (!span_starts(source, word) || source.len > word.len + MARK_DIGITS)
		return false;
	if (source.len > word.len && word.len > 0 && is_digit(word.ptr[word.len - 1]))
		return false;
	for (size_t i = word.len; i < source.len; i++)
		if (!is_digit(source.ptr[i]))
			return false;
	return true;
}

/* Taking the first that fits leaves the most for those that follow. */
static bool words_in_order(struct span source, struct span passage, struct span *missing)
{
	struct span word, candidate;

	while (next_word(&passage, &word)) {
		do {
			if (!next_word(&source, &candidate)) {
				*missing = word;
				return false;
			}
		} while (!same_word(candidate, word));
	}
	return true;
}

/* Every word of the passage as a piece of the source, which has no blanks. */
static bool pieces_in_order(struct span source, struct span passage, struct span *missing)
{
	struct span word;
	size_t at = 0;

	while (next_word(&passage, &word)) {
		long found = at < source.len ? span_find(source, word, at) : -1;

		if (found < 0) {
			*missing = word;
			return false;
		}
		at = (size_t)found + word.len;
	}
	return true;
}

static void fold(struct buffer *out, struct span text)
{
	struct buffer composed;

	buffer_init(&composed, BUFFER_LIMIT_DEFAULT);
	fold_text(out, unicode_compose(&composed, text) ? buffer_span(&composed) : text);
	buffer_release(&composed);
}

static void without_blanks(struct buffer *out, struct span text)
{
	struct span word;

	while (next_word(&text, &word))
		buffer_add(out, word);
}

/* Runs of ASCII letters and digits, in lower case, one blank apart. */
static void ascii_runs(struct buffer *out, struct span text)
{
	bool open = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool upper = c >= 'A' && c <= 'Z';

		if (!upper && !(c >= 'a' && c <= 'z') && !is_digit(c)) {
			open = false;
			continue;
		}
		if (!open && out->len > 0)
			buffer_add_char(out, ' ');
		open = true;
		buffer_add_char(out, upper ? (char)(c | 0x20) : c);
	}
}

/* The second and third proof are for few passages, so what they need is made when they are asked for. */
static bool prove_letters(struct span source, struct span passage)
{
	struct span missing;
	struct buffer run;
	bool proved;

	buffer_init(&run, BUFFER_LIMIT_DEFAULT);
	without_blanks(&run, source);
	proved = pieces_in_order(buffer_span(&run), passage, &missing);
	buffer_release(&run);
	return proved;
}

static bool prove_ascii(struct span source, struct span passage)
{
	struct buffer runs, words;
	bool proved;

	buffer_init(&runs, BUFFER_LIMIT_DEFAULT);
	buffer_init(&words, BUFFER_LIMIT_DEFAULT);
	ascii_runs(&runs, source);
	ascii_runs(&words, passage);
	proved = words.len > 0 && prove_letters(buffer_span(&runs), buffer_span(&words));
	buffer_release(&words);
	buffer_release(&runs);
	return proved;
}

/* `words` is the folded passage. */
static bool prove_font(struct span source, struct span words)
{
	struct buffer moved, folded;
	bool proved;

	buffer_init(&moved, BUFFER_LIMIT_DEFAULT);
	buffer_init(&folded, BUFFER_LIMIT_DEFAULT);
	for (size_t i = 0; i < source.len; i++) {
		unsigned char c = (unsigned char)source.ptr[i];

		buffer_add_char(&moved, c > ' ' && c <= '~' - GLYPH_SHIFT ? (char)(c + GLYPH_SHIFT) : ' ');
	}
	fold(&folded, buffer_span(&moved));
	proved = prove_letters(buffer_span(&folded), words);
	buffer_release(&folded);
	buffer_release(&moved);
	return proved;
}

enum proof proof_find(struct span source, struct span passage, struct buffer *scratch, struct span *missing)
{
	struct buffer folded;
	enum proof proof = PROOF_NONE;

	*missing = span_of(NULL, 0);
	buffer_clear(scratch);
	buffer_init(&folded, BUFFER_LIMIT_DEFAULT);
	fold(&folded, source);
	fold(scratch, passage);
	if (words_in_order(buffer_span(&folded), buffer_span(scratch), missing))
		proof = PROOF_WORDS;
	else if (prove_letters(buffer_span(&folded), buffer_span(scratch)))
		proof = PROOF_LETTERS;
	else if (prove_ascii(source, passage))
		proof = PROOF_ASCII;
	else if (prove_font(source, buffer_span(scratch)))
		proof = PROOF_FONT;
	if (proof != PROOF_NONE)
		*missing = span_of(NULL, 0);
	buffer_release(&folded);
	return proof;
}
