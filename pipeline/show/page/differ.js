/*
 * differ: in which words two texts differ. The longest common subsequence of words,
 * after what both begin and end with is set aside; case and white space do not count.
 * Texts that are too long and too different for the table are marked as a whole.
 */

const CELLS = 4e6;

function wordsOf(text) {
	return text.match(/\S+/g) || [];
}

function lengths(a, b) {
	const width = b.length + 1;
	const table = new Uint32Array((a.length + 1) * width);
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			table[i * width + j] = a[i] === b[j] ? table[(i + 1) * width + j + 1] + 1
				: Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
	return table;
}

/* true in `left` and `right` for each word that the other side has not. */
function markMiddle(a, b, left, right, start) {
	if ((a.length + 1) * (b.length + 1) > CELLS) {
		left.fill(true, start, start + a.length);
		right.fill(true, start, start + b.length);
		return;
	}
	const table = lengths(a, b), width = b.length + 1;
	let i = 0, j = 0;
	while (i < a.length || j < b.length) {
		if (i < a.length && j < b.length && a[i] === b[j]) {
			i++;
			j++;
		} else if (j === b.length || (i < a.length && table[(i + 1) * width + j] >= table[i * width + j + 1])) {
			left[start + i++] = true;
		} else {
			right[start + j++] = true;
		}
	}
}

/* { left, right }: for each word of a text whether it is only there. */
function compare(leftText, rightText) {
	const a = wordsOf(leftText.toLowerCase()), b = wordsOf(rightText.toLowerCase());
	const left = new Array(a.length).fill(false), right = new Array(b.length).fill(false);
	let start = 0, end = 0;
	while (start < a.length && start < b.length && a[start] === b[start])
		start++;
	while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
		end++;
	markMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end), left, right, start);
	return { left, right };
}

/* The text from `from` to `end` as nodes, with these stretches marked; they are in order. */
function markedSpans(text, spans, from, end) {
	const nodes = [];
	for (const [start, stop] of spans) {
		if (start < from || stop > end)
			continue;
		nodes.push(text.slice(from, start), el("mark", {}, text.slice(start, stop)));
		from = stop;
	}
	nodes.push(text.slice(from, end));
	return nodes;
}

/* The text as nodes, runs of words that the other has not in an element of this tag. */
function marked(text, only, tag) {
	const words = wordsOf(text), nodes = [];
	for (let i = 0; i < words.length;) {
		let end = i;
		while (end < words.length && only[end] === only[i])
			end++;
		const run = words.slice(i, end).join(" ");
		nodes.push(only[i] ? el(tag, {}, run) : run);
		if (end < words.length)
			nodes.push(" ");
		i = end;
	}
	return nodes;
}
