#include "pipeline/link/cluster.h"

void cluster_init(struct clusters *clusters, const struct content *content)
{
	size_t count = content->reference_count;

	clusters->content = content;
	clusters->parent = arena_array(content->arena, count + 1, sizeof *clusters->parent);
	clusters->next = arena_array(content->arena, count + 1, sizeof *clusters->next);
	clusters->identity = arena_array(content->arena, count + 1, sizeof *clusters->identity);
	clusters->attributed = arena_array(content->arena, count + 1, sizeof *clusters->attributed);
	for (size_t i = 0; i < count; i++) {
		clusters->parent[i] = clusters->next[i] = i;
		clusters->identity[i] = content->references[i].identity;
		clusters->attributed[i] = content->references[i].attributed;
	}
}

size_t cluster_root(struct clusters *clusters, size_t reference)
{
	size_t root = reference;

	while (clusters->parent[root] != root)
		root = clusters->parent[root];
	while (clusters->parent[reference] != root) {
		size_t up = clusters->parent[reference];

		clusters->parent[reference] = root;
		reference = up;
	}
	return root;
}

bool cluster_conflict(struct clusters *clusters, size_t a, size_t b)
{
	return identity_conflict(&clusters->identity[cluster_root(clusters, a)],
				 &clusters->identity[cluster_root(clusters, b)]);
}

bool cluster_join(struct clusters *clusters, size_t a, size_t b)
{
	size_t low = cluster_root(clusters, a), high = cluster_root(clusters, b), next;

	if (low == high)
		return true;
	if (cluster_conflict(clusters, low, high))
		return false;
	if (low > high) {
		low = high;
		high = cluster_root(clusters, a);
	}
	clusters->parent[high] = low;
	identity_merge(&clusters->identity[low], &clusters->identity[high]);
	clusters->attributed[low] |= clusters->attributed[high];
	next = clusters->next[low];
	clusters->next[low] = clusters->next[high];
	clusters->next[high] = next;
	return true;
}

bool cluster_is_open(struct clusters *clusters, size_t reference)
{
	size_t root = cluster_root(clusters, reference);

	return !clusters->attributed[root] || !identity_complete(&clusters->identity[root]);
}
