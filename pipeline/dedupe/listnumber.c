#include "pipeline/dedupe/listnumber.h"

static bool is_digit(struct span s, size_t at)
{
	return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

static size_t skip_blanks(struct span s, size_t at)
{
	while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t'))
		at++;
	return at;
}

/* Behind a number like "4", "4.1", "iv", "b" at `at`; 0 where there is none. *dots counts the full stops inside. */
static size_t list_label(struct span s, size_t at, int *dots)
{
	size_t from = at, run = 0;

	*dots = 0;
	while (is_digit(s, at) || (at < s.len && s.ptr[at] == '.' && run && is_digit(s, at + 1))) {
		run = s.ptr[at] == '.' ? 0 : run + 1;
		*dots += s.ptr[at] == '.';
		if (run > 3)
			return 0;
		at++;
	}
	if (at > from)
		return at < s.len && s.ptr[at] >= 'a' && s.ptr[at] <= 'h' ? at + 1 : at;
	while (at < s.len && at - from < 5 && strchr("ivx", s.ptr[at]) && s.ptr[at])
		at++;
	if (at == from && at < s.len && s.ptr[at] >= 'a' && s.ptr[at] <= 'h')
		at++;
	return at > from ? at : 0;
}

size_t listnumber_length(struct span s)
{
	size_t at = 0, end;
	bool open, closed, digits;
	int dots;

	while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t' || s.ptr[at] == '\n' || s.ptr[at] == '\r'))
		at++;
	open = at < s.len && s.ptr[at] == '(';
	at += open;
	digits = is_digit(s, at);
	end = list_label(s, at, &dots);
	if (!end || end >= s.len)
		return 0;
	closed = s.ptr[end] == ')' || (s.ptr[end] == '.' && digits && !open);
	if ((open && s.ptr[end] != ')') || (!closed && dots == 0))
		return 0;
	end += closed;
	if (end >= s.len || (s.ptr[end] != ' ' && s.ptr[end] != '\t'))
		return 0;
	end = skip_blanks(s, end);
	if (end >= s.len || (!closed && !(s.ptr[end] >= 'A' && s.ptr[end] <= 'Z')))
		return 0;
	return end;
}
