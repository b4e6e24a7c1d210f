/*
 * data: the database as objects that know each other. Rows become objects once, at the
 * start; what only some pages need (passages, the index for search) is made when first asked for.
 */

const data = JSON.parse(document.getElementById("data").textContent);

/* The rows of a set as objects; a set that is not there is empty. */
function rowsOf(name) {
	const set = data[name];
	if (!set)
		return [];
	return set.rows.map(row => {
		const object = {};
		for (let i = 0; i < row.length; i++)
			object[set.columns[i]] = row[i];
		return object;
	});
}

function byId(rows) {
	return new Map(rows.map(row => [row.id, row]));
}

function put(groups, key, row) {
	const found = groups.get(key);
	if (found)
		found.push(row);
	else
		groups.set(key, [row]);
}

/* key -> all rows that have it, in their order; `key` is the name of a column, or a function of the row. */
function grouped(rows, key) {
	const groups = new Map(), of = typeof key === "function" ? key : row => row[key];
	for (const row of rows)
		put(groups, of(row), row);
	return groups;
}

function later(make) {
	let made;
	return () => made === undefined ? made = make() : made;
}

const documents = byId(rowsOf("documents"));
const reports = byId(rowsOf("reports"));
const conclusions = rowsOf("conclusions");
const recommendations = rowsOf("recommendations");
const responses = rowsOf("responses");
const records = new Map();
const runs = rowsOf("runs");

const eventsOf = grouped(rowsOf("history"), "recommendation_id");
const linksOf = { response: new Map(), recommendation: new Map() };
const repeatedFrom = byKey(rowsOf("repetitions"), "recommendation_id");
const repeatedBy = grouped([...repeatedFrom.values()], "earlier_id");
const occurrences = grouped(rowsOf("occurrences"), "record_id");

function byKey(rows, key) {
	return new Map(rows.map(row => [row[key], row]));
}

/* Where there is no date, the year of the first document that states it. */
function yearOf(report, record) {
	const places = occurrences.get(record.id) || [];
	const stated = report && report.date ? report : places.map(place => documents.get(place.document_id))
		.find(found => found && found.date);
	return stated ? stated.date.slice(0, 4) : null;
}

function unnamed(record) {
	const report = reports.get(record.report_id);
	return report && (report.title || report.body) ? 0 : 1;
}

function connect(type, rows) {
	for (const [order, record] of rows.entries()) {
		record.type = type;
		record.order = order;
		record.report = reports.get(record.report_id);
		record.year = yearOf(record.report, record);
		records.set(record.id, record);
		nameByFile(record);
	}
}

/* What tells a report without a title from others: a file that it stands in. */
function nameByFile(record) {
	const place = (occurrences.get(record.id) || [])[0], found = place && documents.get(place.document_id);
	if (record.report && !record.report.title && !record.report.file && found)
		record.report.file = found.source;
}

function connectLinks() {
	const links = rowsOf("links");
	linksOf.response = grouped(links, "response_id");
	linksOf.recommendation = grouped(links, "recommendation_id");
}

/* Reports that say which they are come first. */
for (const rows of [conclusions, recommendations])
	rows.sort((a, b) => unnamed(a) - unnamed(b));
connect("conclusion", conclusions);
connect("recommendation", recommendations);
connect("response", responses);
connectLinks();

/* The farthest that a target moved in one step, over all documents; 0: it never did. */
for (const record of recommendations) {
	const events = eventsOf.get(record.id) || [];
	record.slip = events.reduce((most, event) => Math.max(most, event.slip_days || 0), 0);
}

/* ---- passages, and what repeats them ---- */

const passages = later(() => byId(rowsOf("passages")));
const pairs = later(() => rowsOf("pairs").filter(pair => passages().has(pair.passage_id) && passages().has(pair.other_id)));
const pairsOfPassage = later(() => {
	const groups = new Map();
	for (const pair of pairs())
		for (const id of [pair.passage_id, pair.other_id])
			put(groups, id, pair);
	return groups;
});
const passagesOfRecord = later(() => grouped(rowsOf("record_passages"), "record_id"));

/* Each pair once that a record's passages are in. */
function pairsOf(record) {
	const own = passagesOfRecord().get(record.id) || [];
	return [...new Set(own.flatMap(row => pairsOfPassage().get(row.passage_id) || []))];
}

/* ---- how far a recommendation is ---- */

/* Everything that is late is late on this day; the reader may choose another. */
let asOf = today();

function isOverdue(record) {
	return Boolean(record.due) && record.target_end < asOf;
}

function daysOverdue(record) {
	return daysBetween(record.target_end, asOf);
}

const ACCEPTED = ["agreed", "partially_agreed"];

/*
 * The two ways to look at recommendations: what was answered, and what was done. A rate is the share that `won` of those
 * that it `counts`, as the views acceptance_rates and implementation_rates have it.
 */
const LOOKS = {
	answer: {
		title: "What was answered",
		of: record => record.answered ? record.position : "none",
		names: { agreed: "agreed", partially_agreed: "partially agreed", disagreed: "disagreed", noted: "noted",
			unknown: "answered, no position in words", none: "no answer found" },
		rate: "Accepted",
		won: record => ACCEPTED.includes(record.position),
		counts: record => record.position === "disagreed" || ACCEPTED.includes(record.position),
	},
	progress: {
		title: "What was done",
		of: record => !record.answered ? "none" : isOverdue(record) ? "overdue" : record.status,
		names: { implemented: "implemented", in_progress: "in progress", overdue: "agreed and overdue",
			not_implemented: "not implemented", withdrawn: "withdrawn", unknown: "answered, no status in words",
			none: "no answer found" },
		rate: "Implemented",
		won: record => record.status === "implemented",
		counts: record => Boolean(record.answered) && ["implemented", "in_progress", "not_implemented"].includes(record.status),
	},
};
