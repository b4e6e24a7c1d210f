/* mail: of a message or web archive the part with the text is read, and its blocks stand where they stand in the file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "extractors/extract.h"
#include "extractors/mail.h"
#include "extractors/mail_header.h"
#include "extractors/transfer.h"

#define ARCHIVE \
	"From: <Saved by a browser>\r\nSubject: Ferries\r\nMIME-Version: 1.0\r\n" \
	"Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--1\"\r\n\r\nfor old programs\r\n" \
	"----1\r\nContent-Type: text/css\r\n\r\np {}\r\n" \
	"----1\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n" \
	"Content-Location: https://example.org/ferries\r\n\r\n" \
	"<html><body><p>The caf=C3=A9 on the fer=\r\nry is shut.</p>\r\n<p>It opens in May.</p></body></html>\r\n" \
	"----1\r\nContent-Type: text/html\r\n\r\n<p>A frame.</p>\r\n----1--\r\n"

static struct document *extract(struct span bytes)
{
	struct document *d = document_new();

	d->source.path = SPAN("x");
	extract_document(d, bytes);
	return d;
}

static void reads_the_page_of_an_archive(void **state)
{
	struct span bytes = SPAN(ARCHIVE);
	struct document *d = extract(bytes);

	(void)state;
	assert_true(span_equal(d->source.media_type, SPAN("message/rfc822")));
	assert_true(span_equal(d->url, SPAN("https://example.org/ferries")));
	assert_true(span_equal(d->title, SPAN("Ferries")));
	assert_true(span_empty(d->sender));
	assert_int_equal(d->passage_count, 2);
	assert_true(span_equal(d->passages[0].text, SPAN("The caf\xC3\xA9 on the ferry is shut.")));
	assert_memory_equal(bytes.ptr + d->passages[0].place.byte_start, "The caf=C3", 10);
	assert_memory_equal(bytes.ptr + d->passages[1].place.byte_start, "It opens in May.", 16);
	assert_int_equal(d->passages[0].place.line_end, d->passages[0].place.line_start + 1);
	assert_int_equal(d->passages[1].place.line_start, 20);
	document_free(d);
}

static void assert_header(const char *value, const char *text)
{
	struct document *d = document_new();

	assert_true(span_equal(mail_header_text(d->arena, span_str(value)), span_str(text)));
	document_free(d);
}

static void assert_date(const char *value, const char *date)
{
	struct document *d = document_new();

	assert_true(span_equal(mail_header_date(d->arena, span_str(value)), span_str(date)));
	document_free(d);
}

static void headers_are_decoded(void **state)
{
	(void)state;
	assert_header("Your\r\n\tletter  of May", "Your letter of May");
	assert_header("Re: =?iso-8859-1?Q?caf=E9_in?= Oban", "Re: caf\xC3\xA9 in Oban");
	assert_header("=?utf-8?B?Y2Fmw6k=?=\n =?UTF-8?q?s?= open", "caf\xC3\xA9s open");
	assert_header("=?utf-8?X?a?= =?utf-8?Q?open", "=?utf-8?X?a?= =?utf-8?Q?open");
	assert_header("is 2 =? 3", "is 2 =? 3");
	assert_date("Tue, 3 Feb 2009 10:11:12 +0000", "2009-02-03");
	assert_date("03 feb 09 10:11 GMT", "2009-02-03");
	assert_date("Tue, 41 Feb 2009", "");
	assert_date("yesterday", "");
}

static void letters_have_their_date(void **state)
{
	struct document *d = extract(SPAN("From: a@example.org\nMIME-Version: 1.0\nDate: Tue, 3 Feb 2009 10:11:12 +0000\nSubject: =?utf-8?Q?Caf=C3=A9s?=\n\nDear Chair,\n"));

	(void)state;
	assert_true(span_equal(d->date, SPAN("2009-02-03")));
	assert_true(span_equal(d->date_from, SPAN("mail Date")));
	assert_true(span_equal(d->title, SPAN("Caf\xC3\xA9s")));
	document_free(d);
}

static void reads_the_text_of_a_letter(void **state)
{
	struct document *d = extract(SPAN(
		"Received: by x\nFrom: Ann <a@example.org>\nTo: Ben\nSubject: Your\n letter\n"
		"Content-Type: multipart/mixed; boundary=xyz\n\n--xyz\nContent-Type: multipart/alternative; boundary=abc\n\n"
		"--abc\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: base64\n\n"
		"RGVhciBDaGFpciwKdGhl\nIGNhZukgaXMgb3Blbi4K\n--abc--\n--xyz\nContent-Type: application/pdf\n\n%PDF\n--xyz--\n"));

	(void)state;
	assert_int_equal(d->passage_count, 2);
	assert_true(span_equal(d->passages[1].text, SPAN("the caf\xC3\xA9 is open.")));
	assert_int_equal(d->passages[1].place.line_start, 15);
	assert_int_equal(d->passages[1].place.line_end, 16);
	assert_true(span_equal(d->sender, SPAN("Ann <a@example.org>")));
	document_free(d);
}

static void says_when_there_is_no_text(void **state)
{
	struct document *d = extract(SPAN("MIME-Version: 1.0\nFrom: a\nContent-Type: application/pdf\n\nJVBERi0=\n"));

	(void)state;
	assert_int_equal(d->source.state, SOURCE_FAILED);
	assert_string_equal(d->diagnostics[0].code, "no-text-part");
	document_free(d);
}

/* A letter printed to a file has From and To as well, but nothing that only a mail program writes. */
static void leaves_printed_letters_alone(void **state)
{
	(void)state;
	assert_false(mail_looks(SPAN("From: The Chair\nTo: The Minister\nSubject: Ferries\n\nDear Minister,\n")));
	assert_false(mail_looks(SPAN("MIME-Version: 1.0\nthis is no header\n\nx")));
	assert_true(mail_looks(SPAN("MIME-Version: 1.0\nFrom: x\n\nx")));
}

/* Whatever the bytes: decoding ends, and the way back never goes back. */
static void survives_any_bytes(void **state)
{
	static const char pieces[][12] = { "=", "=C3=A9", "=\n", "=\r\n", "QUJD", "QQ==", "\n", "a", "\xFF", "=4", "---- 1" };
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 600; round++) {
		struct transfer t;
		struct buffer bytes;
		size_t last = 0;

		buffer_init(&bytes, 1 << 16);
		for (int i = 0; i < 400; i++) {
			seed = seed * 1664525 + 1013904223;
			buffer_add_str(&bytes, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
		}
		transfer_open(&t, (enum transfer_kind)(round % 3), buffer_span(&bytes));
		for (size_t i = 0; i <= t.decoded.len; i += 7) {
			size_t source = transfer_source(&t, i);

			assert_true(source >= last && source <= bytes.len);
			last = source;
		}
		transfer_close(&t);
		buffer_release(&bytes);
	}
}

/* An archive that ends anywhere. */
static void truncated_anywhere(void **state)
{
	struct span bytes = SPAN(ARCHIVE);

	(void)state;
	for (size_t len = 0; len < bytes.len; len++)
		document_free(extract(span_slice(bytes, 0, len)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_page_of_an_archive),
		cmocka_unit_test(reads_the_text_of_a_letter),
		cmocka_unit_test(headers_are_decoded),
		cmocka_unit_test(letters_have_their_date),
		cmocka_unit_test(says_when_there_is_no_text),
		cmocka_unit_test(leaves_printed_letters_alone),
		cmocka_unit_test(survives_any_bytes),
		cmocka_unit_test(truncated_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
