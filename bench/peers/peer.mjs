// peer.mjs readability|defuddle <LIST: the main text of each page of a list of lines "IN<tab>OUT", by a peer from npm.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';

const blocks = /^(P|DIV|LI|H[1-6]|TD|TH|TR|BLOCKQUOTE|PRE|SECTION|ARTICLE|UL|OL|DL|DT|DD|TABLE|FIGURE|BR)$/;

// Its text with a line for each block: the peers give elements, and textContent would glue their words together.
function lines(node, out = []) {
  for (const child of node.childNodes) {
    if (child.nodeType === 3) out.push(child.data.replace(/\s+/g, ' '));
    else if (child.nodeType === 1) {
      const block = blocks.test(child.nodeName.toUpperCase());
      if (block) out.push('\n');
      lines(child, out);
      if (block) out.push('\n');
    }
  }
  return out;
}

async function extract(name, html) {
  const { document } = parseHTML(html);
  let content;
  if (name === 'readability') {
    const { Readability } = await import('@mozilla/readability');
    content = new Readability(document).parse()?.content;
  } else {
    const { Defuddle } = await import('defuddle/node');
    content = (await Defuddle(document, 'https://example.org/')).content;
  }
  return content ? lines(parseHTML(`<html><body>${content}</body></html>`).document.body).join('') : '';
}

for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const [from, to] = line.split('\t');
  let text = '';
  try {
    text = await extract(process.argv[2], readFileSync(from, 'utf8'));
  } catch {
    // A page that it cannot read has no text.
  }
  writeFileSync(to, text);
}
