#include "extractors/html_tree.h"

struct span html_tree_attribute(const struct html_tree *t, size_t node, enum html_attribute attribute, bool *present)
{
	const struct html_filter *f = t->filter;
	size_t start = t->nodes[node].start, end;

	if (present)
		*present = false;
	if (start == 0)
		return SPAN("");
	end = start < f->outline.start_count ? f->outline.starts[start].values : f->values.count;
	for (size_t i = f->outline.starts[start - 1].values; i < end; i++) {
		if (f->values.list[i].attribute != attribute)
			continue;
		if (present)
			*present = true;
		return f->values.list[i].value;
	}
	return SPAN("");
}
