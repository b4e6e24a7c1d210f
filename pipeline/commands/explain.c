#include "pipeline/commands/explain.h"

#include <inttypes.h>
#include <sysexits.h>

#include "pipeline/show/address.h"
#include "pipeline/show/provenance.h"
#include "pipeline/show/phrase.h"
#include "pipeline/show/record.h"
#include "pipeline/show/rivals.h"
#include "pipeline/talk.h"

enum { CANDIDATES_SHOWN = 15 };

/* How the page of each type begins. */
static void (*const heads[SUBJECT_COUNT])(struct page *, struct store *, const struct subject *) = {
	[SUBJECT_CONCLUSION] = record_conclusion,
	[SUBJECT_RECOMMENDATION] = record_recommendation,
	[SUBJECT_RESPONSE] = record_response,
	[SUBJECT_PASSAGE] = record_passage,
};

/* The words of the command line as one address. */
static void join(struct buffer *out, const struct options *options)
{
	for (size_t i = 0; i < options->path_count; i++) {
		if (i > 0)
			buffer_add_char(out, ' ');
		buffer_add_str(out, options->paths[i]);
	}
}

static void list_candidates(const struct address *address)
{
	struct buffer text;

	buffer_init(&text, 4096);
	for (size_t i = 0; i < address->count && i < CANDIDATES_SHOWN; i++) {
		const struct subject *s = &address->found[i];

		buffer_clear(&text);
		phrase_excerpt(&text, s->text, 48);
		talk_error("  %" PRId64 "  %.*s: %s", s->id, SPAN_ARG(s->name), text.data);
	}
	if (address->count > CANDIDATES_SHOWN)
		talk_error("  … and %zu more", address->count - CANDIDATES_SHOWN);
	buffer_release(&text);
}

static int say_none(const char *words, const struct address *address)
{
	if (address->count == 0)
		talk_error("%s: no %s of this database has this id, label or place; 'winnow explain --help' shows how "
			   "to name one", words, subject_name(address->wanted));
	else
		talk_error("%s: can mean %zu records; name one by its id:", words, address->count);
	list_candidates(address);
	return EX_DATAERR;
}

static void compose(struct page *page, struct store *store, const struct subject *subject)
{
	heads[subject->type](page, store, subject);
	if (subject->type != SUBJECT_PASSAGE)
		provenance_places(page, store, subject);
	if (subject->type != SUBJECT_PASSAGE)
		rivals_show(page, store, subject);
	provenance_duplicates(page, store, subject);
	provenance_variants(page, store, subject);
	provenance_diagnostics(page, store, subject);
}

/* Other records that the words could mean are told beside the page; its own responses stand on it. */
static void say_others(const struct address *address, const struct subject *chosen)
{
	for (size_t i = 0; i < address->count && i < CANDIDATES_SHOWN; i++)
		if (&address->found[i] != chosen && address->found[i].type != SUBJECT_RESPONSE)
			talk_note("also: %" PRId64 "  %.*s", address->found[i].id, SPAN_ARG(address->found[i].name));
}

static int explain(struct store *store, struct arena *arena, const char *words)
{
	const struct subject *subject;
	struct address address;
	struct page page;
	int status;

	address_find(&address, arena, store, span_str(words));
	if (store_status(store))
		return store_status(store);
	subject = address_choose(&address);
	if (!subject)
		return say_none(words, &address);
	page_init(&page, stdout);
	compose(&page, store, subject);
	status = store_status(store);
	if (status == 0)
		status = page_print(&page, stdout);
	if (status == 0)
		say_others(&address, subject);
	page_release(&page);
	return status;
}

static int explain_run(const struct options *options)
{
	struct store *store = store_open(options->database, STORE_READ);
	struct arena *arena = arena_new();
	struct buffer words;
	int status;

	buffer_init(&words, 1 << 20);
	join(&words, options);
	store_exec(store, "BEGIN");
	status = explain(store, arena, words.data);
	if (store_status(store))
		talk_error("%s", store_message(store));
	buffer_release(&words);
	arena_free(arena);
	store_close(store);
	return status;
}

const struct command explain_command = {
	.name = "explain",
	.arguments = "[-d DB] RECORD",
	.summary = "Shows where a record comes from, and why it is what it is.",
	.details =
		"RECORD names a conclusion, recommendation, response or passage:\n"
		"  920000001                      its id, from any table or from winnow report\n"
		"  recommendation 2016-17/31/7c   its type, its report's session and number, its\n"
		"                                 label; a special report is s5\n"
		"  'HC 713/7c'                    the report's paper number, or its title, instead\n"
		"  7c                             a label alone, where that says enough\n"
		"  heap/a.txt:120                 the passages on a line of a file\n"
		"  heap/a.txt#1.45                document 1, passage 45, as streams name it\n"
		"A type in front ('conclusion 7') chooses between records of one label. Where a\n"
		"name can mean several records they are listed with their ids.\n"
		"\n"
		"The page shows the text and its report; the responses, with the words that\n"
		"position, status and target date were read from; the history with its slips;\n"
		"every document it stands in, with file and lines, the rule that found it (as\n"
		"FAMILY:LINE; 'winnow families FAMILY' shows the file), why it was joined to this\n"
		"record and how similar it is, and the passages between their neighbours; what\n"
		"else a quotation could have been, and why it lost; what another report asks\n"
		"again; what repeats these passages, and in which words it differs; what was\n"
		"noted about these lines.\n"
		"\n"
		"  winnow explain -d heap.db recommendation 2016-17/31/7c",
	.options = "d",
	.least = 1,
	.most = PATHS_ANY,
	.run = explain_run,
};
