/*
 * http: the message in a WARC record (RFC 9112): what was answered, and the body
 * as it was before it was sent.
 */
#ifndef WINNOW_HTTP_H
#define WINNOW_HTTP_H

#include "pipeline/base/buffer.h"

struct http {
	int status;               /* 200; 0: no answer of HTTP */
	struct span media_type;   /* "text/html", without parameters; empty where none is named */
	struct span charset;      /* of Content-Type */
	struct span encodings;    /* Content-Encoding, as it stands */
	bool chunked;
	struct span body;         /* as it was sent */
};

/* Reads the head; everything borrowed. `message` may be a whole response, or its beginning. */
void http_open(struct http *h, struct span message);
/* "text/html; charset=x" in two. */
void http_media_type(struct span value, struct span *media_type, struct span *charset);

/*
 * Undoes transfer-encoding and content-encoding: *body is h->body or what `scratch`, two
 * buffers whose limits hold, has. NULL, or what is wrong: then *body is as far as it came.
 */
const char *http_body(const struct http *h, struct buffer scratch[2], struct span *body);

/* The next "Name: value" of header lines; values over several lines are joined as they stand. False at the end. */
bool http_field(struct span *head, struct span *name, struct span *value);

#endif
