/* charset: every encoding comes out as UTF-8, and every character finds its way back to its bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "extractors/charset.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"

struct sample {
	struct span bytes;
	bool markup;
	const char *encoding;
	const char *text;
};

#define BYTES(literal) { literal, sizeof(literal) - 1 }

static const struct sample samples[] = {
	{ BYTES("plain"), false, "utf-8", "plain" },
	{ BYTES(""), false, "utf-8", "" },
	{ BYTES("\xEF\xBB\xBF" "marked"), false, "utf-8", "marked" },
	{ BYTES("caf\xC3\xA9"), false, "utf-8", "café" },
	{ BYTES("caf\xE9 \x93quoted\x94 \x96 end"), false, "windows-1252", "café “quoted” – end" },
	{ BYTES("\xFF\xFEh\0i\0"), false, "utf-16le", "hi" },
	{ BYTES("\xFE\xFF\0h\0i"), false, "utf-16be", "hi" },
	{ BYTES("\xFF\xFE\0\0h\0\0\0"), false, "utf-32le", "h" },
	{ BYTES("\xFF\xFE\x3D\xD8\x00\xDE!\0"), false, "utf-16le", "😀!" },
	{ BYTES("w\0o\0r\0d\0s\0 \0a\0n\0d\0 \0w\0o\0r\0d\0s\0"), false, "utf-16le", "words and words" },
	{ BYTES("a C1 \xC2\x93quote\xC2\x94"), false, "utf-8", "a C1 “quote”" },
	{ BYTES("nul\0led"), false, "utf-8", "nulled" },
	{ BYTES("<meta charset=iso-8859-1>\x80 5"), true, "windows-1252", "<meta charset=iso-8859-1>€ 5" },
	{ BYTES("<!-- <meta charset=koi8-r> --><meta charset='windows-1251'>\xE4\xE0"), true, "windows-1251",
	  "<!-- <meta charset=koi8-r> --><meta charset='windows-1251'>да" },
	{ BYTES("<meta http-equiv=Content-Type content=\"text/html; charset=Shift_JIS\">\x93\xFA\x96\x7B"), true,
	  "shift_jis", "<meta http-equiv=Content-Type content=\"text/html; charset=Shift_JIS\">日本" },
	{ BYTES("<?xml version='1.0' encoding='iso-8859-2'?>\xB1"), true, "iso-8859-2",
	  "<?xml version='1.0' encoding='iso-8859-2'?>ą" },
	{ BYTES("<meta charset=iso-8859-16>\xFE\xE3rm \xA4"), true, "iso-8859-16", "<meta charset=iso-8859-16>țărm €" },
	{ BYTES("<meta charset=utf-16>x"), true, "utf-8", "<meta charset=utf-16>x" },
	{ BYTES("<meta charset=latin1>\xC3\xA9\xC3\xA8\xE2\x80\x99"), true, "utf-8", "<meta charset=latin1>éè’" },
	{ BYTES("<meta charset=utf-8>caf\xE9"), true, "windows-1252", "<meta charset=utf-8>café" },
	{ BYTES("<meta charset=big5>"), false, "utf-8", "<meta charset=big5>" },
};

static void decodes_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct charset_text t;

		charset_open(&t, samples[i].bytes, samples[i].markup);
		assert_string_equal(t.encoding.ptr, samples[i].encoding);
		assert_true(span_equal(t.text, span_str(samples[i].text)));
		assert_int_equal(charset_source(&t, t.text.len), samples[i].bytes.len);
		charset_close(&t);
	}
}

static void damaged_utf8_stays_utf8(void **state)
{
	struct buffer b;
	struct charset_text t;

	(void)state;
	buffer_init(&b, 1 << 20);
	for (int i = 0; i < 50; i++)
		buffer_add_str(&b, "é ");
	buffer_add_str(&b, "\xFF!");
	charset_open(&t, buffer_span(&b), false);
	assert_string_equal(t.encoding.ptr, "utf-8");
	assert_int_equal(t.replaced, 1);
	assert_int_equal(t.first_replaced, 150);
	assert_true(span_ends(t.text, SPAN("\xEF\xBF\xBD!")));
	charset_close(&t);
	buffer_release(&b);
}

/* In a long windows-1252 text, the nth character is the nth byte: asked in any order. */
static void finds_the_way_back(void **state)
{
	enum { N = 20000 };
	char *bytes = memory_new(N, 1);
	struct charset_text t;
	size_t at = 0;
	uint32_t random = 7;

	(void)state;
	for (size_t i = 0; i < N; i++)
		bytes[i] = (char)(i % 3 == 0 ? 0xE9 : i % 5 == 0 ? 0x93 : 'a');
	charset_open(&t, span_of(bytes, N), false);
	assert_string_equal(t.encoding.ptr, "windows-1252");
	for (size_t i = 0; i < N; i++) {
		assert_int_equal(charset_source(&t, at), i);
		utf8_next(t.text, &at);
	}
	for (int i = 0; i < 2000; i++) {
		size_t offset, source;

		random = random * 1664525 + 1013904223;
		offset = random % t.text.len;
		while (offset > 0 && ((unsigned char)t.text.ptr[offset] & 0xC0) == 0x80)
			offset--;
		source = charset_source(&t, offset);
		assert_int_equal((t.text.ptr[offset] == 'a'), bytes[source] == 'a');
	}
	charset_close(&t);
	free(bytes);
}

static void counts_lines_as_editors_do(void **state)
{
	struct charset_text t;
	struct place p;

	(void)state;
	charset_open(&t, SPAN("a\nb\r\nc\rd"), false);
	assert_int_equal(charset_line(&t, 0), 1);
	assert_int_equal(charset_line(&t, 2), 2);
	assert_int_equal(charset_line(&t, 5), 3);
	assert_int_equal(charset_line(&t, 7), 4);
	p = charset_place(&t, 0, 6);
	assert_int_equal(p.line_start, 1);
	assert_int_equal(p.line_end, 3);
	assert_int_equal(p.byte_end, 6);
	charset_close(&t);
}

/* Any bytes at all: valid UTF-8 comes out, offsets never leave the source, and never run backwards. */
static void survives_any_bytes(void **state)
{
	char bytes[700];
	uint32_t random = 1;

	(void)state;
	for (int round = 0; round < 400; round++) {
		struct charset_text t;
		size_t before = 0, at = 0;
		static const char *const heads[] = { "", "<meta charset=iso-2022-jp>", "<meta charset=gb18030>", "\xFF\xFE",
						     "<meta charset=euc-kr>", "<meta charset=big5>" };
		const char *head = heads[round % 6];
		size_t len = strlen(head);

		memcpy(bytes, head, len);
		while (len < sizeof bytes) {
			random = random * 1664525 + 1013904223;
			bytes[len++] = (char)(random >> 24);
		}
		charset_open(&t, span_of(bytes, len), true);
		assert_true(utf8_valid(t.text));
		while (at < t.text.len) {
			size_t source = charset_source(&t, at);

			assert_true(source >= before && source <= len);
			before = source;
			utf8_next(t.text, &at);
		}
		charset_close(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_samples),
		cmocka_unit_test(damaged_utf8_stays_utf8),
		cmocka_unit_test(finds_the_way_back),
		cmocka_unit_test(counts_lines_as_editors_do),
		cmocka_unit_test(survives_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
