#!/usr/bin/env python3
"""peer.py <LIST: the main text of each page of a list of lines "IN<tab>OUT", by readability-lxml (Debian: python3-readability)."""
import logging
import re
import sys

from lxml import html
from readability import Document

BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "blockquote", "pre", "section", "br"}


def lines(element, out):
    block = element.tag in BLOCKS
    if block:
        out.append("\n")
    out.append(re.sub(r"\s+", " ", element.text or ""))
    for child in element:
        lines(child, out)
        out.append(re.sub(r"\s+", " ", child.tail or ""))
    if block:
        out.append("\n")
    return out


def main():
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        path, to = line.rstrip("\n").split("\t")
        text = ""
        try:
            with open(path, "rb") as file:
                text = "".join(lines(html.fromstring(Document(file.read()).summary()), []))
        except Exception:  # a page that it cannot read has no text
            pass
        with open(to, "w", encoding="utf-8") as file:
            file.write(text)


main()
