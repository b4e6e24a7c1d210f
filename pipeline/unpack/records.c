#include "pipeline/unpack/records.h"

#include <inttypes.h>

#include "pipeline/unpack/http.h"
#include "pipeline/unpack/warc.h"

/* What there is in a WARC, for the note at its end. */
struct counts {
	uint64_t pages, requests, revisits, failed, other, segments;
};

struct records {
	struct members *members;
	struct counts counts;
	struct buffer head, block, scratch[2];
	uint64_t member;   /* of gzip: its offset */
	bool gzip;
};

static void open_records(struct records *r, struct members *m)
{
	*r = (struct records){ .members = m };
	buffer_init(&r->head, 2 * STREAM_AHEAD);
	buffer_init(&r->block, BUFFER_LIMIT_DEFAULT);
	for (int i = 0; i < 2; i++)
		buffer_init(&r->scratch[i], m->member);
}

static void close_records(struct records *r)
{
	const struct counts *c = &r->counts;

	members_note(r->members, SEVERITY_NOTE, UNPACK_COUNTS,
		     "%" PRIu64 " records are pages; left out: %" PRIu64 " about the crawl, %" PRIu64
		     " revisits of what had not changed, %" PRIu64 " answers without a page (redirects, errors), %" PRIu64
		     " of other kinds (pictures, scripts), %" PRIu64 " pieces of segmented records",
		     c->pages, c->requests, c->revisits, c->failed, c->other, c->segments);
	buffer_release(&r->head);
	buffer_release(&r->block);
	buffer_release(&r->scratch[0]);
	buffer_release(&r->scratch[1]);
}

/* ---- one record ---- */

/* Of XML only what people read: a feed, or a page. */
static bool is_readable_xml(struct span body)
{
	static const struct span roots[] = { { "<rss", 4 }, { "<feed", 5 }, { "<rdf:RDF", 8 }, { "<html", 5 } };
	struct span head = span_slice(body, 0, 1024);

	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (span_find(head, roots[i], 0) >= 0)
			return true;
	return false;
}

static bool is_text(struct span media_type, struct span body)
{
	static const char *const texts[] = { "text/html", "text/plain", "application/xhtml+xml", "application/rss+xml",
					     "application/atom+xml", "application/rdf+xml", "application/pdf",
					     "message/rfc822", "multipart/related" };

	if (span_empty(media_type))
		return body.len > 0;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (span_equal_nocase(media_type, span_str(texts[i])))
			return true;
	return (span_equal_nocase(media_type, SPAN("text/xml")) || span_equal_nocase(media_type, SPAN("application/xml"))) &&
	       is_readable_xml(body);
}

/* "crawl.warc.gz!/52144"; what else a gzip member holds, by its place in there. */
static void name_record(struct records *r, uint64_t offset)
{
	struct buffer *name = &r->members->name;

	buffer_clear(name);
	buffer_add(name, buffer_span(&r->members->prefix));
	if (r->gzip)
		buffer_printf(name, "%" PRIu64, r->member);
	if (!r->gzip || offset)
		buffer_printf(name, "%s%" PRIu64, r->gzip ? "+" : "", offset);
}

/* The page in the block, and what was declared about it. False: there is none, and it is counted. */
static bool find_page(struct records *r, const struct warc_record *w, struct span *body, struct span *charset,
		      const char **fault)
{
	struct http http = { .status = 200 };

	*fault = NULL;
	*body = buffer_span(&r->block);
	if (span_equal(w->type, SPAN("response"))) {
		http_open(&http, *body);
		if (http.status < 200 || http.status > 299) {
			r->counts.failed++;
			return false;
		}
		buffer_clear(&r->scratch[0]);
		buffer_clear(&r->scratch[1]);
		*fault = http_body(&http, r->scratch, body);
	} else {
		http_media_type(w->content, &http.media_type, &http.charset);
	}
	*charset = http.charset;
	if (is_text(http.media_type, *body))
		return true;
	r->counts.other++;
	return false;
}

static void take_page(struct records *r, const struct warc_record *w)
{
	struct unpack_member about = { .url = w->url, .captured = w->date };
	const char *fault;
	struct span body;

	if (!find_page(r, w, &body, &about.charset, &fault))
		return;
	r->counts.pages++;
	if (fault) {
		members_fault(r->members, buffer_span(&r->members->name), fault);
		return;
	}
	if (!span_empty(w->truncated))
		members_note(r->members, SEVERITY_WARNING, UNPACK_TRUNCATED, "member %s: was cut short when it was fetched (%.*s)",
			     r->members->name.data, SPAN_ARG(span_slice(w->truncated, 0, 40)));
	members_bytes(r->members, &about, body);
}

/* May the record hold a page? All others are counted. */
static bool is_wanted(struct records *r, const struct warc_record *w)
{
	if (span_equal(w->type, SPAN("revisit")))
		r->counts.revisits++;
	else if (span_equal(w->type, SPAN("continuation")) || w->segment > 1)
		r->counts.segments++;
	else if (span_equal(w->type, SPAN("response")) || span_equal(w->type, SPAN("resource")) ||
		 span_equal(w->type, SPAN("conversion")))
		return true;
	else
		r->counts.requests++;
	return false;
}

/* Takes the block off the stream. False where it is not all there. */
static bool take_block(struct records *r, const struct warc_record *w, struct stream *in)
{
	bool wanted = is_wanted(r, w);
	char *to;

	if (wanted && w->length > r->members->member) {
		members_note(r->members, SEVERITY_ERROR, UNPACK_LARGE, "member %s: larger than %zu MiB: not read",
			     r->members->name.data, r->members->member >> 20);
		wanted = false;
	}
	if (!wanted)
		return stream_skip(in, w->length) == w->length;
	buffer_clear(&r->block);
	while (r->block.len < w->length) { /* a length may be a lie: room is taken as bytes come */
		size_t left = (size_t)w->length - r->block.len, got;

		to = buffer_reserve(&r->block, left < STREAM_AHEAD ? left : STREAM_AHEAD);
		got = to ? stream_read(in, to, left < STREAM_AHEAD ? left : STREAM_AHEAD) : 0;
		if (got == 0)
			return false;
		r->block.len += got;
	}
	take_page(r, w);
	return true;
}

/* All records of a stream up to damage. False there. */
static bool read_stream(struct records *r, struct stream *in)
{
	struct warc_record record;

	while (r->members->left.members) {
		enum warc_step step = warc_next(in, &r->head, &record);

		name_record(r, record.offset);
		if (step == WARC_END)
			return true;
		if (step == WARC_DAMAGED || !members_count(r->members) || !take_block(r, &record, in))
			return r->members->left.members == 0;
	}
	return true;
}

/* ---- files ---- */

static void say_damage(struct records *r, struct stream *in)
{
	bool at_end = stream_peek(in, 1).len == 0;

	members_fault(r->members, buffer_span(&r->members->name),
		      in->fault ? in->fault : at_end ? "ends early" : "no WARC record begins here");
}

void records_read(struct members *m, struct stream *in)
{
	struct records r;

	open_records(&r, m);
	while (!read_stream(&r, in)) {
		say_damage(&r, in);
		if (in->fault || !warc_resync(in))
			break;
	}
	close_records(&r);
}

void records_read_gzip(struct members *m, struct gzip *g)
{
	struct records r;
	bool more = true;

	open_records(&r, m);
	r.gzip = true;
	while (more && m->left.members) {
		struct stream *in = gzip_bytes(g);
		bool whole;

		r.member = gzip_offset(g);
		whole = read_stream(&r, in);
		if (!whole)
			say_damage(&r, in);
		more = whole ? gzip_next(g) : gzip_resync(g, SPAN("WARC/"));
	}
	close_records(&r);
}
