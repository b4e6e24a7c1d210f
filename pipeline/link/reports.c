#include "pipeline/link/reports.h"

#include <stdlib.h>

#include "pipeline/link/bodies.h"
#include "pipeline/store/ident.h"

/* ---- the members of each, the best informed first ---- */

static int count_fields(const struct link_reference *r)
{
	return !span_empty(r->body) + !span_empty(r->session) + (r->identity.number != 0) + !span_empty(r->title) +
	       !span_empty(r->department) + !span_empty(r->paper) + !span_empty(r->date);
}

static int compare_paths(const struct content *content, const struct link_reference *x, const struct link_reference *y)
{
	const struct link_document *c = &content->documents[x->document], *d = &content->documents[y->document];
	int order = span_compare(c->path, d->path);

	if (order != 0)
		return order;
	if (c->seq != d->seq)
		return c->seq < d->seq ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static int compare_knowledge(const void *a, const void *b, void *context)
{
	const struct content *content = context;
	const struct link_reference *x = &content->references[*(const size_t *)a];
	const struct link_reference *y = &content->references[*(const size_t *)b];
	int x_fields = count_fields(x), y_fields = count_fields(y);

	if (x->attributed != y->attributed)
		return x->attributed ? -1 : 1;
	if (x->role != y->role)
		return x->role < y->role ? -1 : 1;
	if (x_fields != y_fields)
		return x_fields > y_fields ? -1 : 1;
	return compare_paths(content, x, y);
}

static size_t collect_members(struct report *report, const struct clusters *clusters, size_t root, size_t *members)
{
	size_t count = 0, i = root;

	do {
		members[count++] = i;
		i = clusters->next[i];
	} while (i != root);
	qsort_r(members, count, sizeof *members, compare_knowledge, (void *)clusters->content);
	report->references = members;
	report->reference_count = count;
	return count;
}

/* ---- fields ---- */

static void take(struct span *field, struct span value)
{
	if (span_empty(*field))
		*field = value;
}

static void fill(struct report *report, const struct content *content)
{
	for (size_t i = 0; i < report->reference_count; i++) {
		const struct link_reference *r = &content->references[report->references[i]];

		take(&report->body, bodies_name(r->body));
		take(&report->session, r->identity.session);
		take(&report->title, r->title);
		take(&report->department, r->department);
		take(&report->paper, r->paper);
		take(&report->date, r->date);
		if (report->number == 0) {
			report->number = r->identity.number;
			report->special = r->identity.special;
		}
		report->attributed |= r->attributed;
	}
}

/* ---- ids ---- */

static struct span decimal(struct arena *arena, int64_t number)
{
	return arena_printf(arena, "%lld", (long long)number);
}

/* After the place of its first reference: what is left to tell apart what nothing names. */
static int64_t id_of_place(const struct report *report, const struct content *content)
{
	const struct link_reference *first = &content->references[report->references[0]];
	const struct link_document *d;

	for (size_t i = 1; i < report->reference_count; i++) {
		const struct link_reference *r = &content->references[report->references[i]];

		if (compare_paths(content, r, first) < 0)
			first = r;
	}
	d = &content->documents[first->document];
	return IDENT(SPAN("report in"), d->path, decimal(content->arena, d->seq), decimal(content->arena, first->seq));
}

static int64_t id_of(const struct report *report, const struct identity *identity, const struct content *content)
{
	struct arena *arena = content->arena;

	if (report->attributed && identity_complete(identity))
		return IDENT(SPAN("report"), identity->body, identity->session, decimal(arena, identity->number),
			     decimal(arena, identity->special));
	if (report->attributed && !span_empty(identity->paper) &&
	    (!span_empty(identity->session) || identity_paper_is_unique(identity)))
		return IDENT(SPAN("report paper"), identity->paper, identity->session);
	return id_of_place(report, content);
}

/* Of namesakes, the one that more documents name is first. */
static int compare_ids(const void *a, const void *b, void *context)
{
	const struct content *content = context;
	const struct report *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	if (x->reference_count != y->reference_count)
		return x->reference_count > y->reference_count ? -1 : 1;
	return compare_paths(content, &content->references[x->references[0]], &content->references[y->references[0]]);
}

/*
 * Two reports of one name: the documents contradict each other, so a name or a
 * date was misread somewhere. They stay apart, with the place as the second's id.
 */
static void part_namesakes(struct reports *reports, const struct content *content, struct notes *notes)
{
	qsort_r(reports->at, reports->count, sizeof *reports->at, compare_ids, (void *)content);
	for (size_t i = 1; i < reports->count; i++) {
		struct report *report = &reports->at[i];
		const struct link_reference *r = &content->references[report->references[0]];

		if (report->id != reports->at[i - 1].id)
			continue;
		for (size_t k = i; k < reports->count && reports->at[k].id == reports->at[i - 1].id; k++)
			reports->at[k].id = id_of_place(&reports->at[k], content);
		notes_add(notes, content->documents[r->document].source_id, r->line, SEVERITY_WARNING,
			  "link-report-conflict",
			  "the number given here belongs to another report, whose paper number or date differs; "
			  "they are kept apart");
	}
	qsort_r(reports->at, reports->count, sizeof *reports->at, compare_ids, (void *)content);
}

struct reports reports_make(struct clusters *clusters, struct notes *notes)
{
	const struct content *content = clusters->content;
	struct reports reports = { 0 };
	size_t *members = arena_array(content->arena, content->reference_count + 1, sizeof *members);

	reports.at = arena_array(content->arena, content->reference_count + 1, sizeof *reports.at);
	for (size_t i = 0; i < content->reference_count; i++) {
		struct report *report = &reports.at[reports.count];

		if (cluster_root(clusters, i) != i)
			continue;
		reports.count++;
		members += collect_members(report, clusters, i, members);
		fill(report, content);
		report->id = id_of(report, &clusters->identity[i], content);
	}
	part_namesakes(&reports, content, notes);
	return reports;
}
