#!/usr/bin/env python3
"""archives.py FOLDER: archives of every kind that winnow reads, whole, damaged and hostile, made for archives.sh.

The pages in them are the same few, told apart by a word, so that what is read can be counted.
"""
import gzip
import io
import os
import sys
import tarfile
import zipfile
import zlib

os.chdir(sys.argv[1])


def page(word):
    return f"""<!DOCTYPE html><html><head><title>The {word} report</title></head><body><main>
<h1>The {word} report</h1><h2>Conclusions and recommendations</h2>
<p>1. The Office does not know how many {word}s it owns. It should publish a register of every {word} by June 2018,
and say in it when each {word} was last inspected.</p>
<p>2. Nobody checks the {word}s in winter. The Office should inspect each {word} twice a year.</p>
</main></body></html>""".encode()


def record(kind, url, body, content="application/http; msgtype=response", more=""):
    head = (f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2017-03-01T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{len(body)}>\r\nContent-Type: {content}\r\n{more}Content-Length: {len(body)}\r\n\r\n")
    return head.encode() + body + b"\r\n\r\n"


def answer(body, more="", kind="text/html; charset=utf-8", status="200 OK"):
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def chunked(body):
    pieces = [body[i:i + 100] for i in range(0, len(body), 100)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


def write(name, data):
    with open(name, "wb") as file:
        file.write(data)


def deflate_raw(body):
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    return c.compress(body) + c.flush()


records = [
    record("warcinfo", "", b"software: a crawler", "application/warc-fields"),
    record("request", "http://example.org/bridge", b"GET /bridge HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
    record("response", "http://example.org/bridge", answer(page("bridge"))),
    record("response", "http://example.org/canal", answer(chunked(page("canal")), "Transfer-Encoding: chunked\r\n")),
    record("response", "http://example.org/tunnel",
           answer(chunked(gzip.compress(page("tunnel"))), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n")),
    record("response", "http://example.org/ferry", answer(zlib.compress(page("ferry")), "Content-Encoding: deflate\r\n")),
    record("response", "http://example.org/tower", answer(deflate_raw(page("tower")), "Content-Encoding: deflate\r\n")),
    record("response", "http://example.org/mill", answer(page("mill"), "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")),
    record("response", "<http://example.org/caf%C3%A9>",
           answer("<p>The Office runs a café in each mill, and does not know what they cost.".encode("latin-1"),
                  kind='text/html; charset="iso-8859-1"')),
    record("response", "http://example.org/none", answer(b"<p>There is no such page.", status="404 Not Found")),
    record("response", "http://example.org/old", answer(b"", "Location: /bridge\r\n", status="301 Moved Permanently")),
    record("response", "http://example.org/logo.png", answer(b"\x89PNG\r\n\x1a\n", kind="image/png")),
    record("response", "dns:example.org", b"20170301\nexample.org. 300 IN A 192.0.2.1", "text/dns"),
    record("revisit", "http://example.org/bridge", b"HTTP/1.1 200 OK\r\n\r\n"),
    record("resource", "urn:note", b"A note that was kept with the crawl, as plain text.\n", "text/plain"),
    record("conversion", "http://example.org/dam", b"The text of the page on dams, taken out of it by a program.\n", "text/plain"),
    record("response", "http://example.org/lock", answer(page("lock")[:300]), more="WARC-Truncated: length\r\n"),
    record("metadata", "http://example.org/bridge", b"via: nothing", "application/warc-fields"),
]
write("crawl.warc", b"".join(records))
members = [gzip.compress(r, mtime=0) for r in records]
write("crawl.warc.gz", b"".join(members))
write("whole.warc.gz", gzip.compress(b"".join(records), mtime=0))
damaged = bytearray(b"".join(members))
at = len(b"".join(members[:3]))
damaged[at + 40] ^= 0xFF
write("damaged.warc.gz", damaged)
with open("damaged.at", "w", encoding="ascii") as file:
    file.write(str(at))
write("cut.warc.gz", b"".join(members)[:at + 30])
write("junk.warc", b"".join(records[:3]) + b"what no crawler wrote\r\n" + b"".join(records[3:]))
write("lie.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx")

names = ["a/bridge.html", "../../canal.html", "/etc/ferry.html", "caf\u00e9.html", "line\nend.html", "esc\x1b[31m.html",
         "what!/is.html", "100%25.html", "a\\b.html", "-rf.html"]
with zipfile.ZipFile("papers.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for i, name in enumerate(names):
        z.writestr(name, page(f"thing{i}"))
    z.writestr("twice.html", page("first"))
    z.writestr(zipfile.ZipInfo("twice.html"), page("second"))
    z.writestr(".hidden/secret.html", page("secret"))
    z.writestr("inner.tar.gz", b"")
with zipfile.ZipFile("crawl.wacz", "w") as z:
    z.write("crawl.warc.gz", "archive/data.warc.gz")
    z.writestr("datapackage.json", "{}")
    z.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')


def tar(name, mode):
    with tarfile.open(name, mode) as t:
        for i, entry in enumerate(["d/bridge.html", "../up.html", "x" * 150 + ".html"]):
            info = tarfile.TarInfo(entry)
            info.size = len(page(f"item{i}"))
            info.mtime = 1500000000
            t.addfile(info, io.BytesIO(page(f"item{i}")))
        for kind, entry in ((tarfile.SYMTYPE, "link"), (tarfile.LNKTYPE, "hard"), (tarfile.CHRTYPE, "device"),
                            (tarfile.FIFOTYPE, "fifo"), (tarfile.DIRTYPE, "folder")):
            info = tarfile.TarInfo(entry)
            info.type = kind
            info.linkname = "/etc/passwd"
            t.addfile(info)


tar("papers.tar", "w")
tar("papers.tar.gz", "w:gz")
tar("papers.tar.xz", "w:xz")
write("page.html", page("page"))
write("page.html.gz", gzip.compress(page("page"), mtime=0))

# ---- hostile ----

os.mkdir("hostile")
with zipfile.ZipFile("hostile/bomb.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for i in range(30):
        z.writestr(f"{i}.txt", b"\0" * (50 << 20))
with gzip.open("hostile/zeros.gz", "wb", 9) as g:
    for i in range(1024):
        g.write(b"\0" * (1 << 20))
nested = b"the innermost text\n"
for i in range(6):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("inner.zip" if i else "inner.txt", nested)
    nested = out.getvalue()
write("hostile/nested.zip", nested)
quine = gzip.compress(b"a")
for i in range(50):
    quine = gzip.compress(quine)
write("hostile/deep.gz", quine)
with zipfile.ZipFile("many.zip", "w") as z:
    for i in range(300):
        z.writestr(f"{i}.txt", f"The text of file {i} of many.\n")
write("hostile/many-heads.warc.gz", gzip.compress(records[2])[:200] + b"\x1f\x8b\x08\0" * 20000)

# ---- PDF ----


def pdf(pages):
    objects = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    root, kids = 2 * len(pages) + 2, []
    for lines in pages:
        text = "BT /F1 11 Tf 60 780 Td 14 TL\n" + "".join(f"({line}) Tj T*\n" for line in lines) + "ET"
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream".encode())
        objects.append((f"<< /Type /Page /Parent {root} 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
                        "/Resources << /Font << /F1 1 0 R >> >> >>").encode())
        kids.append(f"{len(objects)} 0 R")
    objects.append(f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode())
    objects.append(f"<< /Type /Catalog /Pages {root} 0 R >>".encode())
    out, offsets = b"%PDF-1.4\n", []
    for i, content in enumerate(objects):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i + 1, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table +
            b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(objects), len(out)))


write("report.pdf", pdf([["The bridge report", "", "Conclusions and recommendations", "",
                          "1. The Office does not know how many bridges it owns. The Office should",
                          "publish a register of bridges by June 2018."], [],
                         ["2. Nobody checks them. The Office should inspect each bridge twice a year."]]))
write("scan.pdf", pdf([[], []]))
write("broken.pdf", b"%PDF-1.4\nnothing of the kind")
with zipfile.ZipFile("pdfs.zip", "w") as z:
    z.write("report.pdf", "a/report.pdf")
