/* Which differences are facts and which are damage, in six languages: pairs that are copies, and pairs that never are. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "pipeline/dedupe/classes.h"
#include "pipeline/dedupe/compare.h"
#include "pipeline/dedupe/fold.h"
#include "pipeline/dedupe/strokes.h"

static void assert_pair(const char *a, const char *b, bool copies)
{
	struct comparison c = compare_texts(span_str(a), span_str(b));

	if (c.variant == copies || (copies && c.a_in_b < 0.85))
		fail_msg("%s (%.2f, facts %zu, others %zu):\n%s\n%s", c.variant ? "variants" : "copies", c.a_in_b, c.fact_differences,
			 c.other_differences, a, b);
}

static void facts_are_told_in_clean_text(void **state)
{
	static const char *const pairs[][2] = {
		{ "The levy must be paid within thirty days of the notice by all owners.", "The levy must be paid within thirty weeks of the notice by all owners." },
		{ "The harbour board must tell the owners why a berth was refused.", "The harbour board may tell the owners why a berth was refused." },
		{ "Repairs to the quay wall are to be paid for by the tenant in full.", "Repairs to the quay wall are to be paid for by the landlord in full." },
		{ "Dues at the northern ports rose by a tenth over the last year.", "Dues at the southern ports rose by a tenth over the last year." },
		{ "The number of ferries that were late has increased since the move.", "The number of ferries that were late has decreased since the move." },
		{ "The claim for the lost cargo was accepted by the inspectors in Hull.", "The claim for the lost cargo was rejected by the inspectors in Hull." },
		{ "Wells | 118 | 12 | 40 | Blyth | 77 | 9 | 31 | Amble | 54 | 8 | 22", "Wells | 118 | 12 | 40 | Blyth | 77 | 9 | 37 | Amble | 54 | 8 | 22" },
		{ "The pilots have never been told of the change to the buoys at Amble.", "The pilots have been told of the change to the buoys at Amble." },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_pair(pairs[i][0], pairs[i][1], false);
}

static const char clean[] = "In March 2017 the Harbour Commission at Norwich agreed that 194 of the 310 moorings, worth 4.5 million, had not been "
			    "inspected, and that the owners must be told within thirty days of each visit by the pilots.";

static void a_fact_is_one_in_the_worst_scan(void **state)
{
	static const char *const others[] = {
		"ln Morch 2018 tbe Harbour Cornmission at Norwich agreed thaf 194 of the 310 moorinqs, worth 4.5 million, had not bcen "
		"inspecfed, and that the owners must be told within thirty doys of each visit by the pilots.",
		"ln Morch 2017 tbe Harbour Cornmission at Norwich clisagreed thaf 194 of the 310 moorinqs, worth 4.5 million, had not bcen "
		"inspecfed, and that the owners must be told within thirty doys of each visit by the pilots.",
		"ln July 2017 tbe Harbour Cornmission at Norwich agreed thaf 194 of the 310 moorinqs, worth 4.5 million, had not bcen "
		"inspecfed, and that the owners must be told within thirty doys of each visit by the pilots.",
		"ln Morch 2017 tbe Harbour Cornmission at Bristo1 agreed thaf 194 of the 310 moorinqs, worth 4.5 million, had not bcen "
		"inspecfed, and that the owners must be told within thirty doys of each visit by the pilots.",
		"ln Morch 2017 tbe Harbour Cornmission at Norwich agreed thaf 194 of the 310 moorinqs, worth 4.5 million, had bcen "
		"inspecfed, and that the owners must be told within thirty doys of each visit by the pilots.",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof others / sizeof *others; i++)
		assert_pair(clean, others[i], false);
}

static void damage_is_no_fact(void **state)
{
	static const char *const copies[] = {
		"In March 2O17 the Harbour Commission at Norwich agreed that l94 of the 31O moorings, worth 4.S million, had not been "
		"inspected, and that the owners must be told within thirty days of each visit by the pilots.",
		"ln Morch 2017 tbe Harb0ur Cornmission at Norvvich agreed thaf 194 of tbe 310 moorinqs, worth 4.5 rnil1ion, had n0t bcen "
		"inspecfed, ancl that the owners rnust be told witbin thirty doys of each visit by the pi1ots.",
		"In Mrch 2017 the Harbou Commission at Nrwich agred that 194 of the 310 moorngs, worth 4.5 mllion, had not ben "
		"inspcted, and tht the owners must be told within thrty days of ech visit by the pilots.",
		"InMarch 2017 the Har bour Commission at Norwich agreed that194 of the 310 moo rings, worth 4.5 million, had notbeen "
		"inspected, and that the owners must be told within thirty days of each visit by the pilots.",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof copies / sizeof *copies; i++)
		assert_pair(clean, copies[i], true);
}

static void other_languages_have_facts(void **state)
{
	static const char *const pairs[][2] = {
		{ "Le ministère dont dépend le port a accepté en mai 2018 de refaire la digue.", "Le ministère dont dépend le port a accepté en juin 2018 de refaire la digue." },
		{ "La commission a publié le registre des amarrages avant la fin de l’année.", "La commission n’a pas publié le registre des amarrages avant la fin de l’année." },
		{ "Le port doit rendre compte des travaux dans les six semaines au préfet.", "Le port peut rendre compte des travaux dans les six semaines au préfet." },
		{ "Die Hafenbehörde hat dem Plan für die neue Mole am Ende zugestimmt.", "Die Hafenbehörde hat dem Plan für die neue Mole am Ende nicht zugestimmt." },
		{ "Die Gebühren sind seit dem letzten Jahr um 12 Prozent gestiegen.", "Die Gebühren sind seit dem letzten Jahr um 15 Prozent gestiegen." },
		{ "Mae’r Llywodraeth yn derbyn yr argymhelliad ar y morglawdd hwn yn llawn.", "Mae’r Llywodraeth yn gwrthod yr argymhelliad ar y morglawdd hwn yn llawn." },
		{ "Bydd y bwrdd yn cyhoeddi’r cynllun newydd erbyn mis Ionawr fan bellaf.", "Bydd y bwrdd yn cyhoeddi’r cynllun newydd erbyn mis Hydref fan bellaf." },
		{ "政府同意委员会关于港口的建议并将公布计划", "政府不同意委员会关于港口的建议并将公布计划" },
		{ "港口管理局在三月收到五十份申请并全部批准", "港口管理局在三月收到六十份申请并全部批准" },
		{ "وافقت الوزارة على خطة الميناء الجديدة في عام ٢٠١٨ بعد نقاش طويل", "وافقت الوزارة على خطة الميناء الجديدة في عام ٢٠١٩ بعد نقاش طويل" },
		{ "سوف تنشر الوزارة سجل المراسي قبل نهاية العام كما طلبت اللجنة", "لن تنشر الوزارة سجل المراسي قبل نهاية العام كما طلبت اللجنة" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_pair(pairs[i][0], pairs[i][1], false);
}

static void other_languages_have_copies(void **state)
{
	static const char *const pairs[][2] = {
		{ "Le ministère dont dépend le port a accepté de refaire la digue détruite par la tempête.",
		  "Le ministÃ¨re dont dÃ©pend le port a acceptÃ© de refaire la digue dÃ©truite par la tempÃªte." },
		{ "Die Hafenbehörde hat für die neue Mole größere Mittel als früher gefordert.",
		  "Die Hafenbeh�rde hat f�r die neue Mole gr��ere Mittel als fr�her gefordert." },
		{ "Mae’r Llywodraeth yn derbyn yr argymhelliad â’r newidiadau i’r tŷ gwylio.",
		  "Mae'r Llywodraeth yn derbyn yr argymhelliad a'r newidiadau i'r ty gwylio." },
		{ "وافقت الوزارة على خطة الميناء الجديدة في عام ٢٠١٨ بعد نقاش طويل",
		  "وافقت الوِزارة على خُطّة الميناء الجديدة في عام 2018 بعد نقاش طويل" },
		{ "政府同意委员会关于港口的建议，并将公布计划。", "政府 同意委员会 关于港口的建议并将公布计划" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_pair(pairs[i][0], pairs[i][1], true);
}

/* UTF-8 read as windows-1252, once and twice, is read as what it was. */
static void assert_letters(const char *damaged, const char *text)
{
	struct span x = span_str(damaged), y = span_str(text);
	size_t i = 0, j = 0;

	while (i < x.len && j < y.len) {
		struct folded p = fold_next(x, &i), q = fold_next(y, &j);

		assert_int_equal(p.class, q.class);
		assert_int_equal(p.len, q.len);
		assert_memory_equal(p.bytes, q.bytes, p.len);
	}
	assert_true(i == x.len && j == y.len);
}

static void mojibake_is_read_in_many_scripts(void **state)
{
	(void)state;
	assert_letters("cafÃ© â€œsoâ€\xC2\x9D", "café “so”");
	assert_letters("cafÃƒÂ© Ã¢â‚¬Å“so", "café “so");
	assert_letters("Ø§Ù„Ù…ÙŠÙ†Ø§Ø¡", "الميناء");
	assert_letters("Ð¿Ð¾Ñ€Ñ‚", "порт");
	assert_letters("Î»Î¹Î¼Î¬Î½Î¹", "λιμάνι");
	assert_letters("æ”¿åºœ", "政府");
	/* What looks like it and is not. */
	assert_letters("ÄRGER „Ä“ Å\xC2\xA0 citÃ", "ÄRGER „Ä“ Å\xC2\xA0 citÃ");
	assert_letters("cité» … là", "cité» … là");
}

static void strokes_are_what_a_machine_sees(void **state)
{
	(void)state;
	assert_true(strokes_within(SPAN("rnodern"), SPAN("modem"), 0));
	assert_true(strokes_within(SPAN("clisagree"), SPAN("disagree"), 0));
	assert_true(strokes_within(SPAN("witliin"), SPAN("within"), 0));
	assert_false(strokes_within(SPAN("norwich"), SPAN("bristol"), 3));
	assert_false(strokes_within(SPAN("a"), SPAN("abcdefghijklmnop"), 3));
	assert_true(strokes_within(SPAN(""), SPAN(""), 0));
}

static void classes_hold_forms_of_one_word(void **state)
{
	(void)state;
	assert_true(classes_differ(SPAN("days"), SPAN("weeks")));
	assert_true(classes_differ(SPAN("day"), SPAN("weeks")));
	assert_false(classes_differ(SPAN("day"), SPAN("days")));
	assert_false(classes_differ(SPAN("must"), SPAN("weeks")));
	assert_false(classes_differ(SPAN("mus"), SPAN("may")));
	assert_false(classes_differ(SPAN(""), SPAN("may")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts_are_told_in_clean_text),
		cmocka_unit_test(a_fact_is_one_in_the_worst_scan),
		cmocka_unit_test(damage_is_no_fact),
		cmocka_unit_test(other_languages_have_facts),
		cmocka_unit_test(other_languages_have_copies),
		cmocka_unit_test(mojibake_is_read_in_many_scripts),
		cmocka_unit_test(strokes_are_what_a_machine_sees),
		cmocka_unit_test(classes_hold_forms_of_one_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
