"""Pages of our own making for bench/extract.py: equal seeds give equal pages. Four kinds, after the pages that people
collect: articles of news sites, pages of 2005 laid out with tables, listings, long reports."""
import os
import random

WORDS = ("the committee heard that department programme cost of new rules in each region was not published until after "
         "evidence from witnesses who had asked for reasons and received three answers about delay funding staff local "
         "authorities inspection river bridge harbour school hospital contract review plan target progress").split()
NAMES = ("Alder", "Birch", "Cedar", "Elm", "Hazel", "Juniper", "Larch", "Maple", "Oak", "Rowan", "Willow", "Yew")


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def sentence(self):
        words = [self.random.choice(WORDS) for _ in range(self.random.randint(8, 24))]
        return " ".join(words).capitalize() + self.random.choice((".", ".", ".", "?", " (see note 3)."))

    def prose(self, low=2, high=7):
        text = " ".join(self.sentence() for _ in range(self.random.randint(low, high)))
        if self.random.random() < 0.3:
            word = self.random.choice(WORDS)
            text = text.replace(f" {word} ", f" <a href=\"/topic/{word}\">{word}</a> ", 1)
        if self.random.random() < 0.2:
            text = text.replace(" the ", " <b>the</b> ", 1).replace(" and ", " &amp; ", 1)
        return text

    def script(self, size):
        return "<script>\nwindow.config = {" + ",".join(
            f'"k{i}":"{self.random.getrandbits(64):x}"' for i in range(size)) + "};\n</script>\n"

    def menu(self, entries, name="nav"):
        items = "\n".join(f"      <li class=\"menu-item menu-item-{i}\"><a class=\"link link--{name}\" href=\"/{name}/{i}\" "
                          f"data-track=\"{name}:{i}\"><span class=\"label\">{self.random.choice(NAMES)} {i}</span></a></li>"
                          for i in range(entries))
        return f"<nav class=\"{name}\" aria-label=\"{name}\">\n    <ul>\n{items}\n    </ul>\n  </nav>"

    def article(self):
        body = "\n".join(f"      <p class=\"body-text\">{self.prose()}</p>" for _ in range(self.random.randint(10, 30)))
        teasers = "\n".join(f"    <div class=\"teaser card\"><a href=\"/a/{i}\"><img src=\"/i/{i}.jpg\" alt=\"\" loading=\"lazy\">"
                            f"<h3>{self.sentence()}</h3></a></div>" for i in range(12))
        return (f"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{self.sentence()} | The Daily "
                f"{self.random.choice(NAMES)}</title>\n<meta property=\"og:type\" content=\"article\">\n"
                f"<style>.a{{color:#333}}</style>\n{self.script(400)}</head><body>\n  <header class=\"site-header\">"
                f"{self.menu(30)}</header>\n  <main><article>\n      <h1>{self.sentence()}</h1>\n{body}\n    </article>\n"
                f"    <aside class=\"related\">\n{teasers}\n    </aside></main>\n{self.script(900)}"
                f"  <footer>{self.menu(40, 'footer')}</footer>\n</body></html>\n")

    def old(self):
        rows = "<br><br>\n".join(f"<font face=\"Arial\" size=2>{self.prose()}</font>" for _ in range(self.random.randint(8, 24)))
        links = "<br>\n".join(f"<A HREF=\"page{i}.html\"><FONT COLOR=\"#0000FF\">{self.random.choice(NAMES)}</FONT></A>"
                              for i in range(25))
        return (f"<HTML><HEAD><TITLE>{self.sentence()}</TITLE></HEAD>\n<BODY BGCOLOR=\"#FFFFFF\"><TABLE BORDER=0 WIDTH=760>\n"
                f"<TR><TD WIDTH=150 VALIGN=top>{links}</TD>\n<TD VALIGN=top><CENTER><B>{self.sentence()}</B></CENTER><P>\n{rows}\n"
                f"<HR>&copy; 2005 {self.random.choice(NAMES)}</TD></TR></TABLE></BODY></HTML>\n")

    def listing(self):
        cards = "\n".join(f"    <li class=\"card card--wide\" id=\"c{i}\"><article><h2 class=\"card__title\"><a href=\"/x/{i}\">"
                          f"{self.sentence()}</a></h2><p class=\"card__text\">{self.prose(1, 2)}</p>"
                          f"<svg viewBox=\"0 0 24 24\"><path d=\"M{i} 0L24 {i}z\"/></svg></article></li>" for i in range(80))
        return (f"<!DOCTYPE html><html><head><meta charset=utf-8><title>All {self.random.choice(NAMES)}</title>{self.script(300)}"
                f"</head><body>{self.menu(40)}<main><h1>All of them</h1><ul class=\"cards\">\n{cards}\n</ul></main></body></html>\n")

    def report(self):
        parts = []
        for chapter in range(1, 9):
            parts.append(f"<h2>{chapter} {self.sentence()}</h2>")
            for paragraph in range(1, 16):
                parts.append(f"<p><a name=\"p{chapter}-{paragraph}\"></a>{chapter}.{paragraph} {self.prose(3, 8)}"
                             f"<sup><a href=\"#n{paragraph}\">{paragraph}</a></sup></p>")
            parts.append("<table><tr><th>Year</th><th>Cost</th></tr>" + "".join(
                f"<tr><td>{2000 + i}</td><td>&pound;{self.random.randint(1, 900)} million</td></tr>" for i in range(12)) + "</table>")
        return ("<!DOCTYPE html><html lang=\"en\"><head><title>Report</title></head><body><div id=\"content\"><h1>Report</h1>\n"
                + "\n".join(parts) + "</div></body></html>\n")


def make(folder, pages=60, seed=7):
    """Writes the pages into folder/KIND/N.html and returns the kinds."""
    maker = Maker(seed)
    kinds = {"articles": maker.article, "tables2005": maker.old, "listings": maker.listing, "reports": maker.report}
    for kind, page in kinds.items():
        os.makedirs(os.path.join(folder, kind), exist_ok=True)
        for number in range(pages):
            with open(os.path.join(folder, kind, f"{number}.html"), "w", encoding="utf-8") as file:
                file.write(page())
    return list(kinds)
