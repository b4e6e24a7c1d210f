"""Pages that are hard on a parser. `n` is how often a thing is repeated: 100,000 in the long form."""
from case import END, TOP, Case, page

# Where the page ends inside of something, or hides what follows, only the beginning has to be there.
BEGINNING = (TOP,)


def nested(tag, n, attributes=""):
    return f"<{tag}{attributes}>" * n + "<p>The deepest word.</p>" + f"</{tag}>" * n


def cases(n):
    """name, body of the page, texts that must be kept."""
    both = (TOP, END)
    deep = both + ("The deepest word.",)
    yield "depth-div", nested("div", n), deep
    yield "depth-mixed", "<div><span><b><ul><li>" * (n // 5) + "The deepest word.", ("The deepest word.",) + both
    yield "depth-blockquote", nested("blockquote", n), deep
    yield "depth-lists", "<ul><li>" * (n // 2) + "<p>The deepest word.</p>" + "</li></ul>" * (n // 2), deep
    yield "depth-font", nested("font", n, " size=2"), deep
    yield "depth-unknown", nested("x-y", n), deep
    yield "depth-tables", "<table><tr><td>" * (n // 10) + "<p>The deepest word.</p>" + "</td></tr></table>" * (n // 10), deep
    yield "depth-svg", "<svg><g>" * (n // 2) + "</g></svg>" * (n // 2), both
    yield "depth-template", "<template>" * n + "</template>" * n, both
    yield "depth-noscript", "<noscript>" * n + "</noscript>" * n, both
    yield "depth-object", nested("object", n), both
    yield "attributes", "<div " + " ".join(f"a{i}=1" for i in range(n)) + ">x</div>", both
    yield "attributes-equal", "<div " + "class=a " * n + ">x</div>", both
    yield "attribute-long", '<div class="' + "a " * (5 * n) + '">x</div>', both
    yield "classes-many", "".join(f'<p class="c{i} d{i}">Row {i}.</p>' for i in range(n // 5)), both
    yield "unclosed-p", "<p>a" * n, both
    yield "unclosed-div", "<div>" * n, both
    yield "unclosed-inline", "<b><i>a" * (n // 2), both
    yield "unclosed-a", "<a href=x>a" * (n // 2), both
    yield "unclosed-li", "<ul>" + "<li>a" * n, both
    yield "unclosed-td", "<table>" + "<tr><td>a" * (n // 2), both
    yield "unclosed-option", "<select>" + "<option>a" * n, ()
    yield "stray-span", "<div>" * (n // 2) + "</span>" * (n // 2), both
    yield "stray-p", "<div>" * (n // 2) + "</p>" * (n // 2), both
    yield "stray-unknown", "</q1></q2>" * (n // 2), both
    yield "stray-body", "</body></html>a<body>" * (n // 5), both
    yield "misnested", "<b><i></b></i>" * (n // 2), both
    yield "misnested-a-table", "<a><table><a>" * (n // 10), both
    yield "text-node", "word " * (100 * n), both
    yield "text-node-no-space", "w" * (100 * n), both
    yield "text-node-tag-signs", "a < b > c & d " * (10 * n), both
    yield "inline-svg", "<svg><path d='" + "M0 0L1 1" * (12 * n) + "'/></svg>", both
    yield "inline-base64", '<img src="data:image/png;base64,' + "QUJD" * (25 * n) + '">', both
    yield "inline-style", "<style>" + "a{b:c}" * (10 * n) + "</style>", both
    yield "inline-script", "<script>" + "if(a<b){'</scr'+'ipt>'}" * (4 * n) + "</script>", both
    yield "links", '<a href="/a">a</a> ' * n, both
    yield "links-in-items", "<ul>" + '<li><a href="/a">The harbour</a></li>' * (n // 2) + "</ul>", both
    yield "fragments", "".join(f'<a href="#f{i}" id="r{i}">{i}</a> ' for i in range(n // 5)), both
    yield "anchors-equal", '<a id="x" href="#x">1</a> ' * (n // 5), both
    yield "headings", "".join(f"<h{1 + i % 6}>Heading {i}</h{1 + i % 6}>" for i in range(n // 5)), both
    yield "br", "a<br>" * n, both
    yield "hr", "<hr>" * n, both
    yield "table-wide", "<table><tr>" + "<td>a</td>" * n + "</tr></table>", both
    yield "table-colspan", '<table><tr><td colspan="9007199254740991">a</td><td rowspan="99999999999999999999">b</td></tr></table>', both
    spans = '<table><tr>' + '<td colspan="1000" rowspan="65534">a</td>' * (n // 100) + "</tr></table>"
    yield "table-spans", spans, both
    yield "table-rowspans", "<table>" + '<tr><td rowspan="65534">a</td><td>b</td></tr>' * (n // 10) + "</table>", both
    yield "ol-start-huge", '<ol start="99999999999999999999"><li>First quay</li><li value="2147483647">a<li>b</ol>', both
    yield "ol-start-negative", '<ol start="-2147483648" reversed><li>First quay</li><li>b</ol>', both
    yield "ol-roman", '<ol type="I" start="2147483647"><li>First quay</li></ol><ol type="a" start="2147483646"><li>b</ol>', both
    yield "processing-instructions", "<?" * (n // 2), BEGINNING
    yield "comment-starts", "<!--" * n, BEGINNING
    yield "comment-ends", "-->" * n, both
    yield "comment-dashes", "<!--" + "-" * (10 * n) + "-->", both
    yield "comments-unclosed", "a<!-- >" * (n // 2), BEGINNING
    yield "unclosed-comment", "<!-- " + "word " * (10 * n), BEGINNING
    yield "unclosed-script", "<script> " + "word </scrip " * (10 * n), BEGINNING
    yield "unclosed-attribute", '<a href="' + "word > " * (10 * n), BEGINNING
    yield "unclosed-tag", "<p " + "word " * (10 * n), BEGINNING
    yield "unclosed-title", "<title>" + "word " * n, BEGINNING
    yield "unclosed-textarea", "<textarea>" + "<p>word " * n, BEGINNING
    yield "unclosed-cdata", "<![CDATA[" * n, BEGINNING
    yield "cdata", "<![CDATA[ hidden ]]>" * (n // 2), both
    yield "less-than", "<" * n, both
    yield "greater-than", ">" * n, both
    yield "slashes", "</" * n, both
    yield "nuls", "word " * 2000 + "wo\0rd " * 10, both
    yield "nul-in-tag", "<p\0 class=a>x</p><\0p>y", both
    yield "control-bytes", "word " * 2000 + "".join(map(chr, range(1, 32))) + "\x7f", both
    yield "references", "&amp;" * n, both
    yield "references-numeric", "&#65;&#x42;" * (n // 2), both
    yield "references-broken", "&#&#x;&;&#xFFFFFFFFFFFFFF;&#99999999999;&#0;&#xD800;&nosuch;&am" * (n // 20), both
    yield "references-long", "&" + "a" * n + ";" + "&#" + "1" * n + ";", both
    yield "references-no-end", "&amp" * n, both
    yield "doctype-bomb", "<!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '" + "&a;" * 50 + "'>]>" + "&b;" * (n // 10), both
    yield "doctypes", "<!DOCTYPE html>" * (n // 2), both
    yield "frames", "<iframe src=a></iframe>" * (n // 5), both
    yield "frameset", "<frameset>" * (n // 5) + '<frame src="a.html">' * (n // 5), ()
    yield "forms", "<form>" * (n // 2) + "<input name=a>" * (n // 2), both
    yield "base", '<base href="file:///etc/passwd">' * (n // 20), both
    yield "file-links", '<link rel=import href="file:///etc/passwd"><img src="/dev/zero"><object data="/etc/passwd">', both
    yield "math", "<math><mi>" * (n // 2), both
    yield "ruby", "<ruby>a<rt>b" * (n // 2), both
    yield "details", nested("details", n // 10), both
    yield "hidden", '<div hidden style="display:none" aria-hidden=true>' + "a " * n + "</div>", both
    yield "case", "<P>a</p><DIV>B</dIV>" * (n // 5), both
    yield "soft-hyphens", "wo\u00adrd " * (2 * n), both
    yield "combining", "e" + "\u0301" * (2 * n), both
    yield "zero-width", "a\u200b" * (5 * n), both
    yield "right-to-left", "\u202eabc\u202c " * n, both
    yield "footnotes", "".join(f'<p>Text<sup>{i}</sup></p>' for i in range(n // 10)), both
    yield "numbers", "".join(f"<p>{i}. The Board should act.</p>" for i in range(n // 20)), both
    yield "one-number", f"<p>{'9' * n}. The Board should act.</p>", both


HEADS = (
    ("meta-refresh", lambda n: '<meta http-equiv="refresh" content="0;url=file:///etc/passwd">' * (n // 20)),
    ("meta-many", lambda n: '<meta name="author" content="A. Name">' * (n // 5)),
    ("meta-long", lambda n: '<meta name="description" content="' + "a " * (5 * n) + '">'),
    ("titles", lambda n: "<title>A</title>" * (n // 5)),
    ("json-ld-deep", lambda n: '<script type="application/ld+json">' + '{"a":[' * (n // 2) + "</script>"),
    ("json-ld-long", lambda n: '<script type="application/ld+json">{"headline":"' + "\\u0041" * n + '"}</script>'),
    ("json-ld-many", lambda n: '<script type="application/ld+json">{"@type":"Article"}</script>' * (n // 20)),
    ("json-ld-cut", lambda n: '<script type="application/ld+json">{"headline":"\\</script>'),
)

WHOLE = (
    ("xhtml", lambda n: f'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "file:///etc/passwd">'
                        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{TOP}</p><br/><div/><p>{END}</p></body></html>'),
    ("no-root", lambda n: f"<p>{TOP}<p>{END}"),
    ("html-twice", lambda n: f"<html><body><p>{TOP}</p></body></html><html><body><p>{END}</p></body></html>"),
    ("feed-deep", lambda n: f'<rss version="2.0"><channel><item><title>a</title><description>{TOP} {END}</description></item>' +
                            "<item>" * (n // 5)),
    ("mail-parts", lambda n: 'From: a@b.c\nTo: d@e.f\nSubject: x\nContent-Type: multipart/mixed; boundary="b"\n\n' +
                             f"--b\nContent-Type: text/plain\n\n{TOP} {END}\n" + "--b\n\n" * (n // 10)),
)


def all_cases(n):
    for name, body, keeps in cases(n):
        yield Case(name + ".html", page(body), keeps)
    for name, head in HEADS:
        yield Case(name + ".html", page("", head=head(n)), (TOP, END))
    for name, text in WHOLE:
        yield Case(name, text(n).encode(), (TOP, END))
