#include "pipeline/dedupe/classes.h"

enum class {
	MODAL, REQUEST, MODAL_FR, MODAL_DE, MODAL_CY, MODAL_AR, TIME, RATE, TIME_FR, TIME_DE, TIME_CY, TIME_AR,
	WEIGHT, LENGTH, AREA, AMOUNT, LETTING, SALE, LOAN, EMPLOYMENT, APPLICATION, CLAIM, SCHOOL, CARE, FAMILY,
	AGE, COUPLE, PARENT_SEX, CHILD_SEX, ADULT_SEX, YOUTH_SEX, SEX, HE, HIM, HIS, SUPPLY, GIFT, TRIAL, VOTE,
	TRADE, COMPASS, CORNER, COMPASS_FR, SIDE, SETTLEMENT, STAGE, REACH, BUDGET, DAYTIME, LIGHT, LEVEL, FUEL
};

/*
 * Sorted by bytes: for a search by halves. Words of one class with the same form are forms of one word ("day", "days").
 * A word of two classes stands twice.
 */
static const struct member {
	const char *word;
	unsigned char class, form;
} members[] = {
	{ "acre", AREA, 1 }, { "acres", AREA, 1 }, { "adult", AGE, 0 }, { "adults", AGE, 0 },
	{ "afternoon", DAYTIME, 1 }, { "afternoons", DAYTIME, 1 }, { "amber", LIGHT, 1 }, { "an", TIME_FR, 4 },
	{ "annee", TIME_FR, 4 }, { "annees", TIME_FR, 4 }, { "annual", RATE, 5 }, { "annually", RATE, 5 },
	{ "ans", TIME_FR, 4 }, { "applicant", APPLICATION, 0 }, { "applicants", APPLICATION, 0 },
	{ "biennial", RATE, 6 }, { "biennially", RATE, 6 }, { "billion", AMOUNT, 2 }, { "billions", AMOUNT, 2 },
	{ "blwyddyn", TIME_CY, 3 }, { "blynyddoedd", TIME_CY, 3 }, { "bn", AMOUNT, 2 }, { "borrower", LOAN, 1 },
	{ "borrowers", LOAN, 1 }, { "boy", YOUTH_SEX, 0 }, { "boys", YOUTH_SEX, 0 }, { "buyer", SALE, 0 },
	{ "buyers", SALE, 0 }, { "can", MODAL, 5 }, { "capital", BUDGET, 0 }, { "child", AGE, 1 },
	{ "child", FAMILY, 1 }, { "children", AGE, 1 }, { "children", FAMILY, 1 }, { "claimant", CLAIM, 0 },
	{ "claimants", CLAIM, 0 }, { "coal", FUEL, 1 }, { "contractor", SUPPLY, 2 }, { "contractors", SUPPLY, 2 },
	{ "could", MODAL, 6 }, { "customer", SUPPLY, 1 }, { "customers", SUPPLY, 1 }, { "daily", RATE, 0 },
	{ "darf", MODAL_DE, 3 }, { "daughter", CHILD_SEX, 1 }, { "daughters", CHILD_SEX, 1 }, { "day", TIME, 3 },
	{ "days", TIME, 3 }, { "decade", TIME, 9 }, { "decades", TIME, 9 }, { "defence", TRIAL, 1 },
	{ "defendant", CLAIM, 1 }, { "defendants", CLAIM, 1 }, { "devraient", MODAL_FR, 1 },
	{ "devrait", MODAL_FR, 1 }, { "diwrnod", TIME_CY, 0 }, { "diwrnodau", TIME_CY, 0 }, { "doctor", CARE, 0 },
	{ "doctors", CARE, 0 }, { "doit", MODAL_FR, 0 }, { "doivent", MODAL_FR, 0 }, { "donor", GIFT, 0 },
	{ "donors", GIFT, 0 }, { "durfen", MODAL_DE, 3 }, { "dylai", MODAL_CY, 1 }, { "east", COMPASS, 2 },
	{ "eastern", COMPASS, 2 }, { "electricity", FUEL, 3 }, { "employee", EMPLOYMENT, 1 },
	{ "employees", EMPLOYMENT, 1 }, { "employer", EMPLOYMENT, 0 }, { "employers", EMPLOYMENT, 0 },
	{ "est", COMPASS_FR, 2 }, { "evening", DAYTIME, 2 }, { "evenings", DAYTIME, 2 }, { "exporter", TRADE, 1 },
	{ "exporters", TRADE, 1 }, { "father", PARENT_SEX, 1 }, { "fathers", PARENT_SEX, 1 },
	{ "feet", LENGTH, 4 }, { "female", SEX, 1 }, { "females", SEX, 1 }, { "foot", LENGTH, 4 },
	{ "fortnight", TIME, 5 }, { "fortnightly", RATE, 2 }, { "fortnights", TIME, 5 }, { "gall", MODAL_CY, 2 },
	{ "gas", FUEL, 0 }, { "girl", YOUTH_SEX, 1 }, { "girls", YOUTH_SEX, 1 }, { "gram", WEIGHT, 0 },
	{ "grams", WEIGHT, 0 }, { "green", LIGHT, 3 }, { "he", HE, 0 }, { "hectare", AREA, 0 },
	{ "hectares", AREA, 0 }, { "her", HIM, 1 }, { "her", HIS, 2 }, { "hers", HIS, 1 }, { "high", LEVEL, 0 },
	{ "him", HIM, 0 }, { "his", HIS, 0 }, { "hour", TIME, 2 }, { "hours", TIME, 2 }, { "husband", COUPLE, 0 },
	{ "husbands", COUPLE, 0 }, { "importer", TRADE, 0 }, { "importers", TRADE, 0 }, { "inch", LENGTH, 5 },
	{ "inches", LENGTH, 5 }, { "international", REACH, 3 }, { "jahr", TIME_DE, 4 }, { "jahre", TIME_DE, 4 },
	{ "jahren", TIME_DE, 4 }, { "jour", TIME_FR, 0 }, { "jours", TIME_FR, 0 }, { "kann", MODAL_DE, 2 },
	{ "kg", WEIGHT, 1 }, { "kilogram", WEIGHT, 1 }, { "kilograms", WEIGHT, 1 }, { "kilometer", LENGTH, 1 },
	{ "kilometers", LENGTH, 1 }, { "kilometre", LENGTH, 1 }, { "kilometres", LENGTH, 1 }, { "km", LENGTH, 1 },
	{ "konnen", MODAL_DE, 2 }, { "landlord", LETTING, 1 }, { "landlords", LETTING, 1 }, { "left", SIDE, 0 },
	{ "lender", LOAN, 0 }, { "lenders", LOAN, 0 }, { "local", REACH, 0 }, { "low", LEVEL, 2 },
	{ "majority", VOTE, 0 }, { "male", SEX, 0 }, { "males", SEX, 0 }, { "man", ADULT_SEX, 0 },
	{ "may", MODAL, 2 }, { "medium", LEVEL, 1 }, { "men", ADULT_SEX, 0 }, { "meter", LENGTH, 0 },
	{ "meters", LENGTH, 0 }, { "metre", LENGTH, 0 }, { "metres", LENGTH, 0 }, { "might", MODAL, 3 },
	{ "mile", LENGTH, 2 }, { "miles", LENGTH, 2 }, { "million", AMOUNT, 1 }, { "millions", AMOUNT, 1 },
	{ "minority", VOTE, 1 }, { "minute", TIME, 1 }, { "minutes", TIME, 1 }, { "mis", TIME_CY, 2 },
	{ "misoedd", TIME_CY, 2 }, { "mois", TIME_FR, 2 }, { "monat", TIME_DE, 2 }, { "monate", TIME_DE, 2 },
	{ "monaten", TIME_DE, 2 }, { "month", TIME, 6 }, { "monthly", RATE, 3 }, { "months", TIME, 6 },
	{ "morning", DAYTIME, 0 }, { "mornings", DAYTIME, 0 }, { "mother", PARENT_SEX, 0 },
	{ "mothers", PARENT_SEX, 0 }, { "muss", MODAL_DE, 0 }, { "mussen", MODAL_DE, 0 }, { "must", MODAL, 0 },
	{ "national", REACH, 2 }, { "night", DAYTIME, 3 }, { "nights", DAYTIME, 3 }, { "nord", COMPASS_FR, 0 },
	{ "north", COMPASS, 0 }, { "northeast", CORNER, 0 }, { "northern", COMPASS, 0 },
	{ "northwest", CORNER, 1 }, { "nurse", CARE, 1 }, { "nurses", CARE, 1 }, { "oil", FUEL, 2 },
	{ "ouest", COMPASS_FR, 3 }, { "parent", FAMILY, 0 }, { "parents", FAMILY, 0 }, { "patient", CARE, 2 },
	{ "patients", CARE, 2 }, { "permit", REQUEST, 3 }, { "permits", REQUEST, 3 }, { "permitted", REQUEST, 3 },
	{ "peut", MODAL_FR, 2 }, { "peuvent", MODAL_FR, 2 }, { "plaintiff", CLAIM, 0 }, { "plaintiffs", CLAIM, 0 },
	{ "primary", STAGE, 0 }, { "prosecution", TRIAL, 0 }, { "pupil", SCHOOL, 1 }, { "pupils", SCHOOL, 1 },
	{ "quartal", TIME_DE, 3 }, { "quartale", TIME_DE, 3 }, { "quarter", TIME, 7 }, { "quarterly", RATE, 4 },
	{ "quarters", TIME, 7 }, { "recipient", GIFT, 1 }, { "recipients", GIFT, 1 }, { "recommend", REQUEST, 1 },
	{ "recommended", REQUEST, 1 }, { "recommends", REQUEST, 1 }, { "red", LIGHT, 0 }, { "regional", REACH, 1 },
	{ "require", REQUEST, 0 }, { "required", REQUEST, 0 }, { "requires", REQUEST, 0 },
	{ "resource", BUDGET, 2 }, { "respondent", APPLICATION, 1 }, { "respondents", APPLICATION, 1 },
	{ "revenue", BUDGET, 1 }, { "rhaid", MODAL_CY, 0 }, { "right", SIDE, 1 }, { "rural", SETTLEMENT, 1 },
	{ "second", TIME, 0 }, { "secondary", STAGE, 1 }, { "seconds", TIME, 0 }, { "seller", SALE, 1 },
	{ "sellers", SALE, 1 }, { "semaine", TIME_FR, 1 }, { "semaines", TIME_FR, 1 }, { "shall", MODAL, 4 },
	{ "she", HE, 1 }, { "should", MODAL, 1 }, { "soll", MODAL_DE, 1 }, { "sollen", MODAL_DE, 1 },
	{ "son", CHILD_SEX, 0 }, { "sons", CHILD_SEX, 0 }, { "south", COMPASS, 1 }, { "southeast", CORNER, 2 },
	{ "southern", COMPASS, 1 }, { "southwest", CORNER, 3 }, { "sud", COMPASS_FR, 1 },
	{ "supplier", SUPPLY, 0 }, { "suppliers", SUPPLY, 0 }, { "tag", TIME_DE, 0 }, { "tage", TIME_DE, 0 },
	{ "tagen", TIME_DE, 0 }, { "teacher", SCHOOL, 0 }, { "teachers", SCHOOL, 0 }, { "tenant", LETTING, 0 },
	{ "tenants", LETTING, 0 }, { "tertiary", STAGE, 2 }, { "thousand", AMOUNT, 0 }, { "thousands", AMOUNT, 0 },
	{ "ton", WEIGHT, 2 }, { "tonne", WEIGHT, 2 }, { "tonnes", WEIGHT, 2 }, { "tons", WEIGHT, 2 },
	{ "trillion", AMOUNT, 3 }, { "trillions", AMOUNT, 3 }, { "trimestre", TIME_FR, 3 },
	{ "trimestres", TIME_FR, 3 }, { "urban", SETTLEMENT, 0 }, { "urge", REQUEST, 2 }, { "urged", REQUEST, 2 },
	{ "urges", REQUEST, 2 }, { "week", TIME, 4 }, { "weekly", RATE, 1 }, { "weeks", TIME, 4 },
	{ "west", COMPASS, 3 }, { "western", COMPASS, 3 }, { "wife", COUPLE, 1 }, { "wives", COUPLE, 1 },
	{ "woche", TIME_DE, 1 }, { "wochen", TIME_DE, 1 }, { "woman", ADULT_SEX, 1 }, { "women", ADULT_SEX, 1 },
	{ "wythnos", TIME_CY, 1 }, { "wythnosau", TIME_CY, 1 }, { "yard", LENGTH, 3 }, { "yards", LENGTH, 3 },
	{ "year", TIME, 8 }, { "yearly", RATE, 5 }, { "years", TIME, 8 }, { "yellow", LIGHT, 2 },
	{ "اسابيع", TIME_AR, 1 }, { "اسبوع", TIME_AR, 1 }, { "اشهر", TIME_AR, 2 }, { "اعوام", TIME_AR, 3 },
	{ "ايام", TIME_AR, 0 }, { "سنه", TIME_AR, 3 }, { "سنوات", TIME_AR, 3 }, { "شهر", TIME_AR, 2 },
	{ "شهور", TIME_AR, 2 }, { "عام", TIME_AR, 3 }, { "يجب", MODAL_AR, 0 }, { "يجوز", MODAL_AR, 2 },
	{ "ينبغي", MODAL_AR, 1 }, { "يوم", TIME_AR, 0 },
};

enum { MEMBERS = sizeof members / sizeof *members, LONGEST = 16 };

static int compare_word(struct span word, const char *text)
{
	int order = strncmp(word.ptr, text, word.len);

	return order ? order : -(text[word.len] != '\0');
}

/* The first member that is this word; MEMBERS: none. */
static size_t find(struct span word)
{
	size_t from = 0, to = MEMBERS;

	while (from < to) {
		size_t middle = (from + to) / 2;

		if (compare_word(word, members[middle].word) > 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from < MEMBERS && compare_word(word, members[from].word) == 0 ? from : MEMBERS;
}

static bool same_word(size_t i, size_t of)
{
	return i < MEMBERS && strcmp(members[i].word, members[of].word) == 0;
}

bool classes_differ(struct span x, struct span y)
{
	size_t x_first, y_first, i, j;

	if (x.len < 2 || y.len < 2 || x.len > LONGEST || y.len > LONGEST)
		return false;
	x_first = find(x);
	y_first = x_first < MEMBERS ? find(y) : MEMBERS;
	for (i = x_first; y_first < MEMBERS && same_word(i, x_first); i++)
		for (j = y_first; same_word(j, y_first); j++)
			if (members[i].class == members[j].class && members[i].form != members[j].form)
				return true;
	return false;
}
