#include "pipeline/split/about.h"

#include "normalizers/fold.h"

enum {
	WORD_BYTES_LEAST = 4,
	STEM_BYTES = 6,        /* "publish", "published" and "publication" begin alike */
	SENTENCE_BYTES_MOST = 400,
	TEXT_BYTES_MOST = 4000
};

/* Beginnings of words that say nothing of what is asked for. */
static const char *const common[] = { "govern", "depart", "minist", "commit", "recomm", "conclu", "report", "should",
				      "would",	"could",  "import", "need",   "needs",	"that",	  "this",   "these",
				      "those",	"there",  "their",  "have",   "with",	"which",  "what",   "when",
				      "where",	"more",	  "must",   "will",   "from",	"into",	  "they",   "also",
				      "agree",	"agrees", "accept", "suppor", "about",	"been",	  "such",   "than",
				      "view",	"views",  "point",  "points", "make",	"made",	  "ensure", "contin" };

static struct span stem(struct span word)
{
	return span_slice(word, 0, STEM_BYTES);
}

static bool is_common(struct span word)
{
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (span_equal(stem(word), span_str(common[i])))
			return true;
	return false;
}

/* Cuts the next word off a folded text, whose words are apart by one space; false at its end. */
static bool next_word(struct span *rest, struct span *word)
{
	long space = span_find(*rest, SPAN(" "), 0);

	if (rest->len == 0)
		return false;
	*word = span_slice(*rest, 0, space < 0 ? rest->len : (size_t)space);
	*rest = span_from(*rest, space < 0 ? rest->len : (size_t)space + 1);
	return true;
}

static bool has_word(struct span text, struct span wanted)
{
	struct span word;

	while (next_word(&text, &word))
		if (span_equal(stem(word), stem(wanted)))
			return true;
	return false;
}

bool about_same(struct span sentence, struct span text)
{
	struct buffer one, other;
	struct span rest, word;
	bool same = false;

	buffer_init(&one, BUFFER_LIMIT_DEFAULT);
	buffer_init(&other, BUFFER_LIMIT_DEFAULT);
	fold_text(&one, span_slice(sentence, 0, SENTENCE_BYTES_MOST));
	fold_text(&other, span_slice(text, 0, TEXT_BYTES_MOST));
	rest = buffer_span(&one);
	while (!same && next_word(&rest, &word))
		same = word.len >= WORD_BYTES_LEAST && !is_common(word) && has_word(buffer_span(&other), word);
	buffer_release(&one);
	buffer_release(&other);
	return same;
}
