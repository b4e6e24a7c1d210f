/*
 * records: the list of all records, with search and filters. What is asked for stands in
 * the address, so that a list can be kept, sent and come back to. One page of the list is
 * in the document at a time: ten thousand records cost no more than fifty.
 */

const PAGE = 50;

function lateness(record) {
	return isOverdue(record) ? daysOverdue(record) : -1;
}

const SORTS = {
	report: { name: "by report and label", compare: null },
	late: { name: "longest overdue first", compare: (a, b) => lateness(b) - lateness(a) },
	slip: { name: "date moved farthest first", compare: (a, b) => (b.slip || 0) - (a.slip || 0) },
	newest: { name: "newest report first", compare: (a, b) => (b.year || "").localeCompare(a.year || "") },
};

/* Filters that are chosen from a list: what a record has for each. */
const CHOICES = {
	body: { name: "Body", of: record => record.report && record.report.body },
	department: { name: "Department", of: record => record.report && record.report.department },
	year: { name: "Year of report", of: record => record.year },
	answer: { name: "Answer", of: record => partOf("answer", record), names: LOOKS.answer.names },
	progress: { name: "Progress", of: record => partOf("progress", record), names: LOOKS.progress.names },
};

function partOf(name, record) {
	if (record.type === "recommendation")
		return LOOKS[name].of(record);
	return record.type === "response" ? record[name === "answer" ? "position" : "status"] : null;
}

const TYPE_ROWS = { recommendation: recommendations, conclusion: conclusions, response: responses };

function rowsOfType(type) {
	return TYPE_ROWS[type] || recommendations.concat(conclusions, responses);
}

/* The records that the address asks for. */
function chosenRecords(asked) {
	const needles = needlesOf(asked.get("q") || "");
	const wanted = Object.keys(CHOICES).filter(name => asked.get(name)).map(name => [CHOICES[name].of, asked.get(name)]);
	const report = Number(asked.get("report")), moved = asked.get("moved"), again = asked.get("again");
	const found = rowsOfType(asked.get("type") || "recommendation").filter(record =>
		wanted.every(([of, value]) => (of(record) || NONE) === value) &&
		(!report || record.report_id === report) && (!moved || record.slip > 0) &&
		(!again || repeatedFrom.has(record.id) || repeatedBy.has(record.id)) && matches(record, needles));
	const sort = SORTS[asked.get("sort")];
	return sort && sort.compare ? found.sort(sort.compare) : found;
}

/* ---- one entry ---- */

function statusWords(record) {
	if (record.type === "conclusion")
		return null;
	const answer = partOf("answer", record), progress = partOf("progress", record);
	const words = [swatch(progress), LOOKS.progress.names[progress] || named(progress)];
	if (answer !== "none" && answer !== "unknown" && !(progress === "overdue" && answer === "agreed"))
		words.push(" · " + named(answer));
	if (record.target_date)
		words.push(" · due " + date(record.target_date));
	if (record.type === "recommendation" && isOverdue(record))
		words.push(" · " + count(daysOverdue(record), "day") + " late");
	if (record.slip > 0)
		words.push(" · moved by " + count(record.slip, "day"));
	return el("p", { class: "standing" }, words);
}

function recordName(record) {
	return TYPES[record.type] + (record.label ? " " + record.label : "");
}

/* "recommendation 1a of Maintaining flood embankments", as a link */
function recordLink(record) {
	return el("a", { href: recordHref(record.id) }, recordName(record).toLowerCase(), " of ", reportTitle(record.report));
}

function entry(record, needles) {
	const report = record.report;
	return el("li", {},
		el("h2", {}, el("a", { href: recordHref(record.id) }, recordName(record)), " ",
			el("span", { class: "of" }, reportTitle(report))),
		el("p", { class: "words" }, excerpt(record.text, needles, 420)),
		el("p", { class: "whence" },
			[report && report.body, report && report.department, record.year].filter(Boolean).join(" · ")),
		statusWords(record));
}

/* ---- the controls ---- */

function option(value, name, chosen) {
	return el("option", { value, selected: value === chosen }, name);
}

/* What the records of this type have to choose from, with how many of each. */
function choiceSelect(name, asked, change) {
	const choice = CHOICES[name], counts = new Map(), chosen = asked.get(name) || "";
	for (const record of rowsOfType(asked.get("type") || "recommendation")) {
		const value = choice.of(record) || NONE;
		counts.set(value, (counts.get(value) || 0) + 1);
	}
	if (chosen && !counts.has(chosen))
		counts.set(chosen, 0);
	const order = choice.names ? Object.keys(choice.names) : [...counts.keys()].sort();
	const shown = [...new Set([...order, ...counts.keys()])].filter(value => counts.has(value));
	const say = value => value === NONE ? "(none named)" : choice.names && choice.names[value] || named(value);
	return plainSelect(name, choice.name, [["", "all"]].concat(shown.map(value =>
		[value, say(value) + " (" + number(counts.get(value)) + ")"])), chosen, change);
}

function plainSelect(name, title, options, chosen, change) {
	return el("label", {}, el("span", {}, title), el("select", { name, onchange: change },
		options.map(([value, text]) => option(value, text, chosen))));
}

function tick(name, title, asked, change) {
	const box = el("input", { type: "checkbox", name, checked: Boolean(asked.get(name)), onchange: change });
	return el("label", { class: "tick" }, box, title);
}

function controls(asked, change, typed) {
	const search = el("input", { type: "search", name: "q", value: asked.get("q") || "", autocomplete: "off",
		spellcheck: "false", placeholder: "words, or \"words together\"", oninput: typed });
	const types = Object.keys(TYPES).map(type => [type, TYPES[type].toLowerCase() + "s"]).concat([["all", "all records"]]);
	const sorts = Object.keys(SORTS).map(name => [name, SORTS[name].name]);
	return el("form", { class: "controls", role: "search", onsubmit: event => event.preventDefault() },
		el("label", { class: "search" }, el("span", {}, "Search"), search),
		el("div", { class: "filters" },
			plainSelect("type", "Records", types, asked.get("type") || "recommendation", change),
			Object.keys(CHOICES).map(name => choiceSelect(name, asked, change)),
			plainSelect("sort", "Order", sorts, asked.get("sort") || "report", change)),
		el("div", { class: "ticks" }, tick("moved", "whose date moved", asked, change),
			tick("again", "asked again", asked, change), asked.get("report") && tick("report", "of this report only", asked, change),
			el("a", { href: "#records", class: "clear" }, "Clear all")));
}

/* What the form says, as an address; what is at its first setting is left out. */
function askedOf(form, before) {
	const asked = new URLSearchParams();
	for (const [name, value] of new FormData(form))
		if (value && !(name === "type" && value === "recommendation") && !(name === "sort" && value === "report"))
			asked.set(name, name === "report" ? before.get("report") : value === "on" ? "1" : value);
	return asked;
}

/* ---- the list ---- */

function showList(list, status, asked) {
	const found = chosenRecords(asked), needles = needlesOf(asked.get("q") || "");
	const page = pageAsked(asked, found.length, PAGE);
	const type = asked.get("type") || "recommendation";
	list.replaceChildren();
	status.textContent = number(found.length) + " of " + count(rowsOfType(type).length, type in TYPES ? type : "record") +
		(found.length > PAGE ? ", page " + page : "");
	const turn = pager(found.length, PAGE, page, n => {
		const there = new URLSearchParams(asked);
		there.set("page", n);
		return recordsHref(there);
	});
	const shown = found.slice((page - 1) * PAGE, page * PAGE).map(record => entry(record, needles));
	fill(list, {}, [found.length > 0 ? el("ol", { class: "records", start: (page - 1) * PAGE + 1 }, shown)
		: el("p", {}, "Nothing has all of this. Take away a word or a filter."), turn]);
}

function recordsPage(asked) {
	const list = el("div", {}), status = el("p", { class: "result", role: "status" });
	const place = el("div", {});
	let form, wait;
	const apply = () => {
		asked = askedOf(form, asked);
		window.history.replaceState(null, "", recordsHref(asked));
		showList(list, status, asked);
	};
	/* Another type of record has other things to choose from. */
	const change = event => {
		apply();
		if (event.target.name === "type")
			draw("type");
	};
	const typed = () => {
		clearTimeout(wait);
		wait = setTimeout(apply, 120);
	};
	const draw = focused => {
		form = controls(asked, change, typed);
		place.replaceChildren(form);
		if (focused)
			form.elements[focused].focus();
	};
	draw();
	showList(list, status, asked);
	const report = reports.get(Number(asked.get("report")));
	return [el("h1", {}, "Records"), report && el("p", { class: "lede" }, reportTitle(report), ". ", reportName(report)),
		place, status, list];
}
