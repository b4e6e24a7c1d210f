/* overview: the first part, what the database holds and how far the recommendations are. */

const NONE = "-"; /* in an address: what its report does not name */

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
function subsection(title, ...children) {
	return el("section", {}, el("h3", {}, title), children);
}

/* ---- in a sentence ---- */

function bold(rows) {
	return el("strong", {}, number(rows.length));
}

function lede() {
	const answered = recommendations.filter(record => record.answered);
	const accepted = answered.filter(record => ACCEPTED.includes(record.position));
	const done = recommendations.filter(record => record.status === "implemented");
	const overdue = recommendations.filter(isOverdue);
	if (recommendations.length === 0)
		return el("p", { class: "lede" }, "No recommendation is in this database yet.");
	return el("p", { class: "lede" }, bold(recommendations),
		recommendations.length === 1 ? " recommendation. An answer was found to " : " recommendations. An answer was found to ",
		bold(answered), "; ", bold(accepted), " of them agree in full or in part. ", bold(done),
		done.length === 1 ? " is said to be implemented. " : " are said to be implemented. ",
		el("a", { href: "#overdue" }, bold(overdue), " ", overdue.length === 1 ? "is" : "are", " overdue"),
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
		["Reports", number(new Set([...records.values()].map(record => record.report_id)).size) + " with records here, " +
			number(reports.size) + " named"],
		["Records", [count(conclusions.length, "conclusion"), count(recommendations.length, "recommendation"),
			count(responses.length, "response")].join(", ")],
		["Passages", number(counts.get("passages") || 0) + ", " + number(repeats) + " of them repeat others"],
		last && ["Last run", last.command + ", " + runTime(last) + (last.finished_at ? "" : " (not finished)")],
	];
	return section("What it holds", facts(rows));
}

/* ---- charts ---- */

function groupsBy(value, filter) {
	return [...grouped(recommendations, record => value(record) || "")]
		.sort((a, b) => (a[0] === "") - (b[0] === "") || b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
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
	const departments = groupsBy(CHOICES.department.of, "department"), bodies = groupsBy(CHOICES.body.of, "body");
	return [
		partsChart(recommendations, look, chosen),
		subsection("By department", legend(recommendations, chosen),
			longChart("Recommendations by department", "Department", departments)),
		subsection("By body", legend(recommendations, chosen),
			longChart("Recommendations by the body that made them", "Body", bodies)),
		subsection("By year of report", legend(recommendations, chosen), yearsChart(recommendations, chosen), yearsTable()),
	];
}

function lookChoice(drawn) {
	const choice = name => el("label", {}, el("input", { type: "radio", name: "look", value: name, checked: look === name,
		onchange: () => {
			look = name;
			drawn.replaceChildren(...charts());
		} }), LOOKS[name].title);
	return el("fieldset", { class: "choice" }, el("legend", { class: "unseen" }, "What the charts show"),
		choice("progress"), choice("answer"));
}

/* ---- how long answers took ---- */

function waitingRow(row, longest) {
	return el("tr", {},
		el("th", { scope: "row" }, el("a", { href: recordsHref({ report: row.report_id }) }, reportTitle(reports.get(row.report_id)))),
		el("td", { class: "number" }, number(row.days)),
		el("td", { class: "wide" }, stackedBar({ unknown: Math.max(0, row.days) }, Math.max(1, longest), 12)));
}

/* Both dates must be known to the day. */
function waiting() {
	const times = rowsOf("response_times").filter(row => row.days != null).sort((a, b) => b.days - a.days);
	if (times.length === 0)
		return null;
	const days = times.map(row => row.days), longest = days[0], shortest = days[days.length - 1];
	const half = days[days.length - 1 - Math.floor((days.length - 1) / 2)];
	return section("How long answers took",
		el("p", {}, "From the report to its first answer, for ", count(times.length, "report"), " where both days are known: ",
			longest > shortest ? number(shortest) + " to " + number(longest) + " days, half of them within " + number(half)
				: count(longest, "day"), "."),
		times.length > 1 && el("table", { class: "groups" }, tableName("The reports that waited longest for their first answer"),
			tableHead(["Report", ["Days", "number"], ["", "wide"]]),
			el("tbody", {}, times.slice(0, 8).map(row => waitingRow(row, longest)))));
}

/* ---- asked again, not read ---- */

function againRow(row) {
	const between = row.days_between != null ? ", " + count(row.days_between, "day") + " before" : "";
	return el("li", {}, recordLink(records.get(row.recommendation_id)), ", after ", recordLink(records.get(row.earlier_id)), between);
}

function askedAgain() {
	const most = 10, rows = [...repeatedFrom.values()].filter(row => records.has(row.recommendation_id) && records.has(row.earlier_id));
	return rows.length === 0 ? null : section("Recommended again in a later report",
		el("ul", { class: "plain" }, rows.slice(0, most).map(againRow)),
		rows.length > most && el("p", {}, el("a", { href: recordsHref({ again: "1" }) }, "All that are asked again")));
}

function troubleRow(row) {
	return el("li", {}, el("span", { class: "path" }, row.path), ": ",
		row.state === "failed" ? row.message || "could not be read" : "is no longer there; its records do not count");
}

function attention() {
	const most = 100, files = rowsOf("troubles"), warnings = rowsOf("warnings");
	return files.length + warnings.length === 0 ? null : section("What needs attention",
		files.length > 0 && el("ul", { class: "plain" }, files.slice(0, most).map(troubleRow)), andMore(files.length, most),
		warnings.length > 0 && el("p", {}, "Warnings: ", warnings.map(row => row.code + " " + number(row.number)).join(", "), ". ",
			el("code", {}, "winnow export"), " writes each with its file and line."));
}

const term = word => el("em", {}, word);

function about() {
	return section("How to read this",
		el("p", { id: "about" }, "Everything here was read from the files by rule, and nothing was filled in. A ", term("position"),
			" or a ", term("status"), " is given only where words of the answer say it; what no word says is shown as unknown. ",
			"Where documents differ, the newest known word counts."),
		el("p", {}, "A recommendation is ", term("overdue"), " when the newest position is agreed in full or in part, no document ",
			"says that it is implemented or withdrawn, and the last day that its target date can mean is past: “spring 2019” is late ",
			"from 1 June 2019 on. The page counts on the day on which you read it; ", el("a", { href: "#overdue" }, "another day"),
			" can be chosen."),
		el("p", {}, term("Accepted"), ": of the recommendations that were agreed in full or in part, or disagreed, the share that was ",
			"agreed. ", term("Implemented"), ": of those whose status is known and that were not withdrawn, the share that is. What ",
			"was noted, and what no word says, is in no rate."),
		el("p", {}, "Where a report gives no date, its year is that of the first document which states the recommendation."));
}

function overviewPage() {
	const drawn = el("div", { class: "drawn" });
	if (recommendations.length > 0)
		drawn.append(...charts());
	return [el("h1", {}, "Recommendations and what became of them"), lede(), holdings(),
		recommendations.length > 0 && section("Where the recommendations stand", lookChoice(drawn), drawn),
		waiting(), askedAgain(), attention(), about()];
}
