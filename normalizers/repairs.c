#include "normalizers/repairs.h"

struct repair_words {
	const char *code;
	const char *what;
};

static const struct repair_words WORDS[REPAIR_COUNT] = {
	[REPAIR_FONT] = { "font-repaired", "passages in a font without letters, read by the order of its glyphs" },
	[REPAIR_ENCODING] = { "encoding-repaired", "characters that had been read in the wrong encoding" },
	[REPAIR_CONTROLS] = { "controls-repaired", "control characters that stand for windows-1252 punctuation" },
	[REPAIR_COMPOSED] = { "composed", "passages brought into Unicode's composed form (NFC)" },
	[REPAIR_LIGATURES] = { "ligatures-expanded", "ligatures spelled out" },
	[REPAIR_QUOTES] = { "quotes-repaired", "wrong quotation marks and apostrophes" },
	[REPAIR_INVISIBLE] = { "invisible-removed", "soft hyphens and other invisible characters taken out" },
	[REPAIR_HYPHENS] = { "hyphens-joined", "words put together again that were divided at a line end" },
	[REPAIR_MARKS] = { "footnote-marks-removed", "footnote marks taken out of sentences" },
	[REPAIR_DEBRIS] = { "debris-removed", "stray signs taken off passages" },
};

void repairs_add(struct repairs *repairs, enum repair kind, unsigned long count, long line)
{
	if (count == 0)
		return;
	if (repairs->count[kind] == 0)
		repairs->first_line[kind] = line;
	repairs->count[kind] += count;
}

void repairs_report(const struct repairs *repairs, struct document *d)
{
	size_t i;

	for (i = 0; i < REPAIR_COUNT; i++)
		if (repairs->count[i] > 0)
			document_note(d, SEVERITY_NOTE, WORDS[i].code, repairs->first_line[i], "%lu %s",
				      repairs->count[i], WORDS[i].what);
}
