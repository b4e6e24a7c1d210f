/*
 * corpus_facts: hard negatives. Passages that a careless engine takes for copies: the same template with another
 * number, date, amount, name, verdict; the same beginning; the same quotation.
 */
#include "bench/corpus_maker.h"

/* ---- templates ---- */

/* What stands where a template has a letter after '%'. A slot whose letter is not asked for is filled in as before. */
static const struct slot {
	char letter;
	const char *const *values; /* ends with NULL; NULL: made by fill_number */
} slots[] = {
	{ 'V', (const char *const[]){ "agrees", "disagrees", NULL } },
	{ 'W', (const char *const[]){ "accepted", "rejected", NULL } },
	{ 'R', (const char *const[]){ "increased", "decreased", NULL } },
	{ 'G', (const char *const[]){ "has", "has not", NULL } },
	{ 'M', (const char *const[]){ "must", "should", "may", NULL } },
	{ 'U', (const char *const[]){ "days", "weeks", "months", "years", NULL } },
	{ 'T', (const char *const[]){ "tenants", "landlords", NULL } },
	{ 'L', (const char *const[]){ "Bristol", "Norwich", "Exeter", "Durham", "Swansea", "Lincoln", NULL } },
	{ 'O', (const char *const[]){ "Home Office", "Treasury", "Forestry Commission", "Cabinet Office", "Land Registry", NULL } },
	{ 'D', (const char *const[]){ "January", "March", "April", "July", "September", "November", NULL } },
	{ 'Y', NULL }, /* year */
	{ 'N', NULL }, /* count */
	{ 'A', NULL }, /* amount */
	{ 'P', NULL }, /* share */
};
enum { SLOTS = sizeof slots / sizeof *slots };

static const char *const templates[] = {
	"The %O %V with the finding that the register at %L was out of date by %N %U, and says that it %G written to all %T who were named "
	"in it. By %D %Y it %M send the Committee a new list; the cost of £%A million, %P per cent of the grant, has %R since the last one.",
	"Of %N complaints that reached the %O from %T in %L, %P per cent were %W within thirty %U. The backlog, which had %R to £%A million "
	"by %D %Y, %G been cleared, and the Committee %V that staff %M be told why.",
	"Inspectors who came to %L in %D %Y %W the plan of the %O to move %N posts, since spending had %R by £%A million. It %M report again "
	"within six %U; what %T said in evidence, with which the auditor %V, %G been taken into account by %P per cent of the offices.",
	"Target date: %D %Y. The %O %V, and %G set aside £%A million for the work in %L; it %M take %N %U. Claims by %T have %R by %P per cent "
	"and were %W.",
};
enum { TEMPLATES = sizeof templates / sizeof *templates };

static void fill_number(struct buffer *out, char letter, size_t value)
{
	if (letter == 'Y')
		buffer_printf(out, "%zu", 2000 + value % 25);
	else if (letter == 'A')
		buffer_printf(out, "%zu.%zu", 1 + value % 97, 1 + value / 97 % 9);
	else
		buffer_printf(out, "%zu", (letter == 'N' ? 12 : 2) + value % (letter == 'N' ? 800 : 95));
}

/* A filling of one slot; `turn` counts on to another one. */
static void fill_slot(struct buffer *out, char letter, uint64_t filling, size_t turn)
{
	size_t value = (size_t)((filling ^ (uint64_t)(unsigned char)letter * 0x9E3779B97F4A7C15u) >> 20), i, n = 0;

	for (i = 0; slots[i].letter != letter; i++)
		;
	if (!slots[i].values) {
		fill_number(out, letter, value + turn * 7);
		return;
	}
	while (slots[i].values[n])
		n++;
	buffer_add_str(out, slots[i].values[(value + turn) % n]);
}

/* Appends the template with slots whose letter is in `other` filled in otherwise. */
static void fill_template(struct buffer *out, uint64_t filling, const char *other)
{
	const char *p = templates[filling % TEMPLATES];

	for (; *p; p++)
		if (*p == '%' && *++p)
			fill_slot(out, *p, filling, strchr(other, *p) != NULL);
		else
			buffer_add_char(out, *p);
}

/* Made-up sentences around it, the same for both fillings. */
static void add_template(struct maker *m, struct buffer *out, const char *other)
{
	uint64_t keep = m->seed;

	m->seed = m->filling;
	if (m->filling >> 40 & 1)
		add_sentence(m, out);
	if (out->len)
		buffer_add_char(out, ' ');
	fill_template(out, m->filling, other);
	if (m->filling >> 40 & 1)
		add_sentence(m, out);
	m->seed = keep;
}

void text_template(struct maker *m, struct buffer *out, int how)
{
	if (how) /* as the caller chose: alone or among sentences */
		m->filling = (m->filling & ~((uint64_t)1 << 40)) | (uint64_t)(how - 1) << 40;
	add_template(m, out, "");
}

bool change_slot(struct maker *m, int how)
{
	const char letter[2] = { (char)how, '\0' };

	add_template(m, &m->b, letter);
	return true;
}

bool change_all(struct maker *m, int how)
{
	(void)how;
	add_template(m, &m->b, "LODYNAP");
	return true;
}

/* ---- one fact of any text ---- */

bool change_digit(struct maker *m, int how)
{
	size_t at = 0;

	(void)how;
	while (at < m->a.len && !(m->a.data[at] >= '1' && m->a.data[at] <= '8'))
		at++;
	buffer_add(&m->b, buffer_span(&m->a));
	if (at < m->a.len)
		m->b.data[at] = (char)(m->b.data[at] + 1);
	return at < m->a.len;
}

bool change_sense(struct maker *m, int how)
{
	static const char *const verbs[] = { " was ", " is ", " were ", " would ", " could ", " has ", " are " };
	struct span s = buffer_span(&m->a);
	size_t i;

	(void)how;
	for (i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		long at = span_find(s, span_str(verbs[i]), 0);

		if (at < 0)
			continue;
		at += (long)strlen(verbs[i]);
		buffer_add(&m->b, span_slice(s, 0, (size_t)at));
		buffer_add_str(&m->b, "not ");
		buffer_add(&m->b, span_from(s, (size_t)at));
		return true;
	}
	return false;
}

/* The last cell, a number, becomes another. */
bool change_cell(struct maker *m, int how)
{
	size_t at = m->a.len;

	(void)how;
	buffer_add(&m->b, buffer_span(&m->a));
	while (at > 0 && !(m->b.data[at - 1] >= '0' && m->b.data[at - 1] <= '9'))
		at--;
	if (at)
		m->b.data[at - 1] = (char)('0' + (m->b.data[at - 1] - '0' + 3) % 10);
	return at > 0;
}

/* ---- a part in common ---- */

static size_t words_end(struct span s, size_t from, size_t words)
{
	size_t at = from;

	while (words-- && at < s.len)
		for (at++; at < s.len && s.ptr[at] != ' '; at++)
			;
	return at;
}

bool change_prefix(struct maker *m, int how)
{
	struct span s = buffer_span(&m->a);

	(void)how;
	buffer_add(&m->b, span_slice(s, 0, words_end(s, 0, 12)));
	buffer_add_char(&m->b, ' ');
	add_paragraph(m, &m->b, 4);
	return words_end(s, 0, 24) < s.len;
}

bool change_quote(struct maker *m, int how)
{
	struct span s = buffer_span(&m->a);
	size_t from = words_end(s, s.len / 3, 1);

	(void)how;
	add_paragraph(m, &m->b, 3);
	buffer_add_str(&m->b, " “");
	buffer_add(&m->b, span_slice(s, from + 1, words_end(s, from, 20)));
	buffer_add_str(&m->b, "” ");
	add_sentence(m, &m->b);
	return words_end(s, 0, 50) < s.len;
}

bool change_ending(struct maker *m, int how)
{
	struct span s = buffer_span(&m->a);

	(void)how;
	add_paragraph(m, &m->b, 3);
	buffer_add_char(&m->b, ' ');
	buffer_add(&m->b, span_from(s, words_end(s, s.len / 2, 1)));
	return words_end(s, 0, 30) < s.len;
}

/* ---- other languages ---- */

/* Three fillings of one sentence each: the second has another number or date, the third says the opposite. */
static const char *const foreign[LANGUAGES][3] = {
	[FRENCH] = { "Le ministère a versé 40 millions d’euros aux hôpitaux publics en mars 2018 et il a publié la liste des projets retenus.",
		     "Le ministère a versé 40 millions d’euros aux hôpitaux publics en juin 2018 et il a publié la liste des projets retenus.",
		     "Le ministère a versé 40 millions d’euros aux hôpitaux publics en mars 2018 et il n’a pas publié la liste des projets retenus." },
	[GERMAN] = { "Die Behörde hat dem Vorschlag am 3. März 2019 zugestimmt und will 120 Stellen bis zum Jahresende besetzen.",
		     "Die Behörde hat dem Vorschlag am 3. März 2019 zugestimmt und will 150 Stellen bis zum Jahresende besetzen.",
		     "Die Behörde hat dem Vorschlag am 3. März 2019 nicht zugestimmt und will 120 Stellen bis zum Jahresende besetzen." },
	[WELSH] = { "Mae’r Llywodraeth yn derbyn yr argymhelliad hwn a bydd yn cyhoeddi tri adroddiad erbyn Mawrth 2020 fan bellaf.",
		    "Mae’r Llywodraeth yn derbyn yr argymhelliad hwn a bydd yn cyhoeddi pedwar adroddiad erbyn Mawrth 2020 fan bellaf.",
		    "Mae’r Llywodraeth yn gwrthod yr argymhelliad hwn a bydd yn cyhoeddi tri adroddiad erbyn Mawrth 2020 fan bellaf." },
	[CHINESE] = { "政府同意委员会的建议，将在2018年底前投资三亿元用于农村学校建设。", "政府同意委员会的建议，将在2019年底前投资三亿元用于农村学校建设。",
		      "政府不同意委员会的建议，将在2018年底前投资三亿元用于农村学校建设。" },
	[ARABIC] = { "وافقت الحكومة على توصية اللجنة في عام ٢٠١٨ وسوف تنشر الوزارة خطة جديدة قبل نهاية شهر مارس.",
		     "وافقت الحكومة على توصية اللجنة في عام ٢٠١٩ وسوف تنشر الوزارة خطة جديدة قبل نهاية شهر مارس.",
		     "لم توافق الحكومة على توصية اللجنة في عام ٢٠١٨ وسوف تنشر الوزارة خطة جديدة قبل نهاية شهر مارس." },
};

/* Two made-up sentences in front, so that each pair has words of its own. */
static void add_foreign(struct maker *m, struct buffer *out, int language, int which)
{
	uint64_t keep = m->seed;

	m->seed = m->filling;
	m->language = language;
	add_sentence(m, out);
	add_sentence(m, out);
	if (language != CHINESE)
		buffer_add_char(out, ' ');
	buffer_add_str(out, foreign[language][which]);
	m->seed = keep;
}

void text_foreign(struct maker *m, struct buffer *out, int how)
{
	add_foreign(m, out, how, 0);
}

bool change_foreign(struct maker *m, int how)
{
	add_foreign(m, &m->b, m->language, how);
	return true;
}
