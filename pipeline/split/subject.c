#include "pipeline/split/subject.h"

bool subject_is_text(const struct passage *p)
{
	return p->role == ROLE_HEADING || p->role == ROLE_PARAGRAPH || p->role == ROLE_LIST_ITEM ||
	       p->role == ROLE_TABLE_ROW;
}

static bool has_digit_or_letter(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.ptr[i] >= '0' && s.ptr[i] <= '9') || ((s.ptr[i] | 32) >= 'a' && (s.ptr[i] | 32) <= 'z'))
			return true;
	return false;
}

bool subject_is_numbered(const struct passage *p)
{
	return has_digit_or_letter(p->marker);
}

struct span subject_of(struct arena *arena, const struct passage *p)
{
	if (!has_digit_or_letter(p->marker))
		return p->text;
	return arena_printf(arena, "%.*s %.*s", SPAN_ARG(p->marker), SPAN_ARG(p->text));
}
