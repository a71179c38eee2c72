"""The records as a schema.org FAQPage in JSON-LD, for the head of a published page.

Source: schema.org/FAQPage, and the HTML that Google's documentation of FAQ data allows in answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from html.parser import HTMLParser
from typing import Any

from copydesk.export import written
from copydesk.parse.markdown import parse
from copydesk.render import html
from copydesk.source import Source

_ALLOWED = frozenset("h1 h2 h3 h4 h5 h6 br ol ul li a p div b strong i em".split())
# What has a line of its own where its element is not allowed.
_OWN_LINE = frozenset(("pre", "blockquote", "tr", "dt", "dd", "aside"))


def render(objects: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One question a line inside the page; answers are HTML without scripts, classes or styles."""
    yield '{"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": ['
    separator = "\n"
    for item in objects:
        question = {
            "@type": "Question",
            "name": item["question"]["text"],
            "acceptedAnswer": {"@type": "Answer", "text": _answer(written(item, "answer"))},
        }
        # In a page, `</script>` inside the data would end it.
        yield separator + json.dumps(question, ensure_ascii=False).replace("</", "<\\/")
        separator = ",\n"
    yield "\n]}\n"


def _answer(markdown: str) -> str:
    document = parse(Source("answer.md", markdown))
    reader = _Allowed()
    reader.feed(html(document.source, document.blocks))
    reader.close()
    return "".join(reader.out).strip()


class _Allowed(HTMLParser):
    """Leaves the elements that may stand in an answer, and of others their text."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self._verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._verbatim += tag == "pre"
        if tag in _OWN_LINE:
            self.out.append("<div>")
        elif tag in _ALLOWED:
            href = dict(attrs).get("href") if tag == "a" else None
            self.out.append(f'<a href="{escape(href)}">' if href else f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self._verbatim -= tag == "pre"
        if tag in _OWN_LINE:
            self.out.append("</div>")
        elif tag in _ALLOWED and tag != "br":
            self.out.append(f"</{tag}>")
        elif tag in ("td", "th"):
            self.out.append(" ")

    def handle_data(self, data: str) -> None:
        shown = escape(data, quote=False)
        self.out.append(shown.replace("\n", "<br>") if self._verbatim else shown)
