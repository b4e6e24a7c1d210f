/*
 * naming: joins references by what they call the report.
 *
 * The ways are tried from the surest to the least sure; each joins references
 * that have one key in common and do not contradict each other. See the table
 * in naming.c. What a document does not attribute is never joined here.
 */
#ifndef WINNOW_LINK_NAMING_H
#define WINNOW_LINK_NAMING_H

#include "pipeline/link/cluster.h"

void naming_join(struct clusters *clusters);

#endif
