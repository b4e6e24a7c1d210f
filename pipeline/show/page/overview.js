/* overview: the first part, what the database holds and how far the recommendations are. */

const NONE = "-"; /* in an address: records whose reports name none */

let look = "progress";

function recordHref(id) {
	return "#record/" + id;
}

function recordsHref(filter) {
	return "#records?" + new URLSearchParams(filter);
}

function section(title, ...children) {
	return el("section", {}, el("h2", {}, title), children);
}

/* A section of a section. */
function part(title, ...children) {
	return el("section", {}, el("h3", {}, title), children);
}

/* ---- in a sentence ---- */

function share(rows) {
	return el("strong", {}, number(rows.length));
}

function lede() {
	const answered = recommendations.filter(record => record.answered);
	const accepted = answered.filter(record => record.position === "agreed" || record.position === "partially_agreed");
	const done = recommendations.filter(record => record.status === "implemented");
	const overdue = recommendations.filter(isOverdue);
	if (recommendations.length === 0)
		return el("p", { class: "lede" }, "No recommendation is in this database yet.");
	return el("p", { class: "lede" }, share(recommendations),
		recommendations.length === 1 ? " recommendation. An answer was found to " : " recommendations. An answer was found to ",
		share(answered), "; ", share(accepted), " of them agree in full or in part. ", share(done),
		done.length === 1 ? " is said to be implemented. " : " are said to be implemented. ",
		el("a", { href: "#overdue" }, share(overdue), " ", overdue.length === 1 ? "is" : "are", " overdue"),
		" on ", el("time", { datetime: asOf }, date(asOf)), ".");
}

/* ---- what it holds ---- */

function holdings() {
	const counts = new Map(rowsOf("counts").map(row => [row.name, row.number]));
	const repeats = Object.keys(REPEATS).reduce((sum, kind) => sum + (counts.get(kind) || 0), 0);
	const kinds = grouped([...documents.values()], "kind");
	const last = runs[runs.length - 1];
	const rows = [
		["Files", number(counts.get("files") || 0)],
		["Documents", number(documents.size) + [...kinds].map(([kind, all], i) =>
			(i ? ", " : ": ") + count(all.length, KINDS[kind].toLowerCase())).join("")],
		["Reports", number(new Set(recommendations.concat(conclusions, responses).map(record => record.report_id)).size) +
			" with records here, " + number(reports.size) + " named"],
		["Records", [count(conclusions.length, "conclusion"), count(recommendations.length, "recommendation"),
			count(responses.length, "response")].join(", ")],
		["Passages", number(counts.get("passages") || 0) + ", " + number(repeats) + " of them repeat others"],
		last && ["Last run", last.command + ", " + date((last.finished_at || last.started_at).slice(0, 10)) + " " +
			(last.finished_at || last.started_at).slice(11, 16) + " UTC" + (last.finished_at ? "" : " (not finished)")],
	];
	return section("What it holds", el("dl", { class: "facts" }, rows.filter(Boolean).map(([name, value]) =>
		el("div", {}, el("dt", {}, name), el("dd", {}, value)))));
}

/* ---- charts ---- */

function groupsBy(value, filter) {
	const groups = new Map();
	for (const record of recommendations) {
		const name = value(record) || "";
		groups.set(name, (groups.get(name) || []).concat(record));
	}
	return [...groups].sort((a, b) => (a[0] === "") - (b[0] === "") || b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
		.map(([name, rows]) => [name || "(none named)", rows, { [filter]: name || NONE }]);
}

/* The first fifteen, and behind a button the others. */
function longChart(caption, heading, groups) {
	const first = 15, chart = groupsChart(caption, heading, groups.slice(0, first), LOOKS[look]);
	if (groups.length <= first)
		return chart;
	const more = el("button", { type: "button", onclick: () => whole.replaceChildren(
		groupsChart(caption, heading, groups, LOOKS[look])) }, "Show all " + number(groups.length));
	const whole = el("div", {}, chart, el("p", {}, more));
	return whole;
}

function yearsTable() {
	const groups = groupsBy(record => record.year, "year").sort((a, b) => a[0] < b[0] ? -1 : 1);
	return el("details", {}, el("summary", {}, "The years as a table"),
		groupsChart("Recommendations by year of report", "Year", groups, LOOKS[look]));
}

function charts() {
	const chosen = LOOKS[look];
	return [
		partsChart(recommendations, look, chosen),
		part("By department", legend(recommendations, chosen),
			longChart("Recommendations by department", "Department", groupsBy(record => record.report && record.report.department, "department"))),
		part("By body", legend(recommendations, chosen),
			longChart("Recommendations by the body that made them", "Body", groupsBy(record => record.report && record.report.body, "body"))),
		part("By year of report", legend(recommendations, chosen), yearsChart(recommendations, chosen), yearsTable()),
	];
}

function lookChoice(drawn) {
	const choice = name => el("label", {}, el("input", { type: "radio", name: "look", value: name, checked: look === name,
		onchange: () => {
			look = name;
			drawn.replaceChildren(...charts());
		} }), LOOKS[name].title);
	return el("fieldset", { class: "choice" }, el("legend", { class: "unseen" }, "What the charts show"), choice("progress"), choice("answer"));
}

/* ---- asked again, not read ---- */

function askedAgain() {
	const rows = [...repeatedFrom.values()].filter(row => records.has(row.recommendation_id) && records.has(row.earlier_id));
	if (rows.length === 0)
		return null;
	return section("Recommended again in a later report", el("ul", { class: "plain" }, rows.slice(0, 10).map(row => {
		const now = records.get(row.recommendation_id), before = records.get(row.earlier_id);
		return el("li", {}, el("a", { href: recordHref(now.id) }, now.label || "a recommendation", " of ", reportTitle(now.report)),
			", after ", el("a", { href: recordHref(before.id) }, before.label || "one", " of ", reportTitle(before.report)),
			row.days_between != null ? ", " + count(row.days_between, "day") + " before" : "");
	})), rows.length > 10 && el("p", {}, el("a", { href: recordsHref({ again: "1" }) }, "All that are asked again")));
}

function attention() {
	const files = rowsOf("troubles"), warnings = rowsOf("warnings");
	if (files.length + warnings.length === 0)
		return null;
	return section("What needs attention",
		files.length > 0 && el("ul", { class: "plain" }, files.slice(0, 100).map(row => el("li", {}, el("span", { class: "path" }, row.path), ": ",
			row.state === "failed" ? row.message || "could not be read" : "is no longer there; its records do not count"))),
		files.length > 100 && el("p", {}, "… and " + count(files.length - 100, "more file") + "."),
		warnings.length > 0 && el("p", {}, "Warnings: ", warnings.map(row => row.code + " " + number(row.number)).join(", "), ". ",
			el("code", {}, "winnow export"), " writes each with its file and line."));
}

function about() {
	return section("How to read this",
		el("p", { id: "about" }, "Everything here was read from the files by rule, and nothing was filled in. A ",
			el("em", {}, "position"), " or a ", el("em", {}, "status"), " is given only where words of the answer say it; what no word says is shown as unknown. Where documents differ, the newest known word counts."),
		el("p", {}, "A recommendation is ", el("em", {}, "overdue"), " when the newest position is agreed in full or in part, no document says that it is implemented or withdrawn, and the last day that its target date can mean is past: “spring 2019” is late from 1 June 2019 on. The page counts on the day on which you read it; ",
			el("a", { href: "#overdue" }, "another day"), " can be chosen."),
		el("p", {}, "Where a report gives no date, its year is that of the first document which states the recommendation. Bars stand for numbers of recommendations."));
}

function overviewPage() {
	const drawn = el("div", { class: "drawn" });
	if (recommendations.length > 0)
		drawn.append(...charts());
	return [el("h1", {}, "Recommendations and what became of them"), lede(), holdings(),
		recommendations.length > 0 && section("Where the recommendations stand", lookChoice(drawn), drawn),
		askedAgain(), attention(), about()];
}
