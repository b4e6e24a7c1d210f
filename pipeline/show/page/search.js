/*
 * search: which records have all of these words. A word is found wherever it stands, in
 * any case, with or without accents; words in quotation marks must stand together. Ten
 * thousand records are a few megabytes: reading through them takes a few hundredths
 * of a second, so the only index is the folded text, made at the first search.
 */

const QUOTES = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-" };

function fold(text) {
	if (/^[\x20-\x7e]*$/.test(text))
		return text.toLowerCase();
	return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[‘’“”–—‐‑]/g, c => QUOTES[c]).toLowerCase();
}

/* fold, and for each unit of the result the place it comes from. */
function foldWithPlaces(text) {
	let folded = "";
	const places = [];
	let at = 0;
	for (const character of text) {
		const piece = fold(character);
		for (let i = 0; i < piece.length; i++)
			places.push(at);
		folded += piece;
		at += character.length;
	}
	places.push(at);
	return { folded, places };
}

const haystacks = new Map();

function haystack(record) {
	let found = haystacks.get(record.id);
	if (found === undefined) {
		const report = record.report;
		const of = report ? [report.title, report.body, report.department, report.session, report.paper] : [];
		found = fold([record.text, TYPES[record.type], record.label, record.id, record.who, record.addressee, ...of].join("\n"));
		haystacks.set(record.id, found);
	}
	return found;
}

/* 'flood "by june"' -> ["flood", "by june"] */
function needlesOf(query) {
	const needles = [];
	for (const part of fold(query).matchAll(/"([^"]+)"?|([^\s"]+)/g)) {
		const needle = (part[1] || part[2]).replace(/\s+/g, " ").trim();
		if (needle)
			needles.push(needle);
	}
	return needles;
}

function matches(record, needles) {
	return needles.every(needle => haystack(record).includes(needle));
}

/* Where the needles are in the text, in order. */
function finds(text, needles) {
	const most = 200, { folded, places } = foldWithPlaces(text.slice(0, 20000));
	const spans = [];
	for (const needle of needles)
		for (let at = folded.indexOf(needle); at >= 0 && spans.length < most; at = folded.indexOf(needle, at + needle.length))
			spans.push([places[at], places[at + needle.length]]);
	return spans.sort((a, b) => a[0] - b[0]);
}

/* The text as nodes with what was searched for marked, from near the first find on, cut at a word to `most`. */
function excerpt(text, needles, most) {
	const spans = needles.length > 0 ? finds(text, needles) : [];
	const first = spans.length > 0 && spans[0][0] > most / 2 ? text.lastIndexOf(" ", spans[0][0] - most / 3) + 1 : 0;
	const blank = text.lastIndexOf(" ", first + most);
	const end = text.length - first <= most ? text.length : blank > first ? blank : first + most;
	return [first > 0 ? "… " : "", markedSpans(text, spans, first, end), end < text.length ? " …" : ""];
}
