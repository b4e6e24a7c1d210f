/* lists: what is overdue, and what the last run changed. */

const LATE_PAGE = 200, CHANGES_MOST = 200;

/* ---- overdue ---- */

function overdueRow(record) {
	return el("tr", {},
		el("td", { class: "number", "data-name": "Days" }, number(daysOverdue(record))),
		el("td", { "data-name": "Due" }, date(record.target_date)),
		el("th", { scope: "row" }, el("a", { href: recordHref(record.id) }, record.label || "–"), " ",
			el("span", { class: "of" }, reportTitle(record.report)), el("span", { class: "under" }, excerpt(record.text, [], 160))),
		el("td", { "data-name": "Department" }, record.report && record.report.department || ""),
		el("td", { class: "number", "data-name": "Moved by days" }, record.slip > 0 ? number(record.slip) : ""));
}

function overdueTable(found, most) {
	return el("table", { class: "late" }, tableName("Overdue recommendations, the longest overdue first"),
		tableHead([["Days", "number"], "Due", ["Recommendation", "wide"], "Department", ["Moved by days", "number"]]),
		el("tbody", {}, found.slice(0, most).map(overdueRow)));
}

/* The first of them; a button brings the others. */
function overdueList(found) {
	const list = el("div", {}, overdueTable(found, LATE_PAGE));
	if (found.length > LATE_PAGE)
		list.append(el("p", {}, el("button", { type: "button",
			onclick: () => list.replaceChildren(overdueTable(found, found.length)) }, "Show all " + number(found.length))));
	return list;
}

function departmentRow(name, late, most) {
	const days = late.reduce((sum, record) => sum + daysOverdue(record), 0);
	const filter = { department: name || NONE, progress: "overdue", sort: "late" };
	return el("tr", {},
		el("th", { scope: "row" }, el("a", { href: recordsHref(filter) }, name || "(none named)")),
		el("td", { class: "number" }, number(late.length)),
		el("td", { class: "number" }, number(Math.round(days / late.length))),
		el("td", { class: "wide" }, stackedBar({ overdue: late.length }, most, 12)));
}

function overdueDepartments(found) {
	const rows = [...grouped(found, record => record.report && record.report.department || "")]
		.sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
	return rows.length < 2 ? null : section("By department",
		el("table", { class: "groups" }, tableName("Overdue recommendations by department"),
			tableHead(["Department", ["Number", "number"], ["Days, mean", "number"], ["", "wide"]]),
			el("tbody", {}, rows.map(([name, late]) => departmentRow(name, late, rows[0][1].length)))));
}

function overduePage() {
	const place = el("div", {}), status = el("p", { class: "result", role: "status" });
	const draw = () => {
		const found = recommendations.filter(isOverdue).sort((a, b) => daysOverdue(b) - daysOverdue(a));
		status.textContent = count(found.length, "recommendation") + (found.length === 1 ? " is" : " are") +
			" overdue on " + date(asOf) + ".";
		place.replaceChildren(...[found.length > 0 && overdueList(found), overdueDepartments(found)].filter(Boolean));
	};
	const day = el("input", { type: "date", value: asOf, required: true, onchange: () => {
		asOf = day.value || asOf;
		draw();
	} });
	draw();
	return [el("h1", {}, "Overdue"),
		el("p", { class: "lede" }, "Agreed in full or in part, not said to be implemented, and the last day that the target date " +
			"can mean is past."),
		el("form", { class: "controls", onsubmit: event => event.preventDefault() },
			el("label", {}, el("span", {}, "Counted on"), day)), status, place];
}

/* ---- changes ---- */

const MOVES = { target: "Target dates moved or set", position: "Positions", status: "Statuses", text: "Other words than before" };

/* What became overdue: its day came after the run that this one is compared with, or what makes it so was said since. */
function newlyOverdue(changes, since) {
	const telling = row => row.subject === "recommendation" && (["new", "position", "status"].includes(row.change) ||
		(row.change === "target" && row.before == null));
	const told = new Set(changes.filter(telling).map(row => row.subject_id));
	return recommendations.filter(record => isOverdue(record) && (record.target_end >= since || told.has(record.id)));
}

function changedRecord(row) {
	const record = records.get(row.subject_id);
	const title = record ? reportTitle(record.report) : row.report_title;
	const name = (row.label || TYPES[row.subject] || row.subject) + (title ? " of " + title : "");
	return record ? el("a", { href: recordHref(record.id) }, name) : name;
}

function moveWords(row) {
	if (row.change === "text")
		return sideBySide([row.before || "", row.after || ""], ["Before", "Now"]);
	const target = row.change === "target";
	const say = value => value == null ? (target ? "no date" : "unknown") : target ? date(value) : named(value);
	return [": ", say(row.before), " → ", el("strong", {}, say(row.after)), row.days ? " (" + slipWords(row.days) + ")" : ""];
}

function changeRow(row, words) {
	return el("li", {}, changedRecord(row), words && words(row),
		row.text && row.change !== "text" && el("span", { class: "under" }, excerpt(row.text, [], 160)));
}

function changeList(title, rows, words) {
	return rows.length === 0 ? null : section(title + " (" + number(rows.length) + ")",
		el("ul", { class: "plain" }, rows.slice(0, CHANGES_MOST).map(row => changeRow(row, words))),
		andMore(rows.length, CHANGES_MOST), rows.length > CHANGES_MOST && el("p", {}, el("code", {}, "winnow changes"), " lists them."));
}

function changeLists(changes) {
	const of = (subject, change) => changes.filter(row => row.subject === subject && row.change === change);
	const types = ["recommendation", "response", "conclusion"];
	return [
		Object.keys(MOVES).map(change => changeList(MOVES[change],
			changes.filter(row => row.change === change).sort((a, b) => (b.days || 0) - (a.days || 0)), moveWords)),
		types.map(type => changeList("New " + type + "s", of(type, "new"))),
		types.map(type => changeList(TYPES[type] + "s that are gone", of(type, "gone"), row => row.before ? ": " + row.before : "")),
		changeList("Files", changes.filter(row => row.subject === "source"),
			row => ": " + (row.after === "failed" ? "cannot be read" : row.change))];
}

function runDay(run) {
	return (run.finished_at || run.started_at).slice(0, 10);
}

/* "22 November 2026, 03:10 UTC" */
function runTime(run) {
	return date(runDay(run)) + ", " + (run.finished_at || run.started_at).slice(11, 16) + " UTC";
}

function changesPage() {
	const changes = rowsOf("changes"), last = runs[runs.length - 1], before = runs.find(run => run.id === data.since);
	if (!before)
		return [el("h1", {}, "What changed"),
			el("p", { class: "lede" }, last ? "There is one run so far: everything is new." : "There is no run yet.")];
	const overdue = newlyOverdue(changes, runDay(before));
	return [el("h1", {}, "What changed"),
		el("p", { class: "lede" }, "Between the run of " + runTime(before) + " and that of " + runTime(last) + ": " +
			count(last.files_new, "file") + " new, " + number(last.files_changed) + " changed, " + number(last.files_failed) + " failed."),
		changes.length + overdue.length === 0 && el("p", {}, "No record changed."),
		overdue.length > 0 && section("Newly overdue (" + number(overdue.length) + ")", overdueList(overdue)),
		changeLists(changes)];
}
