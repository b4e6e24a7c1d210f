/*
 * timeline: what was promised when. One row for each document: a dot on the day that it
 * was written, a line to the day that it promises. Rows whose lines end farther and
 * farther right are a date that slips.
 */

const ROW = 30, LEFT = 20, RIGHT = 27; /* pixels; per cent kept for the words at both ends */

function eventName(event) {
	if (event.event !== "answered")
		return event.event === "stated" ? "Recommended" : "Quoted";
	return KINDS[event.document_kind] || "Document";
}

/* What an event says, in words: "agreed; in progress; due spring 2019, 243 days later than before" */
function eventWords(event) {
	const words = [];
	if (event.position && event.position !== "unknown")
		words.push(named(event.position));
	if (event.status && event.status !== "unknown")
		words.push(named(event.status));
	if (event.event === "answered" && words.length === 0)
		words.push("no position or status in words");
	return words.join("; ");
}

function slipWords(days) {
	if (days == null)
		return "";
	return days === 0 ? "unchanged" : count(Math.abs(days), "day") + (days > 0 ? " later" : " earlier");
}

/* Places on the axis, in per cent, for days. */
function scaleOf(days) {
	const first = Math.min(...days), last = Math.max(...days, first + 1);
	return day => LEFT + (100 - LEFT - RIGHT) * (day - first) / (last - first);
}

function timelineRow(event, y, scale) {
	const day = dayOf(event.document_date), due = dayOf(event.target_end);
	const row = svg("g", { class: event.event + (event.slip_days > 0 ? " slipped" : "") });
	if (due != null && day != null)
		row.append(svg("line", { class: "promise", x1: scale(day) + "%", x2: scale(due) + "%", y1: y, y2: y }));
	if (day != null) {
		row.append(svg("circle", { cx: scale(day) + "%", cy: y, r: 5 }));
		row.append(svg("text", { x: scale(day) + "%", y: y + 4, dx: -11, "text-anchor": "end" },
			date(event.document_date).replace(/^(\d+ )?(\w{3})\w*/, "$1$2")));
	}
	if (due != null) {
		row.append(svg("line", { class: "due", x1: scale(due) + "%", x2: scale(due) + "%", y1: y - 8, y2: y + 8 }));
		row.append(svg("text", { x: scale(due) + "%", y: y + 4, dx: 9 }, "due " + date(event.target_date)));
	}
	return row;
}

function todayLine(scale, height) {
	const x = scale(dayOf(asOf)) + "%";
	return svg("g", { class: "today" }, svg("line", { x1: x, x2: x, y1: 18, y2: height }),
		svg("text", { x, y: 12, "text-anchor": "middle" }, date(asOf)));
}

/* The picture; null where no two days are known. The table beside it says the same. */
function timeline(record, events) {
	const days = events.flatMap(event => [dayOf(event.document_date), dayOf(event.target_end)]).filter(day => day != null);
	if (days.length < 2)
		return null;
	const first = Math.min(...days), last = Math.max(...days), now = dayOf(asOf);
	/* Years after the last word the day would press the slips together; the number of days late is said above. */
	const shown = Boolean(record.due) && now > first && now < last + (last - first) / 2;
	const scale = scaleOf(shown ? days.concat(now) : days);
	const dated = events.filter(event => dayOf(event.document_date) != null || dayOf(event.target_end) != null);
	const top = shown ? 20 : 0, height = top + ROW * dated.length;
	return svg("svg", { class: "timeline", width: "100%", height, role: "img",
		"aria-label": "Timeline of recommendation " + record.label + "; the table below says the same in words." },
		shown && todayLine(scale, height), dated.map((event, i) => timelineRow(event, top + ROW * i + ROW / 2, scale)));
}

function timelineTable(events) {
	return el("table", { class: "history" },
		tableName("What was said to this recommendation, document by document"),
		tableHead(["Date", "Document", "What it says", "Due", "Moved by"]),
		el("tbody", {}, events.map(event => {
			const found = documents.get(event.document_id);
			return el("tr", {},
				el("th", { scope: "row", "data-name": "Date" }, date(event.document_date) || "no date"),
				el("td", { "data-name": "Document" }, eventName(event), event.who ? " (" + event.who + ")" : "",
					el("span", { class: "path" }, found ? baseName(found.source) : "")),
				el("td", { "data-name": "What it says" }, event.response_id && records.has(event.response_id)
					? el("a", { href: recordHref(event.response_id) }, eventWords(event)) : eventWords(event)),
				el("td", { "data-name": "Due" }, date(event.target_date)),
				el("td", { "data-name": "Moved by", class: event.slip_days > 0 ? "slip" : null }, slipWords(event.slip_days)));
		})));
}
