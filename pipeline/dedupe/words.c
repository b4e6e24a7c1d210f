#include "pipeline/dedupe/words.h"

#include <stdlib.h>

#include "pipeline/dedupe/classes.h"
#include "pipeline/dedupe/strokes.h"

/* Sorted by bytes, folded as tokens.c folds: for bsearch. A word that two languages use stands once. */
static const struct listed {
	const char *word;
	enum word_kind kind;
} listed[] = {
	{ "&", WORD_SMALL }, { "a", WORD_SMALL }, { "abril", WORD_NUMBER }, { "acht", WORD_NUMBER },
	{ "achtzig", WORD_NUMBER }, { "agosto", WORD_NUMBER }, { "am", WORD_SMALL }, { "an", WORD_SMALL },
	{ "and", WORD_SMALL }, { "annually", WORD_NUMBER }, { "aout", WORD_NUMBER }, { "apr", WORD_NUMBER },
	{ "april", WORD_NUMBER }, { "aprile", WORD_NUMBER }, { "ar", WORD_SMALL }, { "arent", WORD_NEGATION },
	{ "as", WORD_SMALL }, { "at", WORD_SMALL }, { "aucun", WORD_NEGATION }, { "aucune", WORD_NEGATION },
	{ "aug", WORD_NUMBER }, { "august", WORD_NUMBER }, { "automne", WORD_NUMBER }, { "autumn", WORD_NUMBER },
	{ "avril", WORD_NUMBER }, { "awst", WORD_NUMBER }, { "billion", WORD_NUMBER }, { "billions", WORD_NUMBER },
	{ "bn", WORD_NUMBER }, { "both", WORD_NUMBER }, { "by", WORD_SMALL }, { "byth", WORD_NEGATION },
	{ "cannot", WORD_NEGATION }, { "cant", WORD_NEGATION }, { "cent", WORD_NUMBER }, { "cento", WORD_NUMBER },
	{ "cents", WORD_NUMBER }, { "chwech", WORD_NUMBER }, { "chwefror", WORD_NUMBER }, { "cien", WORD_NUMBER },
	{ "ciento", WORD_NUMBER }, { "cinco", WORD_NUMBER }, { "cinq", WORD_NUMBER }, { "cinquante", WORD_NUMBER },
	{ "cinque", WORD_NUMBER }, { "cinquieme", WORD_NUMBER }, { "couldnt", WORD_NEGATION }, { "cuatro", WORD_NUMBER },
	{ "cyntaf", WORD_NUMBER }, { "d", WORD_SMALL }, { "daily", WORD_NUMBER }, { "das", WORD_SMALL },
	{ "dau", WORD_NUMBER }, { "ddim", WORD_NEGATION }, { "de", WORD_SMALL }, { "dec", WORD_NUMBER },
	{ "december", WORD_NUMBER }, { "decembre", WORD_NUMBER }, { "deg", WORD_NUMBER }, { "dei", WORD_SMALL },
	{ "del", WORD_SMALL }, { "della", WORD_SMALL }, { "dem", WORD_SMALL }, { "den", WORD_SMALL },
	{ "der", WORD_SMALL }, { "des", WORD_SMALL }, { "deux", WORD_NUMBER }, { "deuxieme", WORD_NUMBER },
	{ "dezember", WORD_NUMBER }, { "di", WORD_SMALL }, { "dicembre", WORD_NUMBER }, { "diciembre", WORD_NUMBER },
	{ "didnt", WORD_NEGATION }, { "die", WORD_SMALL }, { "dieci", WORD_NUMBER }, { "dienstag", WORD_NUMBER },
	{ "diez", WORD_NUMBER }, { "dim", WORD_NEGATION }, { "dimanche", WORD_NUMBER }, { "dix", WORD_NUMBER },
	{ "doce", WORD_NUMBER }, { "dodici", WORD_NUMBER }, { "doesnt", WORD_NEGATION }, { "dollars", WORD_NUMBER },
	{ "donnerstag", WORD_NUMBER }, { "dont", WORD_NEGATION }, { "dos", WORD_NUMBER }, { "double", WORD_NUMBER },
	{ "douze", WORD_NUMBER }, { "dozen", WORD_NUMBER }, { "dozens", WORD_NUMBER }, { "drei", WORD_NUMBER },
	{ "dreissig", WORD_NUMBER }, { "dritte", WORD_NUMBER }, { "dritten", WORD_NUMBER }, { "du", WORD_SMALL },
	{ "dwy", WORD_NUMBER }, { "e", WORD_SMALL }, { "ebrill", WORD_NUMBER }, { "eight", WORD_NUMBER },
	{ "eighteen", WORD_NUMBER }, { "eighth", WORD_NUMBER }, { "eighty", WORD_NUMBER }, { "el", WORD_SMALL },
	{ "eleven", WORD_NUMBER }, { "eleventh", WORD_NUMBER }, { "elf", WORD_NUMBER }, { "enero", WORD_NUMBER },
	{ "erste", WORD_NUMBER }, { "ersten", WORD_NUMBER }, { "et", WORD_SMALL }, { "ete", WORD_NUMBER },
	{ "eur", WORD_NUMBER }, { "euro", WORD_NUMBER }, { "euros", WORD_NUMBER }, { "except", WORD_NEGATION },
	{ "feb", WORD_NUMBER }, { "febbraio", WORD_NUMBER }, { "febrero", WORD_NUMBER }, { "februar", WORD_NUMBER },
	{ "february", WORD_NUMBER }, { "fevrier", WORD_NUMBER }, { "fifteen", WORD_NUMBER }, { "fifteenth", WORD_NUMBER },
	{ "fifth", WORD_NUMBER }, { "fifty", WORD_NUMBER }, { "first", WORD_NUMBER }, { "five", WORD_NUMBER },
	{ "for", WORD_SMALL }, { "forty", WORD_NUMBER }, { "four", WORD_NUMBER }, { "fourteen", WORD_NUMBER },
	{ "fourteenth", WORD_NUMBER }, { "fourth", WORD_NUMBER }, { "freitag", WORD_NUMBER }, { "friday", WORD_NUMBER },
	{ "funf", WORD_NUMBER }, { "funfzig", WORD_NUMBER }, { "fur", WORD_SMALL }, { "gaeaf", WORD_NUMBER },
	{ "gbp", WORD_NUMBER }, { "gennaio", WORD_NUMBER }, { "giugno", WORD_NUMBER }, { "gorffennaf", WORD_NUMBER },
	{ "gwanwyn", WORD_NUMBER }, { "hadnt", WORD_NEGATION }, { "haf", WORD_NUMBER }, { "half", WORD_NUMBER },
	{ "hasnt", WORD_NEGATION }, { "havent", WORD_NEGATION }, { "heb", WORD_NEGATION }, { "hiver", WORD_NUMBER },
	{ "huit", WORD_NUMBER }, { "hundert", WORD_NUMBER }, { "hundred", WORD_NUMBER }, { "hundreds", WORD_NUMBER },
	{ "hydref", WORD_NUMBER }, { "im", WORD_SMALL }, { "in", WORD_SMALL }, { "ionawr", WORD_NUMBER },
	{ "isnt", WORD_NEGATION }, { "jamais", WORD_NEGATION }, { "jan", WORD_NUMBER }, { "januar", WORD_NUMBER },
	{ "january", WORD_NUMBER }, { "janvier", WORD_NUMBER }, { "jeudi", WORD_NUMBER }, { "juillet", WORD_NUMBER },
	{ "juin", WORD_NUMBER }, { "jul", WORD_NUMBER }, { "juli", WORD_NUMBER }, { "julio", WORD_NUMBER },
	{ "july", WORD_NUMBER }, { "jun", WORD_NUMBER }, { "june", WORD_NUMBER }, { "juni", WORD_NUMBER },
	{ "junio", WORD_NUMBER }, { "kein", WORD_NEGATION }, { "keine", WORD_NEGATION }, { "keinem", WORD_NEGATION },
	{ "keinen", WORD_NEGATION }, { "keiner", WORD_NEGATION }, { "keines", WORD_NEGATION }, { "l", WORD_SMALL },
	{ "la", WORD_SMALL }, { "las", WORD_SMALL }, { "le", WORD_SMALL }, { "les", WORD_SMALL }, { "los", WORD_SMALL },
	{ "luglio", WORD_NUMBER }, { "lundi", WORD_NUMBER }, { "m", WORD_NUMBER }, { "maggio", WORD_NUMBER },
	{ "mai", WORD_NUMBER }, { "mar", WORD_NUMBER }, { "march", WORD_NUMBER }, { "mardi", WORD_NUMBER },
	{ "mars", WORD_NUMBER }, { "marz", WORD_NUMBER }, { "marzo", WORD_NUMBER }, { "mawrth", WORD_NUMBER },
	{ "may", WORD_NUMBER }, { "mayo", WORD_NUMBER }, { "medi", WORD_NUMBER }, { "mehefin", WORD_NUMBER },
	{ "mercredi", WORD_NUMBER }, { "mila", WORD_NUMBER }, { "miliardi", WORD_NUMBER }, { "milioni", WORD_NUMBER },
	{ "miliwn", WORD_NUMBER }, { "mille", WORD_NUMBER }, { "milliard", WORD_NUMBER }, { "milliarde", WORD_NUMBER },
	{ "milliarden", WORD_NUMBER }, { "milliards", WORD_NUMBER }, { "million", WORD_NUMBER },
	{ "millionen", WORD_NUMBER }, { "millions", WORD_NUMBER }, { "millones", WORD_NUMBER },
	{ "mittwoch", WORD_NUMBER }, { "monday", WORD_NUMBER }, { "montag", WORD_NUMBER }, { "monthly", WORD_NUMBER },
	{ "mustnt", WORD_NEGATION }, { "nad", WORD_NEGATION }, { "nada", WORD_NEGATION }, { "naw", WORD_NUMBER },
	{ "nd", WORD_NUMBER }, { "ne", WORD_NEGATION }, { "neednt", WORD_NEGATION }, { "neither", WORD_NEGATION },
	{ "nessun", WORD_NEGATION }, { "nessuna", WORD_NEGATION }, { "nessuno", WORD_NEGATION }, { "neuf", WORD_NUMBER },
	{ "neun", WORD_NUMBER }, { "neunzig", WORD_NUMBER }, { "never", WORD_NEGATION }, { "ni", WORD_NEGATION },
	{ "nicht", WORD_NEGATION }, { "nid", WORD_NEGATION }, { "nie", WORD_NEGATION }, { "niemals", WORD_NEGATION },
	{ "nine", WORD_NUMBER }, { "nineteen", WORD_NUMBER }, { "ninety", WORD_NUMBER }, { "ningun", WORD_NEGATION },
	{ "ninguna", WORD_NEGATION }, { "ninth", WORD_NUMBER }, { "no", WORD_NEGATION }, { "nobody", WORD_NEGATION },
	{ "noch", WORD_NEGATION }, { "non", WORD_NEGATION }, { "none", WORD_NEGATION }, { "nor", WORD_NEGATION },
	{ "not", WORD_NEGATION }, { "nothing", WORD_NEGATION }, { "nov", WORD_NUMBER }, { "nove", WORD_NUMBER },
	{ "november", WORD_NUMBER }, { "novembre", WORD_NUMBER }, { "noviembre", WORD_NUMBER },
	{ "nowhere", WORD_NEGATION }, { "nueve", WORD_NUMBER }, { "nunca", WORD_NEGATION }, { "o", WORD_SMALL },
	{ "ocho", WORD_NUMBER }, { "oct", WORD_NUMBER }, { "october", WORD_NUMBER }, { "octobre", WORD_NUMBER },
	{ "octubre", WORD_NUMBER }, { "of", WORD_SMALL }, { "ohne", WORD_NEGATION }, { "oktober", WORD_NUMBER },
	{ "on", WORD_SMALL }, { "once", WORD_NUMBER }, { "one", WORD_NUMBER }, { "onze", WORD_NUMBER },
	{ "otto", WORD_NUMBER }, { "ottobre", WORD_NUMBER }, { "pa", WORD_NUMBER }, { "pas", WORD_NEGATION },
	{ "pedair", WORD_NUMBER }, { "pedwar", WORD_NUMBER }, { "pedwerydd", WORD_NUMBER }, { "per", WORD_SMALL },
	{ "percent", WORD_NUMBER }, { "pounds", WORD_NUMBER }, { "premier", WORD_NUMBER }, { "premiere", WORD_NUMBER },
	{ "primero", WORD_NUMBER }, { "primo", WORD_NUMBER }, { "printemps", WORD_NUMBER }, { "quarante", WORD_NUMBER },
	{ "quarter", WORD_NUMBER }, { "quarterly", WORD_NUMBER }, { "quatorze", WORD_NUMBER }, { "quatre", WORD_NUMBER },
	{ "quatrieme", WORD_NUMBER }, { "quattro", WORD_NUMBER }, { "quinze", WORD_NUMBER }, { "rd", WORD_NUMBER },
	{ "rhagfyr", WORD_NUMBER }, { "rien", WORD_NEGATION }, { "saith", WORD_NUMBER }, { "samedi", WORD_NUMBER },
	{ "samstag", WORD_NUMBER }, { "sans", WORD_NEGATION }, { "saturday", WORD_NUMBER }, { "sechs", WORD_NUMBER },
	{ "sechzig", WORD_NUMBER }, { "second", WORD_NUMBER }, { "secondo", WORD_NUMBER }, { "segundo", WORD_NUMBER },
	{ "seis", WORD_NUMBER }, { "seize", WORD_NUMBER }, { "senza", WORD_NEGATION }, { "sep", WORD_NUMBER },
	{ "sept", WORD_NUMBER }, { "september", WORD_NUMBER }, { "septembre", WORD_NUMBER },
	{ "septiembre", WORD_NUMBER }, { "sette", WORD_NUMBER }, { "settembre", WORD_NUMBER }, { "seven", WORD_NUMBER },
	{ "seventeen", WORD_NUMBER }, { "seventh", WORD_NUMBER }, { "seventy", WORD_NUMBER },
	{ "shouldnt", WORD_NEGATION }, { "sieben", WORD_NUMBER }, { "siebzig", WORD_NUMBER }, { "siete", WORD_NUMBER },
	{ "six", WORD_NUMBER }, { "sixteen", WORD_NUMBER }, { "sixth", WORD_NUMBER }, { "sixty", WORD_NUMBER },
	{ "soixante", WORD_NUMBER }, { "sonntag", WORD_NUMBER }, { "spring", WORD_NUMBER }, { "st", WORD_NUMBER },
	{ "summer", WORD_NUMBER }, { "sunday", WORD_NUMBER }, { "tachwedd", WORD_NUMBER }, { "tair", WORD_NUMBER },
	{ "tampoco", WORD_NEGATION }, { "tausend", WORD_NUMBER }, { "ten", WORD_NUMBER }, { "tenth", WORD_NUMBER },
	{ "tercero", WORD_NUMBER }, { "terzo", WORD_NUMBER }, { "th", WORD_NUMBER }, { "the", WORD_SMALL },
	{ "third", WORD_NUMBER }, { "thirteen", WORD_NUMBER }, { "thirteenth", WORD_NUMBER }, { "thirty", WORD_NUMBER },
	{ "thousand", WORD_NUMBER }, { "thousands", WORD_NUMBER }, { "three", WORD_NUMBER }, { "thrice", WORD_NUMBER },
	{ "thursday", WORD_NUMBER }, { "to", WORD_SMALL }, { "treize", WORD_NUMBER }, { "trente", WORD_NUMBER },
	{ "tres", WORD_NUMBER }, { "tri", WORD_NUMBER }, { "trillion", WORD_NUMBER }, { "triple", WORD_NUMBER },
	{ "trois", WORD_NUMBER }, { "troisieme", WORD_NUMBER }, { "trydedd", WORD_NUMBER }, { "trydydd", WORD_NUMBER },
	{ "tuesday", WORD_NUMBER }, { "twelfth", WORD_NUMBER }, { "twelve", WORD_NUMBER }, { "twentieth", WORD_NUMBER },
	{ "twenty", WORD_NUMBER }, { "twice", WORD_NUMBER }, { "two", WORD_NUMBER }, { "ugain", WORD_NUMBER },
	{ "un", WORD_NUMBER }, { "und", WORD_SMALL }, { "undici", WORD_NUMBER }, { "unless", WORD_NEGATION },
	{ "usd", WORD_NUMBER }, { "vendredi", WORD_NUMBER }, { "vier", WORD_NUMBER }, { "vierte", WORD_NUMBER },
	{ "vierten", WORD_NUMBER }, { "vierzig", WORD_NUMBER }, { "vingt", WORD_NUMBER }, { "von", WORD_SMALL },
	{ "wasnt", WORD_NEGATION }, { "weder", WORD_NEGATION }, { "wednesday", WORD_NUMBER }, { "weekly", WORD_NUMBER },
	{ "werent", WORD_NEGATION }, { "winter", WORD_NUMBER }, { "without", WORD_NEGATION }, { "wont", WORD_NEGATION },
	{ "wouldnt", WORD_NEGATION }, { "wyth", WORD_NUMBER }, { "y", WORD_SMALL }, { "yearly", WORD_NUMBER },
	{ "yr", WORD_SMALL }, { "zehn", WORD_NUMBER }, { "zero", WORD_NUMBER }, { "zwanzig", WORD_NUMBER },
	{ "zwei", WORD_NUMBER }, { "zweite", WORD_NUMBER }, { "zweiten", WORD_NUMBER }, { "zwolf", WORD_NUMBER },
	{ "ابريل", WORD_NUMBER }, { "اثنان", WORD_NUMBER }, { "اثنين", WORD_NUMBER }, { "اربعه", WORD_NUMBER },
	{ "اغسطس", WORD_NUMBER }, { "اكتوبر", WORD_NUMBER }, { "الف", WORD_NUMBER }, { "بدون", WORD_NEGATION },
	{ "تسعه", WORD_NUMBER }, { "ثلاثه", WORD_NUMBER }, { "ثمانيه", WORD_NUMBER }, { "خمسه", WORD_NUMBER },
	{ "دون", WORD_NEGATION }, { "ديسمبر", WORD_NUMBER }, { "سبتمبر", WORD_NUMBER }, { "سبعه", WORD_NUMBER },
	{ "سته", WORD_NUMBER }, { "عشره", WORD_NUMBER }, { "غير", WORD_NEGATION }, { "فبراير", WORD_NUMBER },
	{ "لا", WORD_NEGATION }, { "لم", WORD_NEGATION }, { "لن", WORD_NEGATION }, { "ليس", WORD_NEGATION },
	{ "ليست", WORD_NEGATION }, { "مائه", WORD_NUMBER }, { "مارس", WORD_NUMBER }, { "مايو", WORD_NUMBER },
	{ "مليار", WORD_NUMBER }, { "مليون", WORD_NUMBER }, { "نوفمبر", WORD_NUMBER }, { "واحد", WORD_NUMBER },
	{ "يناير", WORD_NUMBER }, { "يوليو", WORD_NUMBER }, { "يونيو", WORD_NUMBER }, { "〇", WORD_NUMBER },
	{ "一", WORD_NUMBER }, { "七", WORD_NUMBER }, { "万", WORD_NUMBER }, { "三", WORD_NUMBER }, { "不", WORD_NEGATION },
	{ "两", WORD_NUMBER }, { "九", WORD_NUMBER }, { "二", WORD_NUMBER }, { "五", WORD_NUMBER }, { "亿", WORD_NUMBER },
	{ "億", WORD_NUMBER }, { "兩", WORD_NUMBER }, { "八", WORD_NUMBER }, { "六", WORD_NUMBER }, { "別", WORD_NEGATION },
	{ "别", WORD_NEGATION }, { "十", WORD_NUMBER }, { "千", WORD_NUMBER }, { "否", WORD_NEGATION }, { "四", WORD_NUMBER },
	{ "年", WORD_SMALL }, { "无", WORD_NEGATION }, { "日", WORD_SMALL }, { "月", WORD_SMALL }, { "未", WORD_NEGATION },
	{ "沒", WORD_NEGATION }, { "没", WORD_NEGATION }, { "無", WORD_NEGATION }, { "百", WORD_NUMBER }, { "第", WORD_SMALL },
	{ "萬", WORD_NUMBER }, { "零", WORD_NUMBER }, { "非", WORD_NEGATION },
};

static const struct {
	const char *x, *y;
} opposites[] = {
	{ "accept", "reject" }, { "accepted", "rejected" }, { "accepts", "rejects" }, { "accepting", "rejecting" },
	{ "agree", "refuse" }, { "agreed", "refused" }, { "agrees", "refuses" }, { "increase", "decrease" },
	{ "increased", "decreased" }, { "increases", "decreases" }, { "increasing", "decreasing" },
	{ "include", "exclude" }, { "included", "excluded" }, { "includes", "excludes" }, { "including", "excluding" },
	{ "approve", "deny" }, { "approved", "denied" }, { "pass", "fail" }, { "passed", "failed" },
	{ "passes", "fails" }, { "rise", "fall" }, { "rose", "fell" }, { "higher", "lower" }, { "more", "less" },
	{ "most", "least" }, { "before", "after" }, { "above", "below" }, { "over", "under" }, { "open", "closed" },
	{ "opened", "closed" }, { "with", "without" }, { "allow", "forbid" }, { "allowed", "forbidden" },
	{ "allowed", "prohibited" }, { "support", "oppose" }, { "supported", "opposed" }, { "supports", "opposes" },
	{ "all", "some" }, { "always", "never" }, { "complete", "incomplete" }, { "guilty", "innocent" },
	{ "maximum", "minimum" }, { "start", "end" }, { "started", "ended" }, { "begin", "end" },
	{ "success", "failure" }, { "succeeded", "failed" }, { "gain", "loss" }, { "profit", "loss" },
	{ "true", "false" }, { "yes", "no" }, { "public", "private" }, { "up", "down" }, { "upper", "lower" },
	{ "early", "late" }, { "earlier", "later" }, { "first", "last" }, { "next", "last" }, { "internal", "external" },
	{ "import", "export" }, { "imports", "exports" }, { "imported", "exported" }, { "minor", "major" },
	{ "win", "lose" }, { "won", "lost" }, { "buy", "sell" }, { "bought", "sold" }, { "old", "new" },
	{ "strong", "weak" }, { "can", "cannot" }, { "will", "wont" }, { "may", "must" }, { "implemented", "withdrawn" },
	{ "implemented", "rejected" }, { "concur", "nonconcur" }, { "concurred", "nonconcurred" },
	{ "resolved", "unresolved" }, { "oui", "non" }, { "ja", "nein" }, { "augmenter", "diminuer" },
	{ "accepte", "rejette" }, { "accepte", "refuse" }, { "approuve", "rejette" }, { "avec", "sans" }, { "hausse", "baisse" },
	{ "plus", "moins" }, { "augmente", "diminue" }, { "augmente", "baisse" }, { "avant", "apres" },
	{ "annehmen", "ablehnen" }, { "angenommen", "abgelehnt" }, { "mehr", "weniger" }, { "mit", "ohne" }, { "vor", "nach" },
	{ "zugestimmt", "abgelehnt" }, { "gestiegen", "gesunken" }, { "gestiegen", "gefallen" },
	{ "derbyn", "gwrthod" }, { "cytuno", "anghytuno" }, { "mwy", "llai" }, { "cynyddu", "gostwng" }, { "cyn", "wedi" },
	{ "وافقت", "رفضت" }, { "قبلت", "رفضت" }, { "تقبل", "ترفض" }, { "زاد", "انخفض" }, { "قبل", "بعد" },
};

/* What makes a word its opposite when put before it. */
static const char *const reversing[] = { "dis", "un", "in", "im", "ir", "il", "non", "mis", "de", "an", "ang" };

/* As span_compare, without the length of `text`. */
static int compare_word(struct span word, const char *text)
{
	int order = word.len ? (unsigned char)word.ptr[0] - (unsigned char)text[0] : 0;

	if (order == 0)
		order = strncmp(word.ptr, text, word.len);
	return order ? order : -(text[word.len] != '\0');
}

static int compare_listed(const void *key, const void *element)
{
	const struct listed *l = element;

	return compare_word(*(const struct span *)key, l->word);
}

enum word_kind words_listed(struct span word)
{
	const struct listed *l =
		bsearch(&word, listed, sizeof listed / sizeof *listed, sizeof *listed, compare_listed);

	return l ? l->kind : WORD_PLAIN;
}

bool words_capitals_tell(const struct tokens *t)
{
	size_t words = 0, capitals = 0, i;

	for (i = 0; i < t->count; i++) {
		words += (t->items[i].flags & TOKEN_ALPHA) != 0;
		capitals += (t->items[i].flags & TOKEN_CAPITAL) != 0;
	}
	return words < 8 || capitals * 5 < words * 3;
}

enum word_kind words_kind(const struct tokens *t, size_t i, bool capitals)
{
	const struct token *token = &t->items[i];
	enum word_kind kind;

	if (token->flags & TOKEN_SYMBOL)
		return WORD_NUMBER;
	kind = token->fold_length <= 12 ? words_listed(token_folded(t, i)) : WORD_PLAIN;
	/* French "dont" is not "don't". */
	if (kind == WORD_NEGATION && token->end - token->start == token->fold_length && span_equal(token_folded(t, i), SPAN("dont")))
		return WORD_PLAIN;
	if (kind != WORD_PLAIN)
		return kind;
	if (token->flags & TOKEN_DIGIT)
		return WORD_NUMBER;
	if (capitals && (token->flags & TOKEN_CAPITAL) && (!(token->flags & TOKEN_SENTENCE) || token->flags & TOKEN_UPPER))
		return WORD_NAME;
	return WORD_PLAIN;
}

/* ---- opposites ---- */

static bool reversed(struct span longer, struct span shorter)
{
	size_t i;

	if (longer.len <= shorter.len || shorter.len < 3 || !span_ends(longer, shorter))
		return false;
	for (i = 0; i < sizeof reversing / sizeof *reversing; i++)
		if (span_equal(span_slice(longer, 0, longer.len - shorter.len), span_str(reversing[i])))
			return true;
	return false;
}

bool words_opposite(struct span x, struct span y)
{
	size_t i;

	if (reversed(x, y) || reversed(y, x))
		return true;
	for (i = 0; x.len && i < sizeof opposites / sizeof *opposites; i++) {
		const char *p = opposites[i].x, *q = opposites[i].y;

		if ((p[0] == x.ptr[0] && compare_word(x, p) == 0 && compare_word(y, q) == 0) ||
		    (q[0] == x.ptr[0] && compare_word(x, q) == 0 && compare_word(y, p) == 0))
			return true;
	}
	return false;
}

/* As `reversed` where letters are damaged: "clisaqrees" and "agrees". Shorter prefixes are letters lost somewhere. */
static bool reversed_damaged(struct span longer, struct span shorter)
{
	static const char *const prefixes[] = { "dis", "mis" };
	char word[STROKES_MOST], prefix[STROKES_MOST];
	size_t length, i, n;

	if (longer.len < shorter.len + 3 || shorter.len < 4)
		return false;
	length = strokes_of(longer, word);
	for (i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		struct span rest;

		n = strokes_of(span_str(prefixes[i]), prefix);
		if (n >= length || memcmp(word, prefix, n) != 0)
			continue;
		rest = span_of(word + n, length - n);
		n = strokes_of(shorter, prefix);
		if (words_within(rest, span_of(prefix, n), 1))
			return true;
	}
	return false;
}

static bool is_damaged(struct span word, const char *of)
{
	return word.len >= 4 && strokes_within(word, span_str(of), 1);
}

bool words_opposite_damaged(struct span x, struct span y)
{
	size_t i;

	if (reversed_damaged(x, y) || reversed_damaged(y, x))
		return true;
	for (i = 0; i < sizeof opposites / sizeof *opposites; i++) {
		const char *p = opposites[i].x, *q = opposites[i].y;

		if ((compare_word(x, p) == 0 && is_damaged(y, q)) || (compare_word(y, p) == 0 && is_damaged(x, q)) ||
		    (compare_word(x, q) == 0 && is_damaged(y, p)) || (compare_word(y, q) == 0 && is_damaged(x, p)))
			return true;
	}
	return false;
}

bool words_number_damaged(struct span word)
{
	size_t i;

	for (i = 0; word.len >= 5 && i < sizeof listed / sizeof *listed; i++)
		if (listed[i].kind == WORD_NUMBER && strlen(listed[i].word) >= 5 && is_damaged(word, listed[i].word))
			return true;
	return false;
}

/* What may stand where a negation stood, or is put there, so that the sense turns. */
bool words_affirm(struct span word)
{
	static const char words[] = " a all also always any both can could did do does ever every everybody everyone "
				    "everything fully had has have is are may might must often only shall should some still "
				    "the to was were will with would yes toujours tout avec oui immer alle mit ja ein eine "
				    "siempre todo con si sempre tutto bob gyda yn ";
	char key[16];

	if (word.len + 2 >= sizeof key)
		return false;
	key[0] = ' ';
	memcpy(key + 1, word.ptr, word.len);
	key[word.len + 1] = ' ';
	key[word.len + 2] = '\0';
	return strstr(words, key) != NULL;
}

/* ---- damage ---- */

bool words_within(struct span x, struct span y, int limit)
{
	size_t i = 0;

	if (x.len < y.len) {
		struct span t = x;

		x = y;
		y = t;
	}
	if (x.len - y.len > (size_t)limit)
		return false;
	while (i < y.len && x.ptr[i] == y.ptr[i])
		i++;
	x = span_from(x, i);
	y = span_from(y, i);
	if (limit == 0 || x.len == 0)
		return x.len == 0 || (x.len <= (size_t)limit && y.len == 0);
	if (words_within(span_from(x, 1), y, limit - 1)) /* a letter too many */
		return true;
	if (y.len == 0)
		return false;
	return words_within(span_from(x, 1), span_from(y, 1), limit - 1) ||
	       (x.len <= y.len + 1 && words_within(x, span_from(y, 1), limit - 1));
}

char words_digit(char c)
{
	switch (c) {
	case 'o':
		return '0';
	case 'i':
	case 'l':
		return '1';
	case 'z':
		return '2';
	case 's':
		return '5';
	case 'b':
		return '8';
	case 'g':
		return '9';
	default:
		return c;
	}
}

/* "2O18" and "2018": the same number, once read wrongly. */
static bool same_number(struct span x, struct span y)
{
	size_t i;

	if (x.len != y.len)
		return false;
	for (i = 0; i < x.len; i++)
		if (words_digit(x.ptr[i]) != words_digit(y.ptr[i]))
			return false;
	return true;
}

/* Is x what is left of y when letters that ASCII has not are lost: "Jos" of "José"? */
static bool letters_lost(struct span x, struct span y)
{
	size_t i = 0, j;

	for (j = 0; j < y.len && i < x.len; j++)
		i += x.ptr[i] == y.ptr[j];
	return i == x.len && x.len * 2 + 1 >= y.len;
}

/* Real words that are one letter from a negation or a short number. */
static bool other_word(struct span word)
{
	static const char words[] = " cot dot fine fire for got hot hour jot knot line lit live lot mine net new nod note now "
				    "nut on or out own pot rot shot so ten tour wine your ";
	char key[16];

	if (word.len + 2 >= sizeof key)
		return false;
	key[0] = ' ';
	memcpy(key + 1, word.ptr, word.len);
	key[word.len + 1] = ' ';
	key[word.len + 2] = '\0';
	return strstr(words, key) != NULL;
}

bool words_negation_damaged(struct span word)
{
	size_t i;

	if (word.len < 3 || words_listed(word) != WORD_PLAIN || words_affirm(word) || other_word(word))
		return false;
	for (i = 0; i < sizeof listed / sizeof *listed; i++)
		if (listed[i].kind == WORD_NEGATION && words_within(word, span_str(listed[i].word), 1) &&
		    strokes_within(word, span_str(listed[i].word), 0))
			return true;
	return false;
}

/* How many letters may differ for two words of these lengths to be one. */
static int tolerance(const struct token *p, const struct token *q, size_t longer)
{
	bool names = p->flags & q->flags & TOKEN_CAPITAL;

	if (p->shape == q->shape)
		return 2;
	if (longer < 4)
		return 0;
	return longer >= 8 || (names && longer >= 6) ? 2 : 1;
}

/* A number or a negation that is damaged: never another such word, nor any word that exists. */
static bool fact_damaged(struct span x, enum word_kind x_kind, struct span y, enum word_kind y_kind, bool digits)
{
	bool listed_x = x_kind == WORD_NUMBER || x_kind == WORD_NEGATION;
	bool listed_y = y_kind == WORD_NUMBER || y_kind == WORD_NEGATION;

	if (listed_x && listed_y)
		return false;
	if (digits) /* "n0t", "tw0": no word has a digit */
		return true;
	if (x_kind == WORD_NEGATION || y_kind == WORD_NEGATION)
		return !other_word(listed_x ? y : x) && !words_affirm(listed_x ? y : x);
	return x.len >= 5 && y.len >= 4;
}

bool words_damaged(const struct tokens *a, size_t i, const struct tokens *b, size_t j)
{
	const struct token *p = &a->items[i], *q = &b->items[j];
	struct span x = token_folded(a, i), y = token_folded(b, j);
	size_t longer = x.len > y.len ? x.len : y.len, shorter = x.len + y.len - longer;
	enum word_kind x_kind, y_kind;
	int limit;

	if ((p->flags | q->flags) & (TOKEN_SINGLE | TOKEN_SYMBOL))
		return false;
	if (!(p->flags & TOKEN_ALPHA) || !(q->flags & TOKEN_ALPHA))
		return (p->flags | q->flags) & TOKEN_ALPHA && same_number(x, y);
	if ((p->flags ^ q->flags) & TOKEN_WIDE && (q->flags & TOKEN_WIDE ? letters_lost(x, y) : letters_lost(y, x)))
		return true;
	if (longer - shorter > 2 || shorter < 2)
		return false;
	if (p->flags & q->flags & TOKEN_DIGIT)
		return p->shape == q->shape;
	/* The first and the last letter are rarely both damaged. */
	if (p->shape != q->shape && x.ptr[0] != y.ptr[0] && x.ptr[x.len - 1] != y.ptr[y.len - 1])
		return false;
	limit = tolerance(p, q, longer);
	if (!words_within(x, y, limit ? limit : 1)) /* most end here */
		return false;
	x_kind = shorter <= 12 ? words_listed(x) : WORD_PLAIN;
	y_kind = shorter <= 12 ? words_listed(y) : WORD_PLAIN;
	if (x_kind >= WORD_NUMBER || y_kind >= WORD_NUMBER)
		return (limit < 2 || longer >= 5 || words_within(x, y, 1)) &&
		       fact_damaged(x, x_kind, y, y_kind, ((p->flags | q->flags) & TOKEN_DIGIT) != 0);
	return limit && !words_opposite(x, y) && !classes_differ(x, y);
}
