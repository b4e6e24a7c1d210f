/* record: one conclusion, recommendation or response, with all that is known of it. */

/* The text with the words marked that something was read from. */
function withWords(text, wordLists) {
	const spans = [];
	for (const words of wordLists.map(list => (list || "").trim())) {
		const at = words ? text.indexOf(words) : -1;
		if (at >= 0)
			spans.push([at, at + words.length]);
	}
	spans.sort((a, b) => a[0] - b[0]);
	return markedSpans(text, spans, 0, text.length);
}

function responseText(response) {
	return withWords(response.text, [response.position_words, response.status_words, response.target_text]);
}

/* Names and what is known under them; what is not known has no line. */
function facts(rows) {
	return el("dl", { class: "facts" }, rows.filter(row => row && row[1] && row[1].length !== 0).map(([name, value]) =>
		el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

/* ---- what it is ---- */

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
		conclusion && ["Conclusion", [el("a", { href: recordHref(conclusion.id) }, recordName(conclusion)), ": ",
			excerpt(conclusion.text, [], 200)]],
		["Id", String(record.id)]];
}

/* "agreed, read from “The Government agrees”" */
function readFrom(value, words) {
	if (!value || value === "unknown")
		return "no words for it were found";
	return named(value) + (words ? ", read from “" + words.trim() + "”" : "");
}

function targetWords(response) {
	const read = response.target_date ? ", read as " + date(response.target_date) + ", at the latest " + date(response.target_end)
		: ", read as no date";
	return "“" + response.target_text + "”" + read;
}

function responseFacts(response) {
	return [["Position", readFrom(response.position, response.position_words)],
		["Status", readFrom(response.status, response.status_words)],
		response.target_text && ["Target", targetWords(response)]];
}

/* ---- answers ---- */

function sourcesOf(record) {
	return (occurrences.get(record.id) || []).slice(0, 5).map(place => {
		const found = documents.get(place.document_id);
		return el("span", { class: "path" }, [found && found.source, lines(place.line_start, place.line_end)].filter(Boolean).join(", "));
	});
}

function answerArticle(response, link) {
	const found = documents.get(response.document_id);
	const kind = (found ? KINDS[found.kind] : "Document") + (response.who ? ", " + response.who : "");
	return el("article", { class: "answer" },
		el("h3", {}, found && found.date ? date(found.date) : "No date", ": ", el("a", { href: recordHref(response.id) }, kind)),
		el("blockquote", {}, responseText(response)),
		facts(responseFacts(response).concat([["Joined", reason(link.method, link.similarity)], ["Source", sourcesOf(response)]])));
}

function answersSection(record) {
	const links = (linksOf.recommendation.get(record.id) || []).filter(link => records.has(link.response_id));
	const found = links.map(link => [records.get(link.response_id), link]).sort(([a], [b]) => a.order - b.order);
	const title = found.length === 0 ? "No answer found" : found.length === 1 ? "The answer" : "The answers";
	return section(title, found.length === 0 && el("p", {}, "No document here answers it."),
		found.map(([response, link]) => answerArticle(response, link)));
}

function answeredSection(response) {
	const links = (linksOf.response.get(response.id) || []).filter(link => records.has(link.recommendation_id));
	return section(links.length === 0 ? "It is joined to no recommendation" : "What it answers", links.map(link => {
		const asked = records.get(link.recommendation_id);
		return el("article", { class: "answer" }, el("h3", {}, el("a", { href: recordHref(asked.id) }, recordName(asked))),
			el("blockquote", {}, asked.text), facts([["Joined", reason(link.method, link.similarity)]]));
	}));
}

/* ---- where it stands ---- */

const HOW = { stated: "Stated", quoted: "Quoted", mentioned: "Mentioned" };

function placeRow(place, record) {
	const found = documents.get(place.document_id);
	const as = place.label && place.label !== record.label ? " as " + place.label : "";
	const joined = (place.method === "stated" ? "" : "joined ") + reason(place.method, place.similarity);
	return el("li", {},
		el("p", {}, HOW[place.how] || named(place.how), as, " in ",
			found && found.title ? el("cite", {}, found.title) : "a document", found && found.date ? ", " + date(found.date) : ""),
		el("p", { class: "path" }, [found ? found.source : "", lines(place.line_start, place.line_end)].filter(Boolean).join(", ")),
		el("p", { class: "why" }, "Found by rule " + place.rule + "; " + joined + "."),
		place.text != null && el("details", {}, el("summary", {}, "In other words than the record: side by side"),
			sideBySide([record.text, place.text], ["The record", "As it stands there"])));
}

function placesSection(record) {
	const most = 40, places = occurrences.get(record.id) || [];
	return section("Where it stands", places.length === 0 ? el("p", {}, "In no document that counts now.")
		: el("ol", { class: "places" }, places.slice(0, most).map(place => placeRow(place, record))), andMore(places.length, most));
}

/* ---- what is like it ---- */

function samePassages(found) {
	return el("details", {}, el("summary", {}, "The same text, word for word: " + count(found.length, "repeat")),
		el("ul", { class: "plain" }, found.slice(0, 60).map(pair => el("li", {}, passagePlace(passages().get(pair.passage_id)),
			el("span", { class: "under" }, "repeats"), passagePlace(passages().get(pair.other_id))))));
}

function repeatsSection(record) {
	const most = 30, found = pairsOf(record);
	const same = found.filter(pair => pair.kind === "exact"), other = comparisons(found.filter(pair => pair.kind !== "exact"));
	return found.length === 0 ? null : section("What repeats its passages, and what is only like them",
		same.length > 0 && samePassages(same), other.length > 0 && differenceKey(),
		other.slice(0, most).map(comparisonFigure), andMore(other.length, most));
}

function againFigure(record, words, id, similarity) {
	const other = records.get(id);
	return el("figure", { class: "pair" },
		el("figcaption", {}, words, recordLink(other), ", similarity " + similarity.toFixed(2)),
		sideBySide([record.text, other.text], ["Here", "There"]));
}

function againSection(record) {
	const before = [repeatedFrom.get(record.id)].filter(row => row && records.has(row.earlier_id));
	const after = (repeatedBy.get(record.id) || []).filter(row => records.has(row.recommendation_id));
	return before.length + after.length === 0 ? null : section("Asked again",
		el("p", {}, "Related, and not the same recommendation: each has answers of its own."),
		before.map(row => againFigure(record, "An earlier report asks the same: ", row.earlier_id, row.similarity)),
		after.map(row => againFigure(record, "A later report asks it again: ", row.recommendation_id, row.similarity)));
}

/* ---- the pages ---- */

function historySection(record) {
	const events = eventsOf.get(record.id) || [];
	return events.length === 0 ? null : section("What became of it", timeline(record, events), timelineTable(events));
}

function followSection(record) {
	const found = recommendations.filter(other => other.conclusion_id === record.id);
	return found.length === 0 ? null : section("Recommendations that follow from it",
		el("ol", { class: "records" }, found.map(other => el("li", {},
			el("h3", {}, el("a", { href: recordHref(other.id) }, recordName(other))), el("p", {}, other.text), statusWords(other)))));
}

/* What each type has besides what all have. */
const SECTIONS = {
	recommendation: record => [historySection(record), answersSection(record), againSection(record)],
	conclusion: record => [followSection(record)],
	response: record => [answeredSection(record)],
};

function shellWord(text) {
	return /^[\w./-]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'";
}

function recordPage(id) {
	const record = records.get(Number(id));
	if (!record)
		return [el("h1", {}, "No such record"), el("p", {}, "This database has no record with the id ", el("code", {}, id), ". ",
			el("a", { href: "#records" }, "All records"))];
	const response = record.type === "response";
	return [el("h1", {}, recordName(record)),
		el("blockquote", { class: "text" }, response ? responseText(record) : record.text),
		record.type === "recommendation" && statusWords(record),
		facts(commonFacts(record).concat(response ? responseFacts(record) : [])),
		SECTIONS[record.type](record), placesSection(record), repeatsSection(record),
		el("p", { class: "command" }, "The same with the passages around it, and with what else its quotations could have been: ",
			el("code", {}, "winnow explain -d " + shellWord(data.database) + " " + record.id))];
}
