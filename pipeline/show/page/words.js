"use strict";
/*
 * words: building the page and saying things. Texts come from scraped files and are
 * hostile: they enter the page as text nodes only, never as markup.
 */

const SVG = "http://www.w3.org/2000/svg";

/* Attributes and children to a node: strings become text, arrays are taken apart, null is nothing. */
function fill(node, attributes, children) {
	for (const name in attributes) {
		const value = attributes[name];
		if (name.startsWith("on"))
			node.addEventListener(name.slice(2), value);
		else if (value === true)
			node.setAttribute(name, "");
		else if (value !== false && value != null)
			node.setAttribute(name, value);
	}
	for (const child of children.flat(Infinity))
		if (child != null && child !== false)
			node.append(child);
	return node;
}

function el(tag, attributes, ...children) {
	return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
	return fill(document.createElementNS(SVG, tag), attributes, children);
}

/* For who hears the page and does not see it. */
function unseen(text) {
	return el("span", { class: "unseen" }, text);
}

/* The head of a table: a name for each column, or [name, class]. */
function tableHead(columns, attributes) {
	return el("thead", attributes || {}, el("tr", {}, columns.map(column => {
		const [name, kind] = [].concat(column);
		return el("th", { scope: "col", class: kind, "aria-hidden": name ? null : "true" }, name);
	})));
}

/* What a table is, for who does not see what is around it. */
function tableName(text) {
	return el("caption", { class: "unseen" }, text);
}

/* "… and 12 more.": of a list that was cut. */
function andMore(total, most) {
	return total > most ? el("p", {}, "… and " + number(total - most) + " more.") : null;
}

/* ---- numbers ---- */

const digits = new Intl.NumberFormat("en-GB");

function number(n) {
	return digits.format(n);
}

function count(n, one, many) {
	return number(n) + " " + (n === 1 ? one : many || one + "s");
}

function percent(part, whole) {
	if (!whole)
		return "–";
	const share = 100 * part / whole;
	return (share > 0 && share < 1 ? "<1" : share > 99 && share < 100 ? ">99" : Math.round(share)) + " %";
}

/* ---- dates: EDTF, as winnow reads them ---- */

const MONTHS = { 1: "January", 2: "February", 3: "March", 4: "April", 5: "May", 6: "June", 7: "July", 8: "August",
	9: "September", 10: "October", 11: "November", 12: "December", 21: "spring", 22: "summer", 23: "autumn",
	24: "winter", 25: "spring", 26: "summer", 27: "autumn", 28: "winter", 33: "first quarter of",
	34: "second quarter of", 35: "third quarter of", 36: "fourth quarter of" };

function date(edtf) {
	const parts = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(edtf || "");
	if (!parts || !MONTHS[Number(parts[2])])
		return edtf || "";
	return (parts[3] ? Number(parts[3]) + " " : "") + MONTHS[Number(parts[2])] + " " + parts[1];
}

/* The day of an EDTF date as a number, its first or (where it is less exact) the middle; null for none. */
function dayOf(edtf) {
	const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(edtf || "");
	if (!parts)
		return null;
	const code = Number(parts[2] || 7);
	const month = code <= 12 ? code : code <= 28 ? [2, 5, 8, 11][(code - 21) % 4] + 2 : (code - 33) * 3 + 2;
	return Date.UTC(Number(parts[1]), month - 1, Number(parts[3] || 15)) / 86400000;
}

function isoDay(day) {
	return new Date(day * 86400000).toISOString().slice(0, 10);
}

/* The reader's day, as his calendar has it. */
function today() {
	const now = new Date();
	return isoDay(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86400000);
}

function daysBetween(from, to) {
	return Math.round(Date.parse(to) / 86400000 - Date.parse(from) / 86400000);
}

/* ---- names ---- */

const KINDS = { committee_report: "Committee report", government_response: "Government response", letter: "Letter",
	news: "News page", other: "Document" };
const TYPES = { recommendation: "Recommendation", conclusion: "Conclusion", response: "Response" };
const REPEATS = { exact: "the same text", folded: "the same but for case, punctuation, quotes or hyphens",
	truncated: "the beginning or the end of the other, cut short", contained: "a part of the other",
	spliced: "made of parts of others", near: "nearly the same", variant: "alike, and kept apart: other facts" };
const METHODS = { stated: "the report’s own words", label: "by report and label",
	paragraph: "by the paragraph of the report that it names", text: "by its text",
	position: "by where it stands, behind the quotation" };

function named(code) {
	return (code || "").replaceAll("_", " ");
}

function ordinal(n) {
	const tens = n % 100;
	return n + (tens > 10 && tens < 14 ? "th" : ["th", "st", "nd", "rd"][n % 10] || "th");
}

/* "by its text, similarity 0.93" */
function reason(method, similarity) {
	const how = METHODS[method] || "by " + method;
	return similarity == null || method === "stated" ? how : how + ", similarity " + similarity.toFixed(2);
}

function baseName(path) {
	return path.slice(path.lastIndexOf("/") + 1);
}

function reportTitle(report) {
	if (report && report.title)
		return report.title;
	return report && report.file ? "(unnamed, in " + baseName(report.file) + ")" : "(unnamed report)";
}

/* "Committee of Public Accounts, 24th report of session 2016-17, HC 641" */
function reportName(report) {
	if (!report)
		return "";
	const parts = [report.body];
	if (report.number)
		parts.push(ordinal(report.number) + (report.special ? " special report" : " report") +
			(report.session ? " of session " + report.session : ""));
	else if (report.session)
		parts.push("session " + report.session);
	parts.push(report.paper);
	return parts.filter(Boolean).join(", ");
}

function lines(from, to) {
	if (!from)
		return "";
	return to > from ? "lines " + from + "–" + to : "line " + from;
}
