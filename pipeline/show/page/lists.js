/* lists: what is overdue, and what the last run changed. */

const LATE_PAGE = 200;

/* ---- overdue ---- */

function overdueRow(record) {
	return el("tr", {}, el("td", { class: "number", "data-name": "Days" }, number(daysOverdue(record))),
		el("td", { "data-name": "Due" }, date(record.target_date)),
		el("th", { scope: "row", "data-name": "Recommendation" }, el("a", { href: recordHref(record.id) }, record.label || "–"), " ",
			el("span", { class: "of" }, reportTitle(record.report)), el("span", { class: "under" }, excerpt(record.text, [], 160))),
		el("td", { "data-name": "Department" }, record.report && record.report.department || ""),
		el("td", { class: "number", "data-name": "Moved by" }, record.slip > 0 ? number(record.slip) : ""));
}

function overdueTable(found, most) {
	return el("table", { class: "late" }, el("caption", { class: "unseen" }, "Overdue recommendations, the longest overdue first"),
		el("thead", {}, el("tr", {}, [["Days", "number"], ["Due"], ["Recommendation", "wide"], ["Department"], ["Moved by days", "number"]].map(
			([name, kind]) => el("th", { scope: "col", class: kind || null }, name)))),
		el("tbody", {}, found.slice(0, most).map(overdueRow)));
}

function overdueDepartments(found) {
	const groups = new Map();
	for (const record of found) {
		const name = record.report && record.report.department || "";
		groups.set(name, (groups.get(name) || []).concat(record));
	}
	const rows = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
	const most = rows.length ? rows[0][1].length : 1;
	return rows.length < 2 ? null : section("By department", el("table", { class: "groups" },
		el("caption", { class: "unseen" }, "Overdue recommendations by department"),
		el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Department"), el("th", { scope: "col", class: "number" }, "Number"),
			el("th", { scope: "col", class: "number" }, "Days, mean"), el("th", { scope: "col", class: "wide", "aria-hidden": "true" }, ""))),
		el("tbody", {}, rows.map(([name, late]) => el("tr", {},
			el("th", { scope: "row" }, el("a", { href: recordsHref({ department: name || NONE, progress: "overdue", sort: "late" }) }, name || "(none named)")),
			el("td", { class: "number" }, number(late.length)),
			el("td", { class: "number" }, number(Math.round(late.reduce((sum, record) => sum + daysOverdue(record), 0) / late.length))),
			el("td", { class: "wide" }, stackedBar({ overdue: late.length }, most, 12)))))));
}

function overduePage() {
	const place = el("div", {}), status = el("p", { class: "result", role: "status", "aria-live": "polite" });
	const draw = () => {
		const found = recommendations.filter(isOverdue).sort((a, b) => daysOverdue(b) - daysOverdue(a));
		const list = el("div", {}, overdueTable(found, LATE_PAGE));
		status.textContent = count(found.length, "recommendation") + (found.length === 1 ? " is" : " are") + " overdue on " + date(asOf) + ".";
		if (found.length > LATE_PAGE)
			list.append(el("p", {}, el("button", { type: "button", onclick: () => list.replaceChildren(overdueTable(found, found.length)) },
				"Show all " + number(found.length))));
		place.replaceChildren(...[found.length > 0 && list, overdueDepartments(found)].filter(Boolean));
	};
	const day = el("input", { type: "date", value: asOf, required: true, onchange: () => {
		if (day.value) {
			asOf = day.value;
			draw();
		}
	} });
	draw();
	return [el("h1", {}, "Overdue"),
		el("p", { class: "lede" }, "Agreed in full or in part, not said to be implemented, and the last day that the target date can mean is past."),
		el("form", { class: "controls", onsubmit: event => event.preventDefault() }, el("label", {}, el("span", {}, "Counted on"), day)), status, place];
}

/* ---- changes ---- */

const MOVES = [["target", "Target dates moved or set"], ["position", "Positions"], ["status", "Statuses"], ["text", "Other words than before"]];

/* What became overdue: its day came after the run that this one is compared with, or what makes it so was said since. */
function newlyOverdue(changes, since) {
	const told = new Set(changes.filter(row => row.subject === "recommendation" &&
		(["new", "position", "status"].includes(row.change) || (row.change === "target" && row.before == null))).map(row => row.subject_id));
	return recommendations.filter(record => isOverdue(record) && (record.target_end >= since || told.has(record.id)));
}

function changedRecord(row) {
	const record = records.get(row.subject_id);
	const name = (row.label || TYPES[row.subject] || row.subject) + (row.report_title ? " of " + row.report_title : "");
	return record ? el("a", { href: recordHref(record.id) }, name) : name;
}

function moveWords(row) {
	const say = value => value == null ? (row.change === "target" ? "no date" : "unknown") : row.change === "target" ? date(value) : named(value);
	if (row.change === "text") {
		const only = compare(row.before || "", row.after || "");
		return el("div", { class: "halves" }, el("blockquote", { class: "half" }, marked(row.before || "", only.left, "del")),
			el("blockquote", { class: "half" }, marked(row.after || "", only.right, "ins")));
	}
	return [": ", say(row.before), " → ", el("strong", {}, say(row.after)), row.days ? " (" + slipWords(row.days) + ")" : ""];
}

function changeList(title, rows, words) {
	return rows.length === 0 ? null : section(title + " (" + number(rows.length) + ")",
		el("ul", { class: "plain" }, rows.slice(0, 200).map(row => el("li", {}, changedRecord(row), words ? words(row) : "",
			row.text && row.change !== "text" && el("span", { class: "under" }, excerpt(row.text, [], 160))))),
		rows.length > 200 && el("p", {}, "… and " + number(rows.length - 200) + " more: ", el("code", {}, "winnow changes"), " lists them."));
}

function changesPage() {
	const changes = rowsOf("changes"), last = runs[runs.length - 1], before = runs.find(run => run.id === data.since);
	const of = (subject, change) => changes.filter(row => row.subject === subject && row.change === change);
	if (!before)
		return [el("h1", {}, "What changed"), el("p", { class: "lede" }, last ? "There is one run so far: everything is new." : "There is no run yet.")];
	const when = run => date((run.finished_at || run.started_at).slice(0, 10));
	const overdue = newlyOverdue(changes, (before.finished_at || before.started_at).slice(0, 10));
	const files = changes.filter(row => row.subject === "source");
	return [el("h1", {}, "What changed"),
		el("p", { class: "lede" }, "Between the run of " + when(before) + " and that of " + when(last) + ": " + count(last.files_new, "file") + " new, " + number(last.files_changed) + " changed, " + number(last.files_failed) + " failed."),
		changes.length + overdue.length === 0 && el("p", {}, "No record changed."),
		overdue.length > 0 && section("Newly overdue (" + number(overdue.length) + ")", overdueTable(overdue, LATE_PAGE)),
		MOVES.map(([change, title]) => changeList(title, changes.filter(row => row.change === change)
			.sort((a, b) => (b.days || 0) - (a.days || 0)), moveWords)),
		changeList("New recommendations", of("recommendation", "new")), changeList("New responses", of("response", "new")),
		changeList("New conclusions", of("conclusion", "new")),
		["recommendation", "response", "conclusion"].map(type => changeList(TYPES[type] + "s that are gone", of(type, "gone"), row => row.before ? ": " + row.before : "")),
		changeList("Files", files, row => ": " + (row.after === "failed" ? "cannot be read" : row.change))];
}
