/*
 * talk: what the program says to people, on stderr. Data goes to stdout, never here.
 *
 * Every line begins with "winnow: ". Control bytes in the text (a file name with
 * a newline or an escape sequence) are shown as \n, \x1b, so that no name can
 * forge a line or drive the terminal. Only the program talks; modules return
 * errors and diagnostics.
 */
#ifndef WINNOW_TALK_H
#define WINNOW_TALK_H

#include "pipeline/base/buffer.h"

enum talk_level { TALK_QUIET, TALK_NORMAL, TALK_VERBOSE };

/*
 * How a line is written: "winnow: ..." for people; for machines, with time and
 * level, as logfmt (time=... level=... msg="...") or as a JSON object.
 */
enum talk_format { TALK_TEXT, TALK_LOGFMT, TALK_JSON };

/* Set by --log-format. Progress is for people: it is shown in TALK_TEXT only. */
void talk_set_format(enum talk_format format);

/* Set once by main, from -q and -v. */
void talk_set_level(enum talk_level level);

/* Always said. */
void talk_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Said unless -q. */
void talk_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Said with -v. */
void talk_detail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * A line that the next one overwrites: progress. Shown only where stderr is a
 * terminal of which we are in the foreground, and not with -q. "" takes it away.
 */
void talk_transient(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * For who finds that stdout cannot be written, right after the failed call: says
 * why, by errno; a reader that has seen enough (EPIPE) needs no message.
 * Returns the status for it, 74.
 */
int talk_stdout_failed(void);

/* Appends bytes with control characters and invalid UTF-8 made visible. */
void talk_escape(struct buffer *out, struct span bytes);

#endif
