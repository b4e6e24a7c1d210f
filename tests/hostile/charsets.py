"""Bytes in every encoding that the web knows (WHATWG Encoding Standard, section 4.2), said rightly, wrongly, or not at all."""
from case import END, TOP, Case

# Label, Python's codec, words in it. Each stands in sentences of English, as such pages do.
LABELS = (
    ("utf-8", "utf-8", "café – “quay”"), ("ibm866", "cp866", "причал"), ("iso-8859-2", "iso8859-2", "nábřeží"),
    ("iso-8859-3", "iso8859-3", "ħaġar"), ("iso-8859-4", "iso8859-4", "sadamā"), ("iso-8859-5", "iso8859-5", "причал"),
    ("iso-8859-6", "iso8859-6", "رصيف"), ("iso-8859-7", "iso8859-7", "αποβάθρα"), ("iso-8859-8", "iso8859-8", "רציף"),
    ("iso-8859-8-i", "iso8859-8", "רציף"), ("iso-8859-10", "iso8859-10", "bryggjan þar"), ("iso-8859-13", "iso8859-13", "krantinė"),
    ("iso-8859-14", "iso8859-14", "cei ŵy"), ("iso-8859-15", "iso8859-15", "5 € cœur"), ("iso-8859-16", "iso8859-16", "țărm"),
    ("koi8-r", "koi8-r", "причал"), ("koi8-u", "koi8-u", "набережна ї"), ("macintosh", "mac-roman", "café"),
    ("windows-874", "cp874", "ท่าเรือ"), ("windows-1250", "cp1250", "nábřeží"), ("windows-1251", "cp1251", "причал"),
    ("windows-1252", "cp1252", "café – “quay”"), ("windows-1253", "cp1253", "αποβάθρα"), ("windows-1254", "cp1254", "rıhtım"),
    ("windows-1255", "cp1255", "רציף"), ("windows-1256", "cp1256", "رصيف"), ("windows-1257", "cp1257", "krantinė"),
    ("windows-1258", "cp1258", "cầu".replace("ầ", "â")), ("x-mac-cyrillic", "mac-cyrillic", "причал"), ("gbk", "gbk", "码头"),
    ("gb18030", "gb18030", "码头 𠀀"), ("big5", "big5", "碼頭"), ("euc-jp", "euc-jp", "埠頭"),
    ("iso-2022-jp", "iso2022-jp", "埠頭"), ("shift_jis", "shift-jis", "埠頭"), ("euc-kr", "euc-kr", "부두"),
    ("latin1", "cp1252", "café"), ("us-ascii", "cp1252", "“quay”"), ("x-sjis", "shift-jis", "埠頭"),
    ("UTF8", "utf-8", "café"), ("cp1251", "cp1251", "причал"), ("unicode-1-1-utf-8", "utf-8", "café"),
)
WRONG = ("shift_jis", "big5", "gb18030", "euc-kr", "euc-jp", "iso-2022-jp", "utf-16", "utf-16be", "utf-7", "utf-32",
         "replacement", "iso-2022-kr", "hz-gb-2312", "x-user-defined", "windows-1255", "no-such-charset", "", "'", "a" * 5000)
SENTENCE = f"{TOP} It read the plan of the port and of the bridge. {END}"


def page(label, body):
    return b"<html><head><meta charset=\"" + label.encode() + b"\"><title>Port</title></head><body><p>" + body + b"</p></body></html>"


def labels():
    for label, codec, words in LABELS:
        text = f"{TOP} It said {words} aloud. {END}"
        yield Case(f"right-{label}.html", page(label, text.encode(codec)), (text,))
    for label in WRONG:  # the bytes are UTF-8, the label lies
        yield Case(f"wrong-{label[:20] or 'empty'}.html".replace("'", "quote"), page(label, f"{TOP} Then café. {END}".encode()), ())


def marks():
    text = f"{TOP} Café “quay”. {END}"
    for name, mark, codec in (("utf8", b"\xef\xbb\xbf", "utf-8"), ("utf16le", b"\xff\xfe", "utf-16-le"),
                              ("utf16be", b"\xfe\xff", "utf-16-be"), ("utf32le", b"\xff\xfe\0\0", "utf-32-le")):
        yield Case(f"mark-{name}.txt", mark + text.encode(codec), (text,))
        yield Case(f"mark-{name}-odd.txt", mark + text.encode(codec) + b"\x41", (TOP,))
        yield Case(f"mark-{name}-meta-lies.html", mark + page("koi8-r", b"").decode().replace("<p>", "<p>" + text).encode(codec), (text,))
    yield Case("mark-wrong-utf16.txt", b"\xff\xfe" + text.encode(), ())
    yield Case("mark-utf16-of-utf8-mark.txt", b"\xef\xbb\xbf\xff\xfe" + SENTENCE.encode(), (SENTENCE,))
    yield Case("mark-three.txt", b"\xef\xbb\xbf" * 3 + SENTENCE.encode(), (SENTENCE,))
    yield Case("mark-inside.txt", f"{TOP}\n\ufeffIt was\ufeff late. {END}".encode(), (TOP, END))
    yield Case("utf16le-no-mark.txt", SENTENCE.encode("utf-16-le"), (SENTENCE,))
    yield Case("utf16-mixed.txt", b"\xff\xfe" + SENTENCE.encode("utf-16-le") + SENTENCE.encode("utf-16-be"), (TOP,))
    yield Case("utf16-surrogates-alone.txt", b"\xff\xfe" + SENTENCE.encode("utf-16-le") + b"\x00\xd8a\0\x00\xdc\x00\xdc", (SENTENCE,))


def broken(n):
    """UTF-8 and other bytes that are not what they should be."""
    whole = f"{TOP} ".encode()
    end = f" {END}".encode()
    for name, bad in (("overlong-2", b"\xc0\xaf"), ("overlong-3", b"\xe0\x80\xaf"), ("overlong-4", b"\xf0\x80\x80\xaf"),
                      ("overlong-nul", b"\xc0\x80"), ("surrogate-high", b"\xed\xa0\x80"), ("surrogate-pair", b"\xed\xa0\xbd\xed\xb8\x80"),
                      ("too-large", b"\xf4\x90\x80\x80"), ("five-bytes", b"\xf8\x88\x80\x80\x80"), ("six-bytes", b"\xfc\x84\x80\x80\x80\x80"),
                      ("cut-2", b"\xc3"), ("cut-3-1", b"\xe2"), ("cut-3-2", b"\xe2\x80"), ("cut-4-1", b"\xf0"), ("cut-4-2", b"\xf0\x9f"),
                      ("cut-4-3", b"\xf0\x9f\x98"), ("tails", b"\x80\xbf" * 5), ("fe-ff", b"\xfe\xff\xfe"), ("c1", b"\xc2\x85\xc2\x93a\xc2\x94"),
                      ("cp1252", b"\x93quay\x94 \x96 \x80 5"), ("undefined-1252", b"\x81\x8d\x8f\x90\x9d"), ("utf7", b"+AGE-+2AA-"),
                      ("noncharacters", b"\xef\xbf\xbe\xef\xbf\xbf"), ("nul", b"\0")):
        yield Case(f"utf8-{name}.txt", whole + b"caf\xc3\xa9 " + bad + end, (TOP, END))
        yield Case(f"utf8-{name}-at-end.txt", end + whole + b"caf\xc3\xa9 " + bad, (TOP,))
    many = b"The caf\xc3\xa9 on the quay was open. " * (n // 3)
    yield Case("one-bad-byte.txt", many + b"\xff" + many + end, (END,))
    yield Case("bad-every-line.txt", b"The caf\xe9 on the quay.\n\nThe caf\xc3\xa9 on the quay.\n\n" * (n // 10) + whole, (TOP,))
    yield Case("only-bad.txt", b"\xff\xfe\xfd" * n, ())
    yield Case("mojibake.txt", f"{TOP} {'Café ' * (n // 5)}".encode().decode("cp1252").encode() + end, (TOP, END))
    yield Case("mojibake-twice.txt", "Café “quay”".encode().decode("cp1252", "replace").encode().decode("cp1252", "replace").encode() + whole, (TOP,))


def multibyte(n):
    """Tricks with the states and tails of the East Asian encodings."""
    whole, end = f"<p>{TOP}</p><p>".encode(), f"</p><p>{END}</p>".encode()
    for label, name, bad in (
            ("shift_jis", "tail", b"\x81<b>\xfc"), ("shift_jis", "invalid", b"\xa0\xfd\xfe\xff\x80" * 10), ("shift_jis", "eats-quote", b"\x83\"\x83<"),
            ("gb18030", "four-bytes", b"\x81\x30\x81\x30\xe3\x32\x9a\x35\xfe\x39\xfe\x39"), ("gb18030", "cut", b"\x81\x30\x81"),
            ("gb18030", "digits", b"\x810\x810" * (n // 100)), ("big5", "tail", b"\x87\x40\xfe\xfe\x81<"), ("euc-jp", "three", b"\x8f\xa2\xaf\x8f"),
            ("euc-kr", "tail", b"\xc7\xa2\x81<\xff"), ("iso-2022-jp", "escape", b"\x1b$B<script>\x1b(B"), ("iso-2022-jp", "open", b"\x1b$B0!"),
            ("iso-2022-jp", "escapes", b"\x1b$B\x1b(B" * (n // 10)), ("iso-2022-jp", "cut", b"\x1b$"), ("iso-2022-jp", "kana", b"\x1b(I123\x1b(B"),
            ("iso-2022-jp", "shifts", b"\x0e\x0f\x0e"), ("hz-gb-2312", "tilde", b"~{<script>~}"), ("x-user-defined", "high", bytes(range(128, 256))),
            ("utf-7", "script", b"+ADw-script+AD4-")):
        yield Case(f"{label}-{name}.html", page(label, whole + bad + end), (TOP,))


def declarations(n):
    far = b"<!-- " + b"x" * (30 * n) + b" -->"
    late = "<p>" + SENTENCE + "</p>"
    yield Case("late-meta.html", b"<html>" + far + page("windows-1251", f"{SENTENCE} причал".encode("cp1251")), ())
    yield Case("meta-in-body.html", late.encode() + b"<meta charset=utf-16>", (SENTENCE,))
    yield Case("metas-differ.html", b"<meta charset=koi8-r><meta charset=utf-8>" + late.encode(), (SENTENCE,))
    yield Case("meta-many.html", b"<meta charset=x>" * (n // 10) + late.encode(), (SENTENCE,))
    yield Case("meta-in-comment.html", b"<!-- <meta charset=big5> --><meta charset=utf-8>" + late.encode(), (SENTENCE,))
    yield Case("meta-cut.html", late.encode() + b"<meta charset", (TOP,))
    yield Case("meta-content.html", b"<meta http-equiv=content-type content='text/html; charset=;;charset=utf-8;'>" + late.encode(), (SENTENCE,))
    yield Case("xml-encoding.html", b"<?xml version='1.0' encoding='utf-16'?><html>" + late.encode(), (SENTENCE,))
    yield Case("mail-charset.txt", b"From: a@b.c\nTo: d@e.f\nSubject: =?x?q?=C3?= =?utf-8?b?!!!?=\nContent-Type: text/plain; charset=\"no\"\n\n"
               + SENTENCE.encode(), (SENTENCE,))


def all_cases(n):
    for source in (labels(), marks(), broken(n), multibyte(n), declarations(n)):
        yield from source
