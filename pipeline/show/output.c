#include "pipeline/show/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "pipeline/base/memory.h"
#include "pipeline/talk.h"

static char *copy_of(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(memory_new(size, 1), text, size);
}

static int fail(struct output *o, int status, const char *what)
{
	if (o->status == 0)
		talk_error("%s: %s: %s", o->path, what, strerror(errno));
	if (o->status == 0)
		o->status = status;
	return o->status;
}

/* Can the target be replaced by another file? A pipe, a terminal or a device cannot. */
static bool replaceable(const char *path)
{
	struct stat found;

	return stat(path, &found) != 0 || S_ISREG(found.st_mode);
}

/* Opens the file beside the target. O_EXCL: never another's file, never through a link. */
static FILE *open_beside(struct output *o)
{
	size_t size = strlen(o->target) + 40;
	int descriptor;

	o->temporary = memory_new(size, 1);
	snprintf(o->temporary, size, "%s.%ld.tmp", o->target, (long)getpid());
	unlink(o->temporary);
	descriptor = open(o->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	return descriptor < 0 ? NULL : fdopen(descriptor, "w");
}

int output_open(struct output *o, const char *path)
{
	*o = (struct output){ .path = copy_of(path) };
	if (strcmp(path, "-") == 0) {
		o->file = stdout;
		return 0;
	}
	if (replaceable(path)) {
		o->target = realpath(path, NULL);
		if (!o->target)
			o->target = copy_of(path);
		o->file = open_beside(o);
	} else {
		o->file = fopen(path, "we");
	}
	return o->file ? 0 : fail(o, EX_CANTCREAT, "cannot be written; choose another place");
}

int output_write(struct output *o, struct span bytes)
{
	if (o->status == 0 && bytes.len > 0 && fwrite(bytes.ptr, 1, bytes.len, o->file) != bytes.len)
		return fail(o, EX_IOERR, "cannot be written to its end; make room there, and run it again");
	return o->status;
}

static void finish(struct output *o)
{
	if (fflush(o->file) != 0 || (o->temporary && fsync(fileno(o->file)) != 0))
		fail(o, EX_IOERR, "cannot be written to its end; make room there, and run it again");
	if (o->file != stdout && fclose(o->file) != 0)
		fail(o, EX_IOERR, "cannot be written to its end; make room there, and run it again");
}

int output_close(struct output *o, int status)
{
	if (o->file)
		finish(o);
	if (o->status == 0)
		o->status = status;
	if (o->temporary && o->status == 0 && rename(o->temporary, o->target) != 0)
		fail(o, EX_CANTCREAT, "the finished file could not take its place");
	if (o->temporary && o->status != 0)
		unlink(o->temporary);
	free(o->temporary);
	free(o->target);
	free(o->path);
	status = o->status;
	*o = (struct output){ .status = status };
	return status;
}
