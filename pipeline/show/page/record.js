/* record: one conclusion, recommendation or response, with all that is known of it. */

/* The text with the words marked that something was read from. */
function withWords(text, wordLists) {
	const spans = [];
	for (const words of wordLists) {
		const at = words ? text.indexOf(words.trim()) : -1;
		if (at >= 0 && words.trim())
			spans.push([at, at + words.trim().length]);
	}
	spans.sort((a, b) => a[0] - b[0]);
	const nodes = [];
	let from = 0;
	for (const [start, end] of spans) {
		if (start < from)
			continue;
		nodes.push(text.slice(from, start), el("mark", {}, text.slice(start, end)));
		from = end;
	}
	nodes.push(text.slice(from));
	return nodes;
}

function facts(rows) {
	return el("dl", { class: "facts" }, rows.filter(row => row && row[1] && row[1].length !== 0).map(([name, value]) =>
		el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

/* "agreed, read from “The Government agrees”" */
function readFrom(value, words) {
	if (!value || value === "unknown")
		return "no words for it were found";
	return named(value) + (words ? ", read from “" + words.trim() + "”" : "");
}

function reportFact(record) {
	const report = record.report;
	return report && ["Report", [el("a", { href: recordsHref({ report: report.id, type: "all" }) }, reportTitle(report)),
		el("span", { class: "under" }, reportName(report), report.date ? ", " + date(report.date) : "",
			report.attributed ? "" : " (its source does not say which report this is)")]];
}

function commonFacts(record) {
	const conclusion = records.get(record.conclusion_id);
	return [reportFact(record), ["Department", record.report && record.report.department], ["Addressee", record.addressee],
		["Paragraph", record.paragraph_ref], ["Who answers", record.who],
		conclusion && ["Conclusion", [el("a", { href: recordHref(conclusion.id) }, "Conclusion " + conclusion.label), ": ", excerpt(conclusion.text, [], 200)]],
		["Id", String(record.id)]];
}

/* ---- answers ---- */

function answer(response, link, level) {
	const found = documents.get(response.document_id);
	return el("article", { class: "answer" },
		el(level, {}, found && found.date ? date(found.date) : "No date", ": ",
			el("a", { href: recordHref(response.id) }, found ? KINDS[found.kind] : "Document", response.who ? ", " + response.who : "")),
		el("blockquote", {}, withWords(response.text, [response.position_words, response.status_words, response.target_text])),
		facts([["Position", readFrom(response.position, response.position_words)], ["Status", readFrom(response.status, response.status_words)],
			response.target_text && ["Target", "“" + response.target_text + "”" + (response.target_date ? ", read as " + date(response.target_date) + ", at the latest " + date(response.target_end) : ", read as no date")],
			["Joined", reason(link.method, link.similarity)], ["Source", sourcesOf(response)]]));
}

function sourcesOf(record) {
	return (occurrences.get(record.id) || []).slice(0, 5).map(place => {
		const found = documents.get(place.document_id);
		return el("span", { class: "path" }, [found && found.source, lines(place.line_start, place.line_end)].filter(Boolean).join(", "));
	});
}

function answersSection(record) {
	const found = (linksOf.recommendation.get(record.id) || []).map(link => [records.get(link.response_id), link]).filter(([response]) => response);
	found.sort(([a], [b]) => responses.indexOf(a) - responses.indexOf(b));
	return section(found.length === 0 ? "No answer found" : found.length === 1 ? "The answer" : "The answers",
		found.length === 0 && el("p", {}, "No document here answers it."), found.map(([response, link]) => answer(response, link, "h3")));
}

function answersWhat(record) {
	const found = (linksOf.response.get(record.id) || []).filter(link => records.has(link.recommendation_id));
	return section(found.length === 0 ? "It is joined to no recommendation" : "What it answers", found.map(link => {
		const asked = records.get(link.recommendation_id);
		return el("article", { class: "answer" }, el("h3", {}, el("a", { href: recordHref(asked.id) }, recordName(asked))),
			el("blockquote", {}, asked.text), facts([["Joined", reason(link.method, link.similarity)]]));
	}));
}

/* ---- where it stands, what repeats it ---- */

const HOW = { stated: "Stated", quoted: "Quoted", mentioned: "Mentioned" };

function placeRow(place, record) {
	const found = documents.get(place.document_id);
	const only = place.text == null ? null : compare(record.text, place.text);
	return el("li", {},
		el("p", {}, HOW[place.how] || named(place.how), place.label && place.label !== record.label ? " as " + place.label : "", " in ",
			found && found.title ? el("cite", {}, found.title) : "a document", found && found.date ? ", " + date(found.date) : ""),
		el("p", { class: "path" }, [found ? found.source : "", lines(place.line_start, place.line_end)].filter(Boolean).join(", ")),
		el("p", { class: "why" }, "Found by rule " + place.rule + "; " + (place.method === "stated" ? "" : "joined ") + reason(place.method, place.similarity) + "."),
		only && el("details", {}, el("summary", {}, "In other words than the record: side by side"),
			el("div", { class: "halves" }, el("div", { class: "half" }, el("p", { class: "side" }, "The record"), el("blockquote", {}, marked(record.text, only.left, "del"))),
				el("div", { class: "half" }, el("p", { class: "side" }, "As it stands there"), el("blockquote", {}, marked(place.text, only.right, "ins"))))));
}

function placesSection(record) {
	const places = occurrences.get(record.id) || [];
	return section("Where it stands", places.length === 0 ? el("p", {}, "In no document that counts now.")
		: el("ol", { class: "places" }, places.slice(0, 40).map(place => placeRow(place, record))),
		places.length > 40 && el("p", {}, "… and " + number(places.length - 40) + " more."));
}

function repeatsSection(record) {
	const found = pairsOf(record), same = found.filter(pair => pair.kind === "exact");
	const other = comparisons(found.filter(pair => pair.kind !== "exact"));
	if (found.length === 0)
		return null;
	return section("What repeats its passages, and what is only like them",
		same.length > 0 && el("details", {}, el("summary", {}, "The same text, word for word: " + count(same.length, "repeat")),
			el("ul", { class: "plain" }, same.slice(0, 60).map(pair => el("li", {}, passagePlace(passages().get(pair.passage_id)),
				el("span", { class: "under" }, "repeats"), passagePlace(passages().get(pair.other_id)))))),
		other.length > 0 && differenceKey(), other.slice(0, 30).map(comparisonFigure),
		other.length > 30 && el("p", {}, "… and " + number(other.length - 30) + " more."));
}

function againSection(record) {
	const before = repeatedFrom.get(record.id), after = repeatedBy.get(record.id) || [];
	const rows = (before ? [["An earlier report asks the same: ", before.earlier_id, before]] : [])
		.concat(after.map(row => ["A later report asks it again: ", row.recommendation_id, row])).filter(row => records.has(row[1]));
	return rows.length === 0 ? null : section("Asked again", el("p", {}, "Related, and not the same recommendation: each has answers of its own."),
		rows.map(([words, id, row]) => {
			const other = records.get(id), only = compare(record.text, other.text);
			return el("figure", { class: "pair" }, el("figcaption", {}, words, el("a", { href: recordHref(id) }, recordName(other).toLowerCase(), " of ", reportTitle(other.report)),
				", similarity " + row.similarity.toFixed(2)),
				el("div", { class: "halves" }, el("div", { class: "half" }, el("p", { class: "side" }, "Here"), el("blockquote", {}, marked(record.text, only.left, "del"))),
					el("div", { class: "half" }, el("p", { class: "side" }, "There"), el("blockquote", {}, marked(other.text, only.right, "ins")))));
		}));
}

/* ---- the pages ---- */

function historySection(record) {
	const events = eventsOf.get(record.id) || [];
	return events.length === 0 ? null : section("What became of it", timeline(record, events), timelineTable(events));
}

function followSection(record) {
	const found = recommendations.filter(other => other.conclusion_id === record.id);
	return found.length === 0 ? null : section("Recommendations that follow from it", el("ol", { class: "records" }, found.map(other =>
		el("li", {}, el("h3", {}, el("a", { href: recordHref(other.id) }, recordName(other))), el("p", {}, other.text), statusWords(other)))));
}

const SECTIONS = {
	recommendation: record => [historySection(record), answersSection(record), againSection(record)],
	conclusion: record => [followSection(record)],
	response: record => [answersWhat(record)],
};

function responseFacts(record) {
	return record.type !== "response" ? [] : [["Position", readFrom(record.position, record.position_words)],
		["Status", readFrom(record.status, record.status_words)],
		record.target_text && ["Target", "“" + record.target_text + "”" + (record.target_date ? ", read as " + date(record.target_date) : "")]];
}

function shellWord(text) {
	return /^[\w./-]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'";
}

function recordPage(id) {
	const record = records.get(Number(id));
	if (!record)
		return [el("h1", {}, "No such record"), el("p", {}, "This database has no record with the id ", el("code", {}, id), ". ",
			el("a", { href: "#records" }, "All records"))];
	return [el("h1", {}, recordName(record)),
		el("blockquote", { class: "text" }, record.type === "response" ? withWords(record.text, [record.position_words, record.status_words, record.target_text]) : record.text),
		record.type === "recommendation" && statusWords(record), facts(commonFacts(record).concat(responseFacts(record))),
		SECTIONS[record.type](record), placesSection(record), repeatsSection(record),
		el("p", { class: "command" }, "The same with the passages around it: ", el("code", {}, "winnow explain -d " + shellWord(data.database) + " " + record.id))];
}
