#include "pipeline/dedupe/classes.h"

/* One class a line; forms of one word ("day", "days") are joined by a slash and are the same. */
static const char *const classes[] = {
	/* what is asked for */
	" must should may might shall can could ",
	" required/requires/require recommended/recommends/recommend urged/urges/urge permitted/permits/permit ",
	" doit/doivent devrait/devraient peut/peuvent ",
	" muss/mussen soll/sollen kann/konnen darf/durfen ",
	" rhaid dylai gall ",
	" يجب ينبغي يجوز ",
	/* units */
	" second/seconds minute/minutes hour/hours day/days week/weeks fortnight/fortnights month/months quarter/quarters year/years decade/decades ",
	" daily weekly fortnightly monthly quarterly yearly/annually/annual biennial/biennially ",
	" jour/jours semaine/semaines mois trimestre/trimestres annee/annees/an/ans ",
	" tag/tage/tagen woche/wochen monat/monate/monaten quartal/quartale jahr/jahre/jahren ",
	" diwrnod/diwrnodau wythnos/wythnosau mis/misoedd blwyddyn/blynyddoedd ",
	" يوم/ايام اسبوع/اسابيع شهر/اشهر/شهور سنه/سنوات/عام/اعوام ",
	" gram/grams kilogram/kilograms/kg tonne/tonnes/ton/tons ",
	" metre/metres/meter/meters kilometre/kilometres/kilometer/kilometers/km mile/miles yard/yards foot/feet inch/inches ",
	" hectare/hectares acre/acres ",
	" thousand/thousands million/millions/m billion/billions/bn trillion/trillions ",
	/* sides and parties */
	" tenant/tenants landlord/landlords ", " buyer/buyers seller/sellers ", " lender/lenders borrower/borrowers ",
	" employer/employers employee/employees ", " applicant/applicants respondent/respondents ",
	" claimant/claimants/plaintiff/plaintiffs defendant/defendants ", " teacher/teachers pupil/pupils ",
	" doctor/doctors nurse/nurses patient/patients ", " parent/parents child/children ", " adult/adults child/children ",
	" husband/husbands wife/wives ", " mother/mothers father/fathers ", " son/sons daughter/daughters ",
	" man/men woman/women ", " boy/boys girl/girls ", " male/males female/females ", " he she ", " him her ", " his hers her ",
	" supplier/suppliers customer/customers contractor/contractors ", " donor/donors recipient/recipients ",
	" prosecution defence ", " majority minority ", " importer/importers exporter/exporters ",
	/* places and kinds */
	" north/northern south/southern east/eastern west/western ", " northeast northwest southeast southwest ",
	" nord sud est ouest ", " left right ", " urban rural ", " primary secondary tertiary ", " local regional national international ",
	" capital revenue resource ", " morning/mornings afternoon/afternoons evening/evenings night/nights ",
	" red amber yellow green ", " high medium low ", " gas coal oil electricity ",
};

/* Where a word stands in a class; NULL: it does not. A word is bounded by blanks or slashes. */
static const char *find_word(const char *list, struct span word)
{
	const char *at = list;

	while ((at = memmem(at, strlen(at), word.ptr, word.len)) != NULL) {
		char before = at[-1], after = at[word.len];

		if ((before == ' ' || before == '/') && (after == ' ' || after == '/'))
			return at;
		at++;
	}
	return NULL;
}

/* Does no blank lie between two places of a list? */
static bool same_entry(const char *x, const char *y)
{
	return x < y ? !memchr(x, ' ', (size_t)(y - x)) : !memchr(y, ' ', (size_t)(x - y));
}

bool classes_differ(struct span x, struct span y)
{
	size_t i;

	if (x.len < 2 || y.len < 2 || x.len > 16 || y.len > 16)
		return false;
	for (i = 0; i < sizeof classes / sizeof *classes; i++) {
		const char *p = find_word(classes[i], x), *q = p ? find_word(classes[i], y) : NULL;

		if (p && q && !same_entry(p, q))
			return true;
	}
	return false;
}
