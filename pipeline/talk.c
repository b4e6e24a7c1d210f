#include "pipeline/talk.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/base/utf8.h"
#include "pipeline/ndjson.h"

/* How much is said is one choice for the whole process, made before anything is said. */
static struct {
	enum talk_level level;
	enum talk_format format;
	bool transient; /* a transient line stands on the terminal */
} talk = { .level = TALK_NORMAL };

void talk_set_level(enum talk_level level)
{
	talk.level = level;
}

void talk_set_format(enum talk_format format)
{
	talk.format = format;
}

/* Characters that change how the text around them is shown: C0, DEL, C1, line separators, bidi controls. */
static bool must_show(unsigned c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static void show(struct buffer *out, unsigned c)
{
	switch (c) {
	case '\n':
		buffer_add_str(out, "\\n");
		break;
	case '\r':
		buffer_add_str(out, "\\r");
		break;
	case '\t':
		buffer_add_str(out, "\\t");
		break;
	default:
		buffer_printf(out, c < 0x80 ? "\\x%02x" : "\\u%04x", c);
	}
}

void talk_escape(struct buffer *out, struct span bytes)
{
	size_t at = 0;

	while (at < bytes.len) {
		size_t before = at;
		unsigned c = utf8_next(bytes, &at);
		struct span taken = span_slice(bytes, before, at);

		if (c == UTF8_REPLACEMENT && !utf8_valid(taken))
			for (size_t i = 0; i < taken.len; i++)
				buffer_printf(out, "\\x%02x", (unsigned char)taken.ptr[i]);
		else if (must_show(c))
			show(out, c);
		else
			buffer_add(out, taken);
	}
}

/* A message may hold a name of any length: of a giant one the beginning is shown, and the end, where the reason stands. */
static void add_message(struct buffer *line, struct span message)
{
	enum { LONGEST = 8 * 1024 };

	if (message.len <= LONGEST) {
		talk_escape(line, message);
		return;
	}
	talk_escape(line, span_slice(message, 0, LONGEST / 2));
	buffer_add_str(line, " ... ");
	talk_escape(line, span_from(message, message.len - LONGEST / 2));
}

/* As a JSON string, which logfmt takes too. */
static void add_quoted(struct buffer *line, struct span message)
{
	struct buffer shown;

	buffer_init(&shown, BUFFER_LIMIT_DEFAULT);
	add_message(&shown, message);
	ndjson_write_string(line, buffer_span(&shown));
	buffer_release(&shown);
}

/* One write for the whole line, so that lines of several processes do not mix. */
static void say(const char *before, const char *after, const char *format, va_list args)
{
	struct buffer plain, line;
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	buffer_init(&plain, BUFFER_LIMIT_DEFAULT);
	buffer_init(&line, BUFFER_LIMIT_DEFAULT);
	if (len > 0 && buffer_reserve(&plain, (size_t)len)) {
		vsnprintf(plain.data, (size_t)len + 1, format, args);
		plain.len = (size_t)len;
	}
	buffer_add_str(&line, before);
	if (talk.format == TALK_TEXT)
		add_message(&line, buffer_span(&plain));
	else
		add_quoted(&line, buffer_span(&plain));
	buffer_add_str(&line, after);
	fwrite(line.data, 1, line.len, stderr);
	fflush(stderr);
	buffer_release(&plain);
	buffer_release(&line);
}

/* What stands around the message; it is a string of JSON in both forms for machines, quotes included. */
static void say_for_machines(const char *level, const char *format, va_list args)
{
	time_t now = time(NULL);
	char stamp[32] = "", before[96];
	bool json = talk.format == TALK_JSON;
	struct tm utc;

	if (gmtime_r(&now, &utc))
		strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &utc);
	snprintf(before, sizeof before,
		 json ? "{\"time\":\"%s\",\"level\":\"%s\",\"msg\":" : "time=%s level=%s msg=", stamp, level);
	say(before, json ? "}\n" : "\n", format, args);
}

static void say_line(const char *level, const char *format, va_list args)
{
	if (talk.format != TALK_TEXT)
		say_for_machines(level, format, args);
	else
		say(talk.transient ? "\r\033[Kwinnow: " : "winnow: ", "\n", format, args);
	talk.transient = false;
}

void talk_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say_line("error", format, args);
	va_end(args);
}

void talk_note(const char *format, ...)
{
	va_list args;

	if (talk.level < TALK_NORMAL)
		return;
	va_start(args, format);
	say_line("info", format, args);
	va_end(args);
}

void talk_detail(const char *format, ...)
{
	va_list args;

	if (talk.level < TALK_VERBOSE)
		return;
	va_start(args, format);
	say_line("debug", format, args);
	va_end(args);
}

static bool watched(void)
{
	return talk.level > TALK_QUIET && talk.format == TALK_TEXT && isatty(STDERR_FILENO) && tcgetpgrp(STDERR_FILENO) == getpgrp();
}

void talk_transient(const char *format, ...)
{
	va_list args;

	if (!watched())
		return;
	va_start(args, format);
	say("\r\033[K", "", format, args);
	va_end(args);
	talk.transient = true;
}

int talk_stdout_failed(void)
{
	if (errno != EPIPE)
		talk_error("standard output: cannot be written: %s: make room where it goes, and run it again",
			   strerror(errno));
	return EX_IOERR;
}
