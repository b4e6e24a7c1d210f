#include "pipeline/link/content.h"

#include "pipeline/link/bodies.h"
#include "pipeline/link/label.h"

/* The column as a span that outlives the row. */
static struct span column(struct arena *arena, const struct query *q, int index)
{
	return arena_copy(arena, query_text(q, index));
}

static void read_documents(struct content *content, struct store *store)
{
	struct query *q = store_query(store, "SELECT d.id, d.source_id, s.path, d.seq"
					     " FROM documents d JOIN sources s ON s.id = d.source_id"
					     " WHERE s.state = 'current' ORDER BY d.id");

	while (query_next(q)) {
		struct link_document *d;

		content->documents = arena_room(content->arena, content->documents, content->document_count,
						&content->document_capacity, sizeof *d);
		d = &content->documents[content->document_count++];
		d->id = query_int(q, 0);
		d->source_id = query_int(q, 1);
		d->path = column(content->arena, q, 2);
		d->seq = (int)query_int(q, 3);
	}
}

static void identify(struct link_reference *r, struct arena *arena)
{
	struct identity *identity = &r->identity;

	identity->body = bodies_key(arena, r->body);
	identity->session = identity_session(arena, r->session);
	identity->title = identity_title(arena, r->title);
	identity_paper(identity, arena, r->paper);
	/* The date beside an answer may well be that of the answer. */
	if (r->role == REFERENCE_OWN)
		identity->year = identity_year(r->date);
}

static void read_reference(struct link_reference *r, struct arena *arena, const struct query *q)
{
	int role = reference_role_from_name(query_text(q, 3));

	r->id = query_int(q, 1);
	r->seq = (int)query_int(q, 2);
	r->role = role < 0 ? REFERENCE_CITES : (enum reference_role)role;
	r->attributed = query_int(q, 4) != 0;
	r->body = column(arena, q, 5);
	r->session = column(arena, q, 6);
	r->identity.number = (int)query_int(q, 7);
	r->identity.special = query_int(q, 8) != 0;
	r->title = column(arena, q, 9);
	r->department = column(arena, q, 10);
	r->paper = column(arena, q, 11);
	r->date = column(arena, q, 12);
	r->line = (long)query_int(q, 13);
	r->stated = (size_t)query_int(q, 14);
	r->quoted = (size_t)query_int(q, 15);
	identify(r, arena);
}

/*
 * Items without a reference get one that stands for none, with seq 0 and no
 * fields: a report that the document does not name. Documents and references
 * come in the same order, so one walk finds the document of each.
 */
static void read_references(struct content *content, struct store *store)
{
	struct query *q = store_query(store,
		"SELECT r.document_id, r.id, r.seq AS seq, r.role, r.attributed, r.body, r.session, r.number,"
		" r.special, r.title, r.department, r.paper, r.date, r.line_start,"
		" (SELECT count(*) FROM items i WHERE i.reference_id = r.id AND i.copy_of IS NULL"
		"   AND i.item_type <> 'response' AND i.how = 'stated'),"
		" (SELECT count(*) FROM items i WHERE i.reference_id = r.id AND i.copy_of IS NULL"
		"   AND i.item_type <> 'response' AND i.how = 'quoted')"
		" FROM report_references r JOIN documents d ON d.id = r.document_id"
		" JOIN sources s ON s.id = d.source_id WHERE s.state = 'current'"
		" UNION ALL "
		"SELECT i.document_id, 0, 0, 'own', 0, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, min(i.line_start),"
		" sum(i.item_type <> 'response' AND i.how = 'stated'),"
		" sum(i.item_type <> 'response' AND i.how = 'quoted')"
		" FROM items i JOIN documents d ON d.id = i.document_id"
		" JOIN sources s ON s.id = d.source_id"
		" WHERE s.state = 'current' AND i.reference_id IS NULL AND i.copy_of IS NULL GROUP BY i.document_id"
		" ORDER BY 1, 3");
	size_t document = 0;

	while (query_next(q)) {
		struct link_reference *r;

		while (document + 1 < content->document_count && content->documents[document].id < query_int(q, 0))
			document++;
		content->references = arena_room(content->arena, content->references, content->reference_count,
						 &content->reference_capacity, sizeof *r);
		r = &content->references[content->reference_count++];
		*r = (struct link_reference){ .document = document };
		read_reference(r, content->arena, q);
	}
}

void content_read(struct content *content, struct arena *arena, struct store *store)
{
	*content = (struct content){ .arena = arena };
	read_documents(content, store);
	read_references(content, store);
}

#define ITEM_COLUMNS \
	"SELECT i.id, i.seq, i.item_type, i.how, i.label, i.number, i.text, i.addressee, i.paragraph_ref, i.who," \
	" i.line_start FROM items i"

static struct query *query_items(struct store *store, const struct content *content, const struct link_reference *r)
{
	struct query *q;

	if (r->id == 0) {
		q = store_query(store, ITEM_COLUMNS " WHERE i.document_id = ?1 AND i.reference_id IS NULL"
						    " AND i.copy_of IS NULL");
		query_bind_int(q, 1, content->documents[r->document].id);
	} else {
		q = store_query(store, ITEM_COLUMNS " WHERE i.reference_id = ?1 AND i.copy_of IS NULL");
		query_bind_int(q, 1, r->id);
	}
	return q;
}

/* False for a row of a type or manner that this program does not know. */
static bool read_item(struct link_item *item, struct arena *arena, const struct query *q)
{
	int type = item_type_from_name(query_text(q, 2)), how = how_from_name(query_text(q, 3));

	if (type < 0 || how < 0)
		return false;
	item->id = query_int(q, 0);
	item->seq = (int)query_int(q, 1);
	item->type = (enum item_type)type;
	item->how = (enum how)how;
	item->label = column(arena, q, 4);
	item->key = label_key(arena, item->label);
	item->number = column(arena, q, 5);
	item->text = column(arena, q, 6);
	item->addressee = column(arena, q, 7);
	item->paragraph_ref = label_key(arena, query_text(q, 8));
	item->who = column(arena, q, 9);
	item->line = (long)query_int(q, 10);
	if (item->type != ITEM_RESPONSE)
		item->words = shingles_words(arena, item->text);
	return true;
}

void content_read_items(struct link_items *items, struct arena *arena, struct store *store,
			const struct content *content, size_t reference)
{
	const struct link_reference *r = &content->references[reference];
	struct query *q = query_items(store, content, r);

	while (query_next(q)) {
		struct link_item *item;

		items->at = arena_room(arena, items->at, items->count, &items->capacity, sizeof *item);
		item = &items->at[items->count];
		*item = (struct link_item){ .reference = reference, .document = r->document };
		items->count += read_item(item, arena, q);
	}
}
