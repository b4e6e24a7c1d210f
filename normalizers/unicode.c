#include "normalizers/unicode.h"

#include <limits.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "pipeline/base/memory.h"

enum { MARKS_MOST = 256 }; /* of one letter: the stream-safe format of UAX #15 allows 30 */

/* The text as UTF-16, to be freed; NULL when ICU refuses it. */
static UChar *to_utf16(struct span text, int32_t *length)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar *wide = memory_new(text.len + 1, sizeof *wide);

	u_strFromUTF8WithSub(wide, (int32_t)text.len + 1, length, text.ptr, (int32_t)text.len, 0xFFFD, NULL, &error);
	if (U_SUCCESS(error))
		return wide;
	free(wide);
	return NULL;
}

static bool add_utf16(struct buffer *out, const UChar *wide, int32_t length)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t written = 0;
	size_t room = (size_t)length * 3 + 1;
	char *to = buffer_reserve(out, room);

	if (!to)
		return false;
	u_strToUTF8WithSub(to, (int32_t)room, &written, wide, length, 0xFFFD, NULL, &error);
	if (U_FAILURE(error))
		return false;
	out->len += (size_t)written;
	out->data[out->len] = '\0';
	return true;
}

/* ICU sorts the marks of one letter in quadratic time. No script needs hundreds: such a text is damage, or an attack. */
static bool has_too_many_marks(const UChar *wide, int32_t length)
{
	int marks = 0;
	UChar32 c;

	for (int32_t i = 0; i < length && marks <= MARKS_MOST;) {
		U16_NEXT(wide, i, length, c);
		marks = u_getCombiningClass(c) ? marks + 1 : 0;
	}
	return marks > MARKS_MOST;
}

static bool compose(struct buffer *out, const UNormalizer2 *nfc, const UChar *wide, int32_t length)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar *composed;
	int32_t composed_length;
	bool done = false;

	if (unorm2_spanQuickCheckYes(nfc, wide, length, &error) == length && U_SUCCESS(error))
		return false;
	if (has_too_many_marks(wide, length))
		return false;
	error = U_ZERO_ERROR;
	/* No character is longer than 3 times its UTF-16 in NFC (UAX #15, section 9). */
	composed = memory_new((size_t)length * 3 + 1, sizeof *composed);
	composed_length = unorm2_normalize(nfc, wide, length, composed, length * 3 + 1, &error);
	if (U_SUCCESS(error) && !(composed_length == length && u_memcmp(composed, wide, length) == 0))
		done = add_utf16(out, composed, composed_length);
	free(composed);
	return done;
}

bool unicode_compose(struct buffer *out, struct span text)
{
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
	UChar *wide;
	int32_t length;
	bool done;

	if (U_FAILURE(error) || text.len > INT32_MAX / 4)
		return false;
	wide = to_utf16(text, &length);
	if (!wide)
		return false;
	done = compose(out, nfc, wide, length);
	free(wide);
	return done;
}
