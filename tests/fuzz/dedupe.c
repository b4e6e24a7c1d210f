/*
 * fuzz: NDJSON through `winnow dedupe`, twice. It reads lines without a JSON library:
 * what it takes for an object must be one to jansson too. Every line comes out again,
 * and marking what is marked changes nothing.
 */
#include "pipeline/dedupe/filter.h"

#include <jansson.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pipeline/base/utf8.h"
#include "pipeline/dedupe/line.h"
#include "tests/fuzz/harness.h"

static bool holds_surrogate(struct span line)
{
	return span_find(line, SPAN("\\ud"), 0) >= 0 || span_find(line, SPAN("\\uD"), 0) >= 0;
}

/* Two things that the grammar allows jansson does not: numbers without bound, and half a pair of surrogates (RFC 8259, 6 and 8.2). */
static void check_with_jansson(struct span line)
{
	json_error_t error;
	size_t mark = span_starts(line, SPAN("\xEF\xBB\xBF")) ? 3 : 0; /* any line may begin with one: files are joined by cat */
	json_t *value = json_loadb(line.ptr + mark, line.len - mark, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &error);

	harness_require(value || holds_surrogate(line) || json_error_code(&error) == json_error_numeric_overflow ||
				json_error_code(&error) == json_error_null_byte_in_key,
			"what line_read takes for JSON is JSON");
	harness_require(!value || json_is_object(value), "what line_read takes for an object is one");
	json_decref(value);
}

static void check_line(struct span text)
{
	struct buffer meaning;
	struct line line;

	if (line_read(&line, text) != NULL)
		return;
	check_with_jansson(text);
	buffer_init(&meaning, BUFFER_LIMIT_DEFAULT);
	for (int i = 0; i < LINE_MEMBER_COUNT; i++)
		if (line_is_string(line.member[i])) {
			line_unescape(&meaning, line.member[i]);
			harness_require(utf8_valid(buffer_span(&meaning)), "what a string means is valid UTF-8");
		}
	buffer_release(&meaning);
}

static void no_complaint(void *state, size_t line, const char *fault)
{
	(void)state;
	(void)line;
	harness_require(fault[0] != '\0', "a bad line is told with what is wrong");
}

/* What comes out; the caller frees it. */
static struct span filter(struct span bytes, struct filter_report *report)
{
	const struct filter_options options = { .threads = 1, .complain = no_complaint };
	int in = memfd_create("fuzz", MFD_CLOEXEC);
	char message[256], *made = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&made, &length);

	harness_require(in >= 0 && out && write(in, bytes.ptr ? bytes.ptr : "", bytes.len) == (ssize_t)bytes.len,
			"there is memory to begin with");
	lseek(in, 0, SEEK_SET);
	*report = (struct filter_report){ 0 };
	harness_require(filter_run(in, out, &options, report, message) == 0, "any bytes go through the filter");
	fclose(out);
	close(in);
	return span_of(made, length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = harness_span(data, size), line, once, twice;
	struct filter_report first, second;

	while (span_next_line(&rest, &line))
		check_line(line);
	once = filter(harness_span(data, size), &first);
	twice = filter(once, &second);
	harness_require(first.lines == second.lines && first.passages == second.passages, "no line is lost");
	harness_require(span_equal(once, twice), "marking what is marked changes nothing");
	free((void *)(size_t)once.ptr);
	free((void *)(size_t)twice.ptr);
	return 0;
}
