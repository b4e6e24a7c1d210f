#include "pipeline/show/columns.h"

#include "pipeline/base/utf8.h"

struct range {
	unsigned first, last;
};

/* Ascending. The blocks that hold almost only combining marks, and the zero-width formats. */
static const struct range zero[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x0610, 0x061A }, { 0x064B, 0x065F },
	{ 0x06D6, 0x06DC }, { 0x0E31, 0x0E31 }, { 0x0E34, 0x0E3A }, { 0x0E47, 0x0E4E }, { 0x1AB0, 0x1AFF },
	{ 0x1DC0, 0x1DFF }, { 0x200B, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x2069 }, { 0x20D0, 0x20FF },
	{ 0x302A, 0x302D }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F }, { 0xFEFF, 0xFEFF }, { 0xE0100, 0xE01EF },
};

static const struct range wide[] = {
	{ 0x1100, 0x115F },   { 0x2E80, 0x3029 },   { 0x302E, 0x303E },   { 0x3041, 0x4DBF },
	{ 0x4E00, 0xA4CF },   { 0xA960, 0xA97C },   { 0xAC00, 0xD7A3 },   { 0xF900, 0xFAFF },
	{ 0xFE30, 0xFE6F },   { 0xFF01, 0xFF60 },   { 0xFFE0, 0xFFE6 },   { 0x1F300, 0x1F64F },
	{ 0x1F680, 0x1F6FF }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
};

static bool in_ranges(unsigned c, const struct range *ranges, size_t count)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c > ranges[middle].last)
			low = middle + 1;
		else if (c < ranges[middle].first)
			high = middle;
		else
			return true;
	}
	return false;
}

static size_t columns_of_char(unsigned c)
{
	if (c < zero[0].first)
		return 1;
	if (in_ranges(c, zero, sizeof zero / sizeof zero[0]))
		return 0;
	return in_ranges(c, wide, sizeof wide / sizeof wide[0]) ? 2 : 1;
}

size_t columns_of(struct span text)
{
	size_t at = 0, columns = 0;

	while (at < text.len)
		columns += columns_of_char(utf8_next(text, &at));
	return columns;
}

size_t columns_fit(struct span text, size_t columns)
{
	size_t at = 0, used = 0;

	while (at < text.len) {
		size_t before = at;

		used += columns_of_char(utf8_next(text, &at));
		if (used > columns)
			return before;
	}
	return at;
}
