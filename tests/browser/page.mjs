/*
 * page: the page of `winnow report --html` in a real Chromium, as people use it.
 *
 *     node page.mjs FIXTURES.html HEAP.html SCREENSHOTS
 *
 * FIXTURES is the page of the golden cases, HEAP that of heap.sql, with 10,000 recommendations. The day is set, so that
 * what is overdue is the same every day. Screenshots go to the folder, to be looked at. What does not hold is named, and
 * the status is 1. Times are told and not judged.
 */
import { chromium } from "playwright-core";
import axe from "axe-core";
import fs from "node:fs";

const [fixtures, heap, pictures] = process.argv.slice(2);
const DAY = new Date("2026-01-15T12:00:00Z");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
	"--disable-component-update", "--disable-sync"];
const PARTS = ["#overview", "#records", "#overdue", "#changes", "#repeats"];
const failures = [];

function check(holds, what) {
	if (!holds)
		failures.push(what);
}

function equal(found, expected, what) {
	check(found === expected, `${what}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}

/* A page in a context of its own, which reports whatever goes wrong in it or leaves it. */
async function open(browser, file, hash, { clock = true, ...settings } = {}) {
	const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...settings });
	const page = await context.newPage();
	page.on("console", message => message.type() === "error" && !(page.foreign && message.text().startsWith("Executing inline script violates")) &&
		failures.push(`console: ${message.text()}`));
	page.on("pageerror", error => failures.push(`script: ${error.stack}`));
	page.on("request", request => check(request.url().split("#")[0] === "file://" + file, `request: ${request.url()}`));
	if (clock)
		await page.clock.setFixedTime(DAY);
	await page.goto("file://" + file + hash);
	return page;
}

/* The page draws a part when it is told of the new address, a task later than whoever changed it. */
async function drawn(page) {
	await page.evaluate(() => new Promise(done => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), 50)));
}

async function go(page, hash) {
	await page.evaluate(to => { window.location.hash = to; }, hash);
	await drawn(page);
}

async function follow(page, link) {
	await link.click();
	await drawn(page);
}

const status = page => page.locator("[role=status]").textContent();
const entries = page => page.locator(".records > li");

/* ---- what people do ---- */

async function searching(page) {
	await go(page, "#records");
	check((await status(page)).startsWith("10,000 of 10,000 recommendations"), "the list begins with all: " + await status(page));
	equal(await entries(page).count(), 50, "entries in the document");
	await page.getByLabel("Search").fill("\"FIGURE 4242 for\"");
	await page.waitForFunction(() => document.querySelector("[role=status]").textContent.startsWith("1 of"));
	equal(await page.locator("mark").first().textContent(), "figure 4242 for", "what was searched for is marked");
	check(page.url().includes("#records?q="), "the search is in the address");
	await follow(page, entries(page).first().getByRole("link"));
	equal(await page.locator("h1").textContent(), "Recommendation 1b", "a link leads to the record");
	equal(await page.evaluate(() => document.activeElement.tagName), "H1", "the focus is on its heading");
	check((await page.locator("blockquote.text").textContent()).includes("figure 4242 "), "with its text");
	await page.goBack();
	await drawn(page);
	check((await status(page)).startsWith("1 of 10,000"), "back is where it was");
	equal(await page.getByLabel("Search").inputValue(), "\"FIGURE 4242 for\"", "with the search");
	await page.getByLabel("Search").fill("nothing has these words");
	await page.waitForFunction(() => document.querySelector("[role=status]").textContent.startsWith("0 of"));
}

async function filtering(page) {
	await go(page, "#overview");
	const row = page.locator(".groups tr").filter({ hasText: "Committee on Harbours" });
	const told = await row.locator(".number").first().textContent();
	await follow(page, row.getByRole("link"));
	check((await status(page)).startsWith(told + " of 10,000"), "the list has as many as the chart says: " + await status(page));
	await page.getByLabel("Progress").selectOption("overdue");
	const late = (await status(page)).split(" ")[0];
	await page.getByLabel("Order").selectOption("late");
	const days = await page.locator(".standing").allTextContents();
	const numbers = days.map(text => Number(/([\d,]+) days late/.exec(text)[1].replace(",", "")));
	check(numbers.length === 50 && numbers.every((n, i) => i === 0 || n <= numbers[i - 1]), "the longest overdue is first");
	await follow(page, page.getByRole("link", { name: "Next →" }));
	check((await status(page)).includes("page 2"), "the next page");
	equal((await status(page)).split(" ")[0], late, "of the same list");
	await follow(page, page.getByRole("link", { name: "Clear all" }));
	await page.locator("select[name=type]").selectOption("response");
	check((await status(page)).includes("responses"), "responses can be chosen");
	equal(await page.evaluate(() => document.activeElement.name), "type", "and the focus stays");
}

async function counting(page) {
	await go(page, "#overdue");
	check(/^[1-9][\d,]+ recommendations are overdue on 15 January 2026/.test(await status(page)), "overdue: " + await status(page));
	await page.getByLabel("Counted on").fill("2000-01-01");
	await page.waitForFunction(() => document.querySelector("[role=status]").textContent.startsWith("0 "));
	equal(await page.locator(".late tbody tr").count(), 0, "nothing was late then");
	await go(page, "#repeats?kind=variant");
	equal(await page.locator("figure.pair").count(), 20, "variants on a page");
	await follow(page, page.getByRole("link", { name: "Next →" }));
	equal(await page.locator("figure.pair").count(), 10, "and on the next");
	await follow(page, page.locator(".whence a").first());
	equal(await page.locator("h2", { hasText: "What repeats its passages" }).count(), 1, "the record has them too");
	await go(page, "#changes");
	equal(await page.locator("h2", { hasText: "Target dates" }).textContent(), "Target dates moved or set (50)", "changes");
	await go(page, "#overview");
	await page.getByLabel("What was answered").check();
	check(await page.locator(".legend", { hasText: "disagreed" }).isVisible(), "the other way to look at it");
}

/* In the document of the golden cases: a date that slips, words that differ. */
async function reading(page) {
	await go(page, "#records?moved=1&sort=slip");
	await follow(page, entries(page).first().getByRole("link"));
	check(await page.locator("svg.timeline .slipped").count() > 0, "the timeline shows the slip");
	check(await page.locator(".history .slip").count() > 0, "its table says so");
	check(await page.locator(".places .path").count() > 1, "the places are named");
	check(await page.locator(".answer mark").count() > 0, "the words are marked that it was read from");
	await go(page, "#repeats?kind=near");
	check(await page.locator(".half del").count() > 0 && await page.locator(".half ins").count() > 0, "the words are marked that differ");
	await go(page, "#record/1");
	equal(await page.locator("h1").textContent(), "No such record", "an id that is not there");
}

async function keyboard(page) {
	await page.reload();
	await page.keyboard.press("Tab");
	equal(await page.evaluate(() => document.activeElement.className), "skip", "the first stop skips the navigation");
	await page.keyboard.press("Enter");
	await drawn(page);
	equal(await page.evaluate(() => document.activeElement.id), "content", "and leads to the content");
	await page.reload();
	for (const stop of ["Skip to the content", "Overview", "Records"]) {
		await page.keyboard.press("Tab");
		equal(await page.evaluate(() => document.activeElement.textContent), stop, "order of the stops");
		check(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none"), "the focus is seen on " + stop);
	}
	await page.keyboard.press("Enter");
	await page.waitForSelector(".controls");
	await page.keyboard.press("Tab");
	equal(await page.evaluate(() => document.activeElement.name), "q", "then the search");
	await page.keyboard.type("figure 77 ");
	await page.waitForFunction(() => !document.querySelector("[role=status]").textContent.startsWith("10,000"));
	for (let i = 0; i < 20 && !await page.evaluate(() => document.activeElement.closest(".records")); i++)
		await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await page.waitForSelector("blockquote.text");
}

/* ---- what texts must not do ---- */

async function hostility(page) {
	await go(page, "#record/8000001");
	check((await page.locator("blockquote.text").textContent()).startsWith("</script><script>"), "markup is shown as text");
	equal(await page.locator("img, iframe, object, embed, [onclick], [onerror]").count(), 0, "elements made from texts");
	equal(await page.locator("script").count(), 2, "scripts");
	check(!(await page.title()).includes("taken"), "no text ran as a script");
	page.foreign = true; /* what comes is said on the console, as it should be */
	const policy = await page.evaluate(() => new Promise(done => {
		document.addEventListener("securitypolicyviolation", event => done(event.effectiveDirective));
		const script = document.createElement("script");
		script.textContent = "document.title = 'taken'";
		document.body.append(script);
		setTimeout(() => done("nothing"), 500);
	}));
	equal(policy, "script-src-elem", "the policy stops a foreign script");
	await page.reload();
}

/* ---- how it looks ---- */

async function accessible(page, what) {
	await page.evaluate(axe.source);
	const { violations, passes } = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] }));
	check(passes.length > 15, `${what}: few rules of accessibility were tried`);
	for (const found of violations)
		failures.push(`${what}: ${found.id}: ${found.help}: ${found.nodes.slice(0, 2).map(node => node.html.slice(0, 120)).join(" | ")}`);
}

async function fits(page, what) {
	const width = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
	check(width <= 0, `${what}: ${width} pixels too wide`);
}

async function pictured(browser, file, parts) {
	const shades = [];
	for (const [name, settings] of Object.entries({ light: { colorScheme: "light" }, dark: { colorScheme: "dark" },
		narrow: { colorScheme: "light", viewport: { width: 400, height: 800 } } })) {
		const page = await open(browser, file, "", settings);
		shades.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
		for (const part of parts) {
			await go(page, part);
			await fits(page, `${name} ${part}`);
			await accessible(page, `${name} ${part}`);
			await page.screenshot({ path: `${pictures}/${name}-${part.replace(/\W+/g, "-").slice(1)}.png`, fullPage: true });
		}
		await page.context().close();
	}
	check(shades[0] !== shades[1], "the two themes differ");
}

async function printed(page, hash) {
	await go(page, hash);
	await page.emulateMedia({ media: "print", colorScheme: "dark" });
	equal(await page.locator(".masthead nav").isVisible(), false, "the navigation is printed");
	equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)", "paper is white, also at night");
	const pdf = await page.pdf({ format: "A4", path: `${pictures}/print${hash.replace(/\W+/g, "-")}.pdf` });
	check(pdf.length > 10000, "a printed page has something on it");
	await page.emulateMedia({ media: "screen" });
}

/* ---- how fast ---- */

async function told(page) {
	const took = await page.evaluate(async () => {
		const paint = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
		const time = async act => {
			const start = performance.now();
			act();
			await paint();
			return Math.round(performance.now() - start);
		};
		const load = Math.round(performance.timing.domComplete - performance.timing.navigationStart);
		const box = () => document.querySelector("[name=q]");
		const search = word => {
			box().value = word;
			const change = new Event("change", { bubbles: true });
			document.querySelector("[name=sort]").dispatchEvent(change); /* at once, without the pause for typing */
		};
		return { load, list: await time(() => { window.location.hash = "#records"; }), first: await time(() => search("vessel northern")),
			next: await time(() => search("vessel norther")), all: await time(() => search("zzz")),
			repeats: await time(() => { window.location.hash = "#repeats?kind=near"; }),
			memory: Math.round(performance.memory.usedJSHeapSize / 1e6) };
	});
	console.log(`10,000 recommendations: ${(fs.statSync(heap).size / 1e6).toFixed(1)} MB, shown ${took.load} ms after opening; list ${took.list} ms, ` +
		`first search ${took.first} ms, next ${took.next} and ${took.all} ms, repeats ${took.repeats} ms; ${took.memory} MB of script memory`);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
try {
	const timed = await open(browser, heap, "", { clock: false });
	await told(timed);
	await timed.context().close();
	const page = await open(browser, heap, "");
	page.setDefaultTimeout(10000);
	for (const act of [searching, filtering, counting, keyboard, hostility])
		await act(page).catch(error => failures.push(`${act.name}: ${error.message}`));
	await page.context().close();
	const small = await open(browser, fixtures, "");
	await reading(small).catch(error => failures.push(`reading: ${error.message}`));
	await go(small, "#records?moved=1&sort=slip");
	const record = await entries(small).first().getByRole("link").getAttribute("href");
	for (const hash of ["#overview", record])
		await printed(small, hash);
	await pictured(browser, fixtures, PARTS.concat(record));
} finally {
	await browser.close();
}
for (const failure of failures)
	console.error("page: " + failure);
if (failures.length > 0)
	process.exit(1);
console.log("page: all is well in Chromium");
