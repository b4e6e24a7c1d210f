/* main: which part of the report is shown. The address behind '#' says it, so links, back and forward are the browser's own. */

const PAGES = { overview: overviewPage, records: recordsPage, overdue: overduePage, changes: changesPage, repeats: repeatsPage };

const content = document.getElementById("content");
const scrolled = new Map(); /* how far each part was read, for the way back */
let followed = false;

/* "#records?q=x" -> the page, and which part of the navigation it belongs to */
function route(hash) {
	const [path, query] = hash.replace(/^#/, "").split("?", 2);
	const [name, id] = path.split("/", 2);
	if (name === "record")
		return { part: "records", nodes: recordPage(id || "") };
	return { part: name in PAGES ? name : "overview", nodes: (PAGES[name] || overviewPage)(new URLSearchParams(query || "")) };
}

function mark(part) {
	for (const link of document.querySelectorAll(".masthead nav a"))
		if (link.getAttribute("href") === "#" + part)
			link.setAttribute("aria-current", "page");
		else
			link.removeAttribute("aria-current");
}

/* Shows what the address names. After a link the reader is at its beginning, after "back" where he was. */
function show(first) {
	const hash = window.location.hash;
	const { part, nodes } = route(hash);
	content.replaceChildren(...nodes.flat(Infinity).filter(Boolean));
	mark(part);
	const title = content.querySelector("h1");
	document.title = (title ? title.textContent + " · " : "") + baseName(data.database);
	if (!first) {
		title.tabIndex = -1;
		title.focus({ preventScroll: true });
		window.scrollTo(0, followed ? 0 : scrolled.get(hash || "#overview") || 0);
	}
	if (hash === "#about")
		document.getElementById("about").scrollIntoView();
	followed = false;
}

document.addEventListener("click", event => {
	const link = event.target.closest("a[href^='#']:not(.skip)");
	if (link) {
		followed = true;
		scrolled.set(window.location.hash || "#overview", window.scrollY);
	}
});
/* Not by the address: that names parts of the report. */
document.querySelector(".skip").addEventListener("click", event => {
	event.preventDefault();
	content.focus();
});
window.history.scrollRestoration = "manual";
window.addEventListener("hashchange", () => show(false));

document.getElementById("database").textContent = data.database;
document.getElementById("version").textContent = data.winnow;
show(true);
