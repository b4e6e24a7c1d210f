/*
 * bodies: the names of those who publish reports, in a form that compares.
 *
 * "PAC", "Public Accounts Committee" and "House of Commons Committee of Public
 * Accounts" are one. The table in bodies.c holds the short forms: add a row for
 * another one. A name that is not in it still loses what varies: "committee",
 * "select", "House of Commons", articles, and the order of its words.
 */
#ifndef WINNOW_LINK_BODIES_H
#define WINNOW_LINK_BODIES_H

#include "pipeline/base/arena.h"
#include "pipeline/base/span.h"

/* The key of a body's name, made in `arena`; empty when the name is. */
struct span bodies_key(struct arena *arena, struct span name);

/* The full name where `name` is a short form that the table has; else `name`. */
struct span bodies_name(struct span name);

#endif
