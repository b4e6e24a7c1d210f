#include "pipeline/show/html.h"

#include <sysexits.h>

#include "pipeline/fixity.h"
#include "pipeline/show/html_data.h"
#include "pipeline/talk.h"

/* The files of pipeline/show/page/; '@NAME@' in the first is where the others go. */
static const char markup[] =
#include "page.html.inc"
	;
static const char style[] =
#include "page.css.inc"
	;
static const char script[] =
#include "page.js.inc"
	;

/* The value of a hexadecimal digit of fixity_sha256. */
static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* Appends the bytes that `hex` spells in base64 (RFC 4648); there are two more than a multiple of three. */
static void add_base64(struct buffer *out, const char hex[FIXITY_HEX])
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0, held = 0;

	for (int i = 0; i < FIXITY_HEX; i++) {
		bits = bits << 4 | digit(hex[i]);
		for (held += 4; held >= 6; held -= 6)
			buffer_add_char(out, alphabet[bits >> (held - 6) & 63]);
	}
	if (held > 0)
		buffer_add_char(out, alphabet[bits << (6 - held) & 63]);
	buffer_add_char(out, '=');
}

/* "'sha256-...'": lets this text run in the page, and no other (CSP 3, 2.3.1). */
static bool add_hash(struct buffer *policy, struct span text)
{
	char hex[FIXITY_HEX + 1];

	if (!fixity_sha256(text, hex))
		return false;
	buffer_add_str(policy, "'sha256-");
	add_base64(policy, hex);
	buffer_add_char(policy, '\'');
	return true;
}

static int write_policy(struct output *out, struct store *store)
{
	struct buffer policy;
	bool hashed;

	(void)store;
	buffer_init(&policy, 4096);
	buffer_add_str(&policy, "default-src 'none'; base-uri 'none'; form-action 'none'; style-src ");
	hashed = add_hash(&policy, span_of(style, sizeof style - 1));
	buffer_add_str(&policy, "; script-src ");
	hashed = add_hash(&policy, span_of(script, sizeof script - 1)) && hashed;
	if (!hashed)
		talk_error("%s: OpenSSL gives no SHA-256 for the page's policy: allow SHA-256 in openssl.cnf", out->path);
	else
		output_write(out, buffer_span(&policy));
	buffer_release(&policy);
	return hashed ? out->status : EX_SOFTWARE;
}

static int write_style(struct output *out, struct store *store)
{
	(void)store;
	return output_write(out, span_of(style, sizeof style - 1));
}

static int write_script(struct output *out, struct store *store)
{
	(void)store;
	return output_write(out, span_of(script, sizeof script - 1));
}

static const struct part {
	const char *name;
	int (*write)(struct output *out, struct store *store);
} parts[] = {
	{ "@policy@", write_policy },
	{ "@style@", write_style },
	{ "@data@", html_data_write },
	{ "@script@", write_script },
};

int html_write(struct output *out, struct store *store)
{
	struct span rest = span_of(markup, sizeof markup - 1);
	int status = 0;

	for (size_t i = 0; i < sizeof parts / sizeof *parts && status == 0; i++) {
		struct span name = span_str(parts[i].name);
		long at = span_find(rest, name, 0);

		if (at < 0)
			return EX_SOFTWARE;
		output_write(out, span_slice(rest, 0, (size_t)at));
		status = parts[i].write(out, store);
		rest = span_from(rest, (size_t)at + name.len);
	}
	return status ? status : output_write(out, rest);
}
