/*
 * charts: bars of parts. Every chart is a table whose last column is a bar, or stands
 * beside a table with its figures: who cannot see the bars reads the numbers. Widths are
 * percentages, so that a chart fits a telephone and a sheet of paper without being drawn anew.
 */

/* How many of `rows` are in each part of a look, in the order of its names. */
function tally(rows, look) {
	const counts = {};
	for (const name in look.names)
		counts[name] = 0;
	for (const row of rows)
		counts[look.of(row) in counts ? look.of(row) : "unknown"]++;
	return counts;
}

/* A bar whose parts lie side by side; `whole` is what the full width stands for. */
function stackedBar(counts, whole, height) {
	const bar = svg("svg", { class: "bar", width: "100%", height, "aria-hidden": "true", focusable: "false" });
	let x = 0;
	for (const name in counts) {
		const width = 100 * counts[name] / whole;
		if (width > 0)
			bar.append(svg("rect", { class: "part " + name, x: x + "%", y: 0, width: width + "%", height }));
		x += width;
	}
	return bar;
}

/* One bar for everything, and under it each part with its number, which leads to its records. */
function partsChart(rows, key, look) {
	const counts = tally(rows, look);
	const items = Object.keys(counts).filter(name => counts[name] > 0).map(name =>
		el("tr", {},
			el("th", { scope: "row" }, swatch(name),
				el("a", { href: recordsHref({ [key]: name }) }, look.names[name])),
			el("td", { class: "number" }, number(counts[name])),
			el("td", { class: "number share" }, percent(counts[name], rows.length))));
	return el("div", { class: "parts" }, stackedBar(counts, rows.length, 34),
		el("table", { class: "legend" }, tableName(look.title),
			tableHead(["Part", "Recommendations", "Share"], { class: "unseen" }), el("tbody", {}, items)));
}

function swatch(name) {
	return svg("svg", { class: "swatch", width: 12, height: 12, "aria-hidden": "true" },
		svg("rect", { class: "part " + name, width: 12, height: 12 }));
}

/* The key to the colours of the charts below it. */
function legend(rows, look) {
	const counts = tally(rows, look);
	return el("p", { class: "key" }, Object.keys(counts).filter(name => counts[name] > 0).map(name =>
		el("span", { class: "entry" }, swatch(name), look.names[name])));
}

/* Rows of one group each: name, number, bar. `groups`: [name, rows, filter], the largest first. */
function groupsChart(caption, heading, groups, look) {
	const most = groups.reduce((n, group) => Math.max(n, group[1].length), 1);
	const parts = Object.keys(look.names);
	return el("table", { class: "groups" }, tableName(caption),
		tableHead([heading, ["Number", "number"], [look.rate, "number"], [look.title, "wide"]]),
		el("tbody", {}, groups.map(([name, rows, filter]) => {
			const counts = tally(rows, look);
			const said = parts.filter(part => counts[part] > 0).map(part => counts[part] + " " + look.names[part])
				.join(", ");
			return el("tr", {},
				el("th", { scope: "row" }, el("a", { href: recordsHref(filter) }, name)),
				el("td", { class: "number" }, number(rows.length)),
				el("td", { class: "number share" },
					percent(rows.filter(look.won).length, rows.filter(look.counts).length)),
				el("td", { class: "wide", title: said }, unseen(said), stackedBar(counts, most, 16)));
		})));
}

/* ---- years ---- */

const COLUMN = 150;

function yearColumn(counts, x, width, most) {
	const column = svg("g", {});
	let y = COLUMN;
	for (const name in counts) {
		const height = COLUMN * counts[name] / most;
		y -= height;
		if (height > 0)
			column.append(svg("rect", { class: "part " + name, x: x + "%", y: y + 16, width: width + "%", height }));
	}
	return column;
}

/* Columns along the years, those without records too; the figures are in the table under it. */
function yearsChart(rows, look) {
	const known = grouped(rows.filter(row => row.year), "year");
	const years = [...known.keys()].map(Number);
	if (years.length === 0)
		return null;
	const first = Math.min(...years), last = Math.max(...years), step = 100 / (last - first + 1);
	const most = Math.max(...[...known.values()].map(group => group.length));
	const every = Math.ceil((last - first + 1) / 10);
	const name = "Recommendations by year of report, " + first + " to " + last + "; the figures are in the table below.";
	const picture = svg("svg", { class: "years", width: "100%", height: COLUMN + 40, role: "img", "aria-label": name });
	for (let year = first; year <= last; year++) {
		const group = known.get(String(year)) || [], x = (year - first) * step, middle = x + step / 2 + "%";
		const top = 11 + COLUMN * (1 - group.length / most);
		picture.append(yearColumn(tally(group, look), x + step * 0.14, step * 0.72, most));
		if (group.length && step >= 3)
			picture.append(svg("text", { x: middle, y: top, class: "figure" }, number(group.length)));
		if ((year - first) % every === 0)
			picture.append(svg("text", { x: middle, y: COLUMN + 34 }, String(year)));
	}
	picture.append(svg("line", { class: "axis", x1: 0, x2: "100%", y1: COLUMN + 16, y2: COLUMN + 16 }));
	return picture;
}
