/* pairs: two passages side by side, with the words marked that stand in one of them only. */

const PAIRS_PAGE = 20;

function passageText(passage) {
	if (passage.text != null)
		return passage.text;
	const same = (pairsOfPassage().get(passage.id) || []).find(pair => pair.kind === "exact" && pair.passage_id === passage.id);
	return same ? passages().get(same.other_id).text || "" : "";
}

function passagePlace(passage) {
	const found = documents.get(passage.document_id);
	const where = [found ? found.source : "a file that does not count now", lines(passage.line_start, passage.line_end)];
	return el("p", { class: "place" }, found && found.title ? el("span", { class: "title" }, found.title) : null,
		el("span", { class: "path" }, where.filter(Boolean).join(", ")));
}

/* A column: whose text it is, where it stands (often in several files), the text. */
function half(places, name, nodes) {
	return el("div", { class: "half" }, el("p", { class: "side" }, name), el("blockquote", {}, nodes),
		places.slice(0, 3).map(passagePlace), places.length > 3 && el("details", {},
			el("summary", {}, "and in " + count(places.length - 3, "more place")), places.slice(3, 100).map(passagePlace)));
}

/* Pairs of one kind that say the same thing are shown once: { kind, similarity, texts, lefts, rights }. */
function comparisons(found) {
	const groups = new Map();
	for (const pair of found) {
		const left = passages().get(pair.passage_id), right = passages().get(pair.other_id);
		const texts = [passageText(left), passageText(right)], key = [pair.kind, ...texts].join("\0");
		if (!groups.has(key))
			groups.set(key, { kind: pair.kind, similarity: pair.similarity, texts, lefts: new Set(), rights: new Set() });
		groups.get(key).lefts.add(left);
		groups.get(key).rights.add(right);
	}
	return [...groups.values()];
}

function comparisonFigure({ kind, similarity, texts, lefts, rights }) {
	const only = kind === "exact" ? null : compare(texts[0], texts[1]);
	const variant = kind === "variant";
	return el("figure", { class: "pair" },
		el("figcaption", {}, el("strong", {}, kind), ": ", REPEATS[kind], ", similarity " + similarity.toFixed(2)),
		el("div", { class: "halves" },
			half([...lefts], variant ? "One" : "The repeat", only ? marked(texts[0], only.left, "del") : texts[0]),
			half([...rights], variant ? "The other" : "The original", only ? marked(texts[1], only.right, "ins") : texts[1])));
}

/* The records that a passage belongs to, for the way back from a pair. */
const recordsOfPassage = later(() => grouped(rowsOf("record_passages"), "passage_id"));

function comparedRecords({ lefts, rights }) {
	const ids = new Set([...lefts, ...rights].flatMap(passage => (recordsOfPassage().get(passage.id) || []).map(row => row.record_id)));
	const found = [...ids].map(id => records.get(id)).filter(Boolean);
	return found.length === 0 ? null : el("p", { class: "whence" }, "Part of ", found.slice(0, 6).map((record, i) =>
		[i ? ", " : "", el("a", { href: recordHref(record.id) }, recordName(record).toLowerCase(), " of ", reportTitle(record.report))]),
		found.length > 6 ? " and " + number(found.length - 6) + " more" : "");
}

const differenceKey = () => el("p", { class: "key" }, el("del", {}, "only in the first"), " ", el("ins", {}, "only in the second"));

function repeatsPage(asked) {
	const kinds = Object.keys(REPEATS).filter(kind => pairs().some(pair => pair.kind === kind));
	const kind = kinds.includes(asked.get("kind")) ? asked.get("kind") : kinds.find(name => name !== "exact") || kinds[0];
	const found = comparisons(pairs().filter(pair => pair.kind === kind));
	const page = Math.min(Math.max(1, Number(asked.get("page")) || 1), Math.max(1, Math.ceil(found.length / PAIRS_PAGE)));
	const shown = found.slice((page - 1) * PAIRS_PAGE, page * PAIRS_PAGE);
	const to = (n, text) => n < 1 || (n - 1) * PAIRS_PAGE >= found.length ? el("span", { "aria-hidden": "true" }, text)
		: el("a", { href: "#repeats?" + new URLSearchParams({ kind, page: n }) }, text);
	return [el("h1", {}, "Repeats and variants"),
		el("p", { class: "lede" }, "Documents quote, copy and damage each other. What repeats another passage is marked and kept. What is alike but states another fact, such as a date, an amount or a name, is a variant, and never a repeat."),
		kinds.length === 0 ? el("p", {}, "Nothing here repeats anything.") : [
			el("nav", { class: "kinds", "aria-label": "Kinds of repeat" }, el("ul", {}, kinds.map(name =>
				el("li", {}, el("a", { href: "#repeats?kind=" + name, "aria-current": name === kind ? "true" : null }, name),
					" " + number(pairs().filter(pair => pair.kind === name).length))))),
			el("h2", {}, kind === "variant" ? "Variants" : kind[0].toUpperCase() + kind.slice(1), el("span", { class: "of" }, " " + REPEATS[kind])),
			kind === "exact" ? el("p", {}, "Only those that a record stands in.") : differenceKey(),
			shown.map(both => [comparisonFigure(both), comparedRecords(both)]),
			found.length > PAIRS_PAGE && el("nav", { class: "pager", "aria-label": "Pages of the list" }, to(page - 1, "← Previous"),
				el("span", {}, "Page " + number(page) + " of " + number(Math.ceil(found.length / PAIRS_PAGE))), to(page + 1, "Next →"))]];
}
