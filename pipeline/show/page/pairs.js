/* pairs: two texts side by side, with the words marked that stand in one of them only. */

const PAIRS_PAGE = 20;

/* A column: whose text it is, the text, and where it stands. */
function textColumn(name, nodes, places) {
	return el("div", { class: "half" }, el("p", { class: "side" }, name), el("blockquote", {}, nodes), places);
}

/* Two columns; `names` and `places` for the left and the right. Equal texts have nothing marked. */
function sideBySide(texts, names, places) {
	const only = compare(texts[0], texts[1]), there = places || [];
	return el("div", { class: "halves" },
		textColumn(names[0], marked(texts[0], only.left, "del"), there[0]),
		textColumn(names[1], marked(texts[1], only.right, "ins"), there[1]));
}

function differenceKey() {
	return el("p", { class: "key" }, el("del", {}, "only in the first"), " ", el("ins", {}, "only in the second"));
}

/* Links to the page before and after; `href` gives the address of a page. Nothing where there is one page only. */
function pager(total, size, page, href) {
	const pages = Math.ceil(total / size);
	const to = (n, text) => n < 1 || n > pages ? el("span", { "aria-hidden": "true" }, text) : el("a", { href: href(n) }, text);
	return pages < 2 ? null : el("nav", { class: "pager", "aria-label": "Pages of the list" }, to(page - 1, "← Previous"),
		el("span", {}, "Page " + number(page) + " of " + number(pages)), to(page + 1, "Next →"));
}

/* The page that is asked for, as far as there is one. */
function pageAsked(asked, total, size) {
	return Math.min(Math.max(1, Number(asked.get("page")) || 1), Math.max(1, Math.ceil(total / size)));
}

/* ---- passages ---- */

function passageText(passage) {
	if (passage.text != null)
		return passage.text;
	const of = pairsOfPassage().get(passage.id) || [];
	const same = of.find(pair => pair.kind === "exact" && pair.passage_id === passage.id);
	return same ? passages().get(same.other_id).text || "" : "";
}

function passagePlace(passage) {
	const found = documents.get(passage.document_id);
	const where = [found ? found.source : "a file that does not count now", lines(passage.line_start, passage.line_end)];
	return el("p", { class: "place" }, found && found.title && el("span", { class: "title" }, found.title),
		el("span", { class: "path" }, where.filter(Boolean).join(", ")));
}

/* Often a text stands in several files: three of them, and the others behind a click. */
function passagePlaces(all) {
	const first = 3, most = 100;
	return [all.slice(0, first).map(passagePlace), all.length > first && el("details", {},
		el("summary", {}, "and in " + count(all.length - first, "more place")), all.slice(first, most).map(passagePlace))];
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
	const names = kind === "variant" ? ["One", "The other"] : ["The repeat", "The original"];
	return el("figure", { class: "pair" },
		el("figcaption", {}, el("strong", {}, kind), ": ", REPEATS[kind], ", similarity " + similarity.toFixed(2)),
		sideBySide(texts, names, [passagePlaces([...lefts]), passagePlaces([...rights])]));
}

/* ---- the page of all repeats ---- */

const recordsOfPassage = later(() => grouped(rowsOf("record_passages"), "passage_id"));

/* The records that the passages belong to, for the way back from a pair. */
function comparedRecords({ lefts, rights }) {
	const most = 6, rows = [...lefts, ...rights].flatMap(passage => recordsOfPassage().get(passage.id) || []);
	const found = [...new Set(rows.map(row => records.get(row.record_id)))].filter(Boolean);
	return found.length === 0 ? null : el("p", { class: "whence" }, "Part of ",
		found.slice(0, most).map((record, i) => [i ? ", " : "", recordLink(record)]),
		found.length > most && " and " + number(found.length - most) + " more");
}

function kindsList(kinds, chosen) {
	return el("nav", { class: "kinds", "aria-label": "Kinds of repeat" }, el("ul", {}, [...kinds].map(([kind, found]) =>
		el("li", {}, el("a", { href: "#repeats?kind=" + kind, "aria-current": kind === chosen ? "true" : null }, kind),
			" " + number(found.length)))));
}

function kindSection(kind, all, asked) {
	const found = comparisons(all), page = pageAsked(asked, found.length, PAIRS_PAGE);
	const name = kind === "variant" ? "Variants" : kind[0].toUpperCase() + kind.slice(1);
	return [el("h2", {}, name, el("span", { class: "of" }, " " + REPEATS[kind])),
		kind === "exact" ? el("p", {}, "Only those that a record stands in.") : differenceKey(),
		found.slice((page - 1) * PAIRS_PAGE, page * PAIRS_PAGE).map(both => [comparisonFigure(both), comparedRecords(both)]),
		pager(found.length, PAIRS_PAGE, page, n => "#repeats?" + new URLSearchParams({ kind, page: n }))];
}

function repeatsPage(asked) {
	const found = grouped(pairs(), "kind");
	const kinds = new Map(Object.keys(REPEATS).filter(kind => found.has(kind)).map(kind => [kind, found.get(kind)]));
	const telling = [...kinds.keys()].find(kind => kind !== "exact") || "exact";
	const kind = kinds.has(asked.get("kind")) ? asked.get("kind") : telling;
	return [el("h1", {}, "Repeats and variants"),
		el("p", { class: "lede" }, "Documents quote, copy and damage each other. What repeats another passage is marked and " +
			"kept. What is alike but states another fact, such as a date, an amount or a name, is a variant, and never a repeat."),
		kinds.size === 0 ? el("p", {}, "Nothing here repeats anything.") : [kindsList(kinds, kind), kindSection(kind, kinds.get(kind), asked)]];
}
