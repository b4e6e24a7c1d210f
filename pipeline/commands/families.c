#include "pipeline/commands/families.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "pipeline/split/family_check.h"
#include "pipeline/talk.h"

static int list_families(const struct family_set *set)
{
	for (size_t i = 0; i < family_set_count(set); i++) {
		const struct family *f = family_set_at(set, i);

		printf("%-19.*s %.*s\n", SPAN_ARG(f->name), SPAN_ARG(f->reads));
	}
	return 0;
}

static int show_family(struct family_set *set, const char *name)
{
	struct span text;

	if (!family_set_text(set, span_str(name), &text)) {
		talk_error("there is no family %s; «winnow families» lists them", name);
		return EX_USAGE;
	}
	fwrite(text.ptr, 1, text.len, stdout);
	return 0;
}

static int check_file(struct family_set *set, const char *path)
{
	struct family_error error;
	struct family *f = family_read_file(path, set, &error);
	struct buffer failures;
	size_t run, failed;

	if (!f) {
		if (error.line)
			talk_error("%s:%d: %s", path, error.line, error.message);
		else
			talk_error("%s: %s", path, error.message);
		return error.line ? EX_DATAERR : EX_NOINPUT;
	}
	buffer_init(&failures, BUFFER_LIMIT_DEFAULT);
	failed = family_check(f, set, &failures, &run);
	fwrite(failures.data, 1, failures.len, stdout);
	printf("%s: %zu example%s, %zu failed\n", path, run, run == 1 ? "" : "s", failed);
	if (run == 0)
		talk_note("%s has no examples: add «example NAME», lines of input behind «|», and «=>» lines", path);
	buffer_release(&failures);
	family_free(f);
	return failed ? 1 : 0;
}

static int families_run(const struct options *options)
{
	struct family_error error;
	char file[256];
	struct family_set *set = family_set_open(getenv("WINNOW_FAMILIES"), &error, file, sizeof file);
	int status;

	if (!set) {
		talk_error("%s:%d: %s", file, error.line, error.message);
		return EX_DATAERR;
	}
	if (options->check)
		status = check_file(set, options->check);
	else if (options->path_count > 0)
		status = show_family(set, options->paths[0]);
	else
		status = list_families(set);
	family_set_free(set);
	return status;
}

const struct command families_command = {
	.name = "families",
	.arguments = "[NAME | --check FILE]",
	.summary = "Lists the families of reports; tries a family file.",
	.details =
		"A family is one publisher's layout, numbering and wording, as a file of\n"
		"patterns. Without arguments the families are listed; NAME prints the file of\n"
		"one, to learn from or to start a new one; --check FILE reads a family file and\n"
		"runs the examples in it, and says what is wrong, with the line.\n"
		"\n"
		"  winnow families pac-report >mine.family      start from one that works\n"
		"  winnow families --check mine.family          does it do what it says?\n"
		"  winnow split -f mine.family <passages        read with it\n"
		"\n"
		"Files in the folder named by the environment variable WINNOW_FAMILIES are added\n"
		"to the families that are compiled in, or take the place of those of their name.\n",
	.options = "c",
	.least = 0,
	.most = 1,
	.run = families_run,
};
