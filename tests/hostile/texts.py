"""Texts, titles and file names that try to be SQL, commands to a terminal, formulas of a spreadsheet."""
from case import Case

SQL = ("'); DROP TABLE passages; --", "' OR '1'='1", "'; DELETE FROM items WHERE 1=1; --", "\" OR \"\"=\"", "1; ATTACH DATABASE '/tmp/x' AS x",
       "' UNION SELECT sql FROM sqlite_master --", "'||(SELECT hex(randomblob(9)))||'", "%' OR 1=1 --", "x' AND 1=load_extension('/tmp/x') --",
       "'; PRAGMA writable_schema=ON; --", "'; VACUUM INTO '/tmp/x'; --", "?1 :name @name $name", "passages_fts MATCH 'x'", "\"x\" NEAR/2 \"y\"",
       "text : * OR -x", "x\" OR rowid > 0 --", "'; UPDATE meta SET value=0; --", "/* */ ; SELECT 1", "`x`; [y]; \"z\"", "'';'';'''")
TERMINAL = ("\x1b[2J", "\x1b]0;owned\x07", "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "\x1b[31mred", "\x9b2J", "\x1bP+q\x1b\\", "\b", "\rforged: all well",
            "\x1b[6n", "\x1b[?1049h", "\u202etxt.exe", "\u2066hidden\u2069", "\x7f\x7f", "\x07", "\x1b(0", "\u0085next line")
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "=HYPERLINK(\"http://x\",\"y\")",
            "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "\n=1+1", "  =1+1", "\u00a0=1+1", "'=1+1", "\";=1+1")


def report(number, piece):
    """A report whose title, record and paragraphs hold the piece, as a family reads it."""
    title = "".join(c for c in piece if c not in "\n\r\t")
    return (f"<html><head><title>{title}</title><meta name=author content=\"{title.replace(chr(34), '&quot;')}\"></head><body>"
            f"<h1>{title}</h1><p>House of Commons Committee of Public Accounts</p><p>{title} Report of Session 2016-17, HC {900 + number}</p>"
            f"<h2>Conclusions and recommendations</h2><p>1. The quay is old: {piece}</p>"
            f"<p>Recommendation: The Department should mend {piece} by March 2018.</p><p>2. {piece}</p><p>{piece}</p></body></html>")


def all_cases():
    for number, piece in enumerate(SQL + TERMINAL + FORMULAS):
        name = piece.replace("/", "_").replace("\0", "_")
        yield Case(f"{name}.html", report(number, piece).encode())
        yield Case(f"{number}.txt", f"Conclusions and recommendations\n\n{number + 1}. The Department should mend {piece} soon.\n".encode())
