#include "pipeline/link/naming.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"

/* Sets with one key in common that contradict each other: so many are told apart, which bounds the time. */
enum { RIVALS_MAX = 16 };

struct keyed {
	struct span key;
	size_t reference;
};

struct keys {
	struct keyed *at;
	size_t count;
};

/* ---- the keys; empty where a reference does not have what it takes ---- */

#define KEY_BREAK "\x1f" /* in no folded text */

static struct span number_key(struct arena *arena, const struct link_reference *r)
{
	const struct identity *i = &r->identity;

	if (span_empty(i->session) || i->number == 0)
		return (struct span){ 0 };
	return arena_printf(arena, "%.*s" KEY_BREAK "%d" KEY_BREAK "%d", SPAN_ARG(i->session), i->number, i->special);
}

static struct span with(struct arena *arena, struct span key, struct span more)
{
	if (span_empty(key) || span_empty(more))
		return (struct span){ 0 };
	return arena_printf(arena, "%.*s" KEY_BREAK "%.*s", SPAN_ARG(key), SPAN_ARG(more));
}

static struct span key_body_number(struct arena *arena, const struct link_reference *r)
{
	return with(arena, number_key(arena, r), r->identity.body);
}

static struct span key_number_title(struct arena *arena, const struct link_reference *r)
{
	return with(arena, number_key(arena, r), r->identity.title);
}

static struct span key_document_number(struct arena *arena, const struct link_reference *r)
{
	return with(arena, number_key(arena, r), arena_printf(arena, "%zu", r->document));
}

/* House papers are counted anew in each session. */
static struct span key_paper(struct arena *arena, const struct link_reference *r)
{
	if (identity_paper_is_unique(&r->identity))
		return r->identity.paper;
	return with(arena, r->identity.paper, r->identity.session);
}

static struct span key_paper_title(struct arena *arena, const struct link_reference *r)
{
	return with(arena, r->identity.paper, r->identity.title);
}

static struct span key_body_session_title(struct arena *arena, const struct link_reference *r)
{
	return with(arena, with(arena, r->identity.title, r->identity.session), r->identity.body);
}

static struct span key_title_day(struct arena *arena, const struct link_reference *r)
{
	bool day = r->date.len == sizeof "2016-12-15" - 1 && r->role == REFERENCE_OWN;

	return day ? with(arena, r->identity.title, r->date) : (struct span){ 0 };
}

static struct span key_document_title(struct arena *arena, const struct link_reference *r)
{
	return with(arena, r->identity.title, arena_printf(arena, "%zu", r->document));
}

static bool is_bare(const struct identity *i)
{
	return span_empty(i->session) && span_empty(i->title) && i->number == 0;
}

/* "HC 713" and nothing else, where nothing hangs on it. */
static struct span key_bare_paper(struct arena *arena, const struct link_reference *r)
{
	if (!is_bare(&r->identity) || span_empty(r->identity.paper) || r->stated + r->quoted > 0)
		return (struct span){ 0 };
	return arena_printf(arena, "%.*s" KEY_BREAK "%.*s", SPAN_ARG(r->identity.paper), SPAN_ARG(r->identity.body));
}

static struct span key_paper_alone(struct arena *arena, const struct link_reference *r)
{
	(void)arena;
	return r->identity.paper;
}

/* From the surest to the least sure. */
static const struct way {
	struct span (*key)(struct arena *, const struct link_reference *);
	bool doubtful; /* two reports may have the same key: who could be of either is left to the text */
} WAYS[] = {
	{ key_body_number, false },
	{ key_paper, false },
	{ key_number_title, true }, /* of two committees */
	{ key_document_number, false },
	{ key_paper_title, true }, /* of two sessions */
	{ key_body_session_title, false },
	{ key_title_day, false },
	{ key_document_title, false },
	{ key_bare_paper, false },
};

/* ---- joining ---- */

static int compare_keyed(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = span_compare(x->key, y->key);

	if (order != 0)
		return order;
	return x->reference < y->reference ? -1 : x->reference > y->reference;
}

/* The end of the group of equal keys that begins at `start`. */
static size_t group_end(const struct keys *keys, size_t start)
{
	size_t end = start + 1;

	while (end < keys->count && span_equal(keys->at[start].key, keys->at[end].key))
		end++;
	return end;
}

/* Each member goes to the first set of its group that it does not contradict. */
static void join_group(struct clusters *clusters, const struct keyed *group, size_t count)
{
	size_t rivals[RIVALS_MAX], rival_count = 0;

	for (size_t i = 0; i < count; i++) {
		size_t k = 0;

		while (k < rival_count && !cluster_join(clusters, rivals[k], group[i].reference))
			k++;
		if (k == rival_count && rival_count < RIVALS_MAX)
			rivals[rival_count++] = group[i].reference;
	}
}

/* Says it enough of itself to be told from others with its key? */
static bool is_telling(const struct clusters *clusters, size_t root)
{
	const struct identity *i = &clusters->identity[root];

	return !span_empty(i->session) && (!span_empty(i->body) || !span_empty(i->paper));
}

/* The one rival that the member does not contradict; SIZE_MAX when there are several, or none. */
static size_t only_rival(struct clusters *clusters, const size_t *rivals, size_t count, size_t member)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < count; i++) {
		if (cluster_conflict(clusters, rivals[i], member))
			continue;
		if (found != SIZE_MAX)
			return SIZE_MAX;
		found = rivals[i];
	}
	return found;
}

/*
 * Those that say most make the sets; each of the others goes to the only set that
 * it can belong to. Where there is no set yet, they make one.
 */
static void join_doubtful(struct clusters *clusters, const struct keyed *group, size_t count)
{
	size_t rivals[RIVALS_MAX], rival_count = 0;

	for (int telling = 1; telling >= 0; telling--)
		for (size_t i = 0; i < count; i++) {
			size_t member = group[i].reference, rival = only_rival(clusters, rivals, rival_count, member);

			if (is_telling(clusters, cluster_root(clusters, member)) != telling)
				continue;
			if (rival != SIZE_MAX)
				cluster_join(clusters, rival, member);
			else if (rival_count < RIVALS_MAX && (telling || rival_count == 0))
				rivals[rival_count++] = member;
		}
}

static void collect(struct keys *keys, const struct content *content, struct arena *scratch,
		    struct span (*key)(struct arena *, const struct link_reference *))
{
	arena_reset(scratch);
	keys->count = 0;
	for (size_t i = 0; i < content->reference_count; i++) {
		struct keyed keyed = { .reference = i };

		if (!content->references[i].attributed)
			continue;
		keyed.key = key(scratch, &content->references[i]);
		if (!span_empty(keyed.key))
			keys->at[keys->count++] = keyed;
	}
	qsort(keys->at, keys->count, sizeof *keys->at, compare_keyed);
}

static void join_groups(struct clusters *clusters, const struct keys *keys,
			void (*join)(struct clusters *, const struct keyed *, size_t))
{
	for (size_t start = 0; start < keys->count;) {
		size_t end = group_end(keys, start);

		join(clusters, keys->at + start, end - start);
		start = end;
	}
}

/* ---- a bare "HC 713" ---- */

/* The one set of the group that a bare number can mean; SIZE_MAX when there are several, or none. */
static size_t only_candidate(struct clusters *clusters, const struct keyed *group, size_t count, size_t bare)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < count; i++) {
		size_t root = cluster_root(clusters, group[i].reference);

		if (root == found || is_bare(&clusters->identity[root]) || cluster_conflict(clusters, root, bare))
			continue;
		if (found != SIZE_MAX)
			return SIZE_MAX;
		found = root;
	}
	return found;
}

/*
 * A bare number joins the one report of that number that the heap knows. It is
 * decided for all of the group before any is joined, or the first would decide
 * for the others.
 */
static void join_bare(struct clusters *clusters, const struct keyed *group, size_t count)
{
	size_t bare[RIVALS_MAX], choice[RIVALS_MAX], found = 0, asked = 0;

	for (size_t i = 0; i < count && asked < RIVALS_MAX; i++) {
		size_t reference = group[i].reference;

		if (cluster_root(clusters, reference) != reference || !is_bare(&clusters->identity[reference]))
			continue;
		asked++;
		bare[found] = reference;
		choice[found] = only_candidate(clusters, group, count, reference);
		found += choice[found] != SIZE_MAX;
	}
	for (size_t i = 0; i < found; i++)
		cluster_join(clusters, choice[i], bare[i]);
}

void naming_join(struct clusters *clusters)
{
	const struct content *content = clusters->content;
	struct arena *scratch = arena_new();
	struct keys keys = { .at = memory_new(content->reference_count + 1, sizeof *keys.at) };

	for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
		collect(&keys, content, scratch, WAYS[i].key);
		join_groups(clusters, &keys, WAYS[i].doubtful ? join_doubtful : join_group);
	}
	collect(&keys, content, scratch, key_paper_alone);
	join_groups(clusters, &keys, join_bare);
	free(keys.at);
	arena_free(scratch);
}
