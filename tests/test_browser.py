"""The report and the documentation in a real Chromium: wide and narrow, light and dark, on paper."""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, Tree

BUILD = Path(__file__).parents[1] / "tools" / "docs" / "build.py"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium: install Debian's package"),
    pytest.mark.skipif(
        not find_spec("playwright"), reason="playwright is not installed: `make readers` does it"
    ),
]

LONG = "a_name_without_any_place_to_break_" * 3
TEXT = f"""\
---
titel: Baking
---

# Baking

## 1. Why did `{LONG}` stay flat?

It was proofed too long, and could not hold hold the gas.
mention the poke test here

| when | what | how long it takes to find out | what else there is to say |
| ---- | ---- | ----------------------------- | ------------------------- |
| now  | TODO: measure | {LONG} | so that it does not fit |

```python
{LONG} = "{LONG}"
```

## 3. How warm should it be?

Warm.

## 4. Why [this](#nowhere)?
"""
# Words that are fainter than this against what is behind them are hard to read (WCAG 2.1, AA).
CONTRAST = 4.5
# Each text that is seen, with the contrast to the first ground behind it that lets nothing through.
FAINT = """(least) => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = numbers(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (["SCRIPT", "STYLE"].includes(element.tagName)) continue;
    const [high, low] = [numbers(getComputedStyle(element).color), ground(element)]
      .map(light).sort((a, b) => b - a);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < least) faint.push(`${contrast.toFixed(1)}: ${words.currentNode.data.trim()}`);
  }
  return faint;
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # As root, as in a container, Chromium starts without its sandbox only.
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            chromium_sandbox=False,
            args=["--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


class Looks:
    """One page; `said` is what the browser complained of, `asked` what it loaded."""

    def __init__(self, chromium: Any, address: str) -> None:
        self.page = chromium.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)

    def windows(self) -> Iterator[str]:
        """The page in each kind of window, by name."""
        for width, scheme in product((1400, 390), ("light", "dark")):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            yield f"{width} {scheme}"

    def wider(self) -> list[str]:
        """What makes the page wider than its window."""
        found: list[str] = self.page.evaluate("""() => [...document.body.querySelectorAll("*")]
            .filter(() => document.documentElement.scrollWidth > innerWidth)
            .filter((at) => at.getBoundingClientRect().right > innerWidth)
            .map((at) => at.outerHTML.slice(0, 80))""")
        return found

    def shown(self) -> list[str]:
        """The questions that are seen."""
        titles: list[str] = self.page.locator("article:visible h3").all_inner_texts()
        return [title.split()[1] for title in titles]


@pytest.fixture
def report(copydesk: Run, tree: Tree) -> str:
    folder = tree({"a.md": TEXT, "b.md": "### What is a crumb?\n\nThe inside of a loaf.\n"})
    ada = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for command in (("init", "-q"), ("add", "a.md"), (*ada, "commit", "-qm", "a")):
        subprocess.run(["git", *command], cwd=folder, check=True)
    copydesk("check", "--no-grammar", "--format", "html", "--output", "report.html")
    return (folder / "report.html").as_uri()


def test_the_report_fits_and_can_be_read(chromium: Any, report: str) -> None:
    looks = Looks(chromium, report)
    for window in looks.windows():
        assert looks.wider() == [], window
        assert looks.page.evaluate(FAINT, CONTRAST) == [], window
    assert looks.said == [] and looks.asked == [report]
    # A finding shows its words, those too that a reader of the page would not see.
    marks = looks.page.locator("mark").all_inner_texts()
    assert {"mention the poke test here", "TODO: measure", "hold hold", "3."} <= set(marks)


def test_the_report_is_filtered(chromium: Any, report: str) -> None:
    looks = Looks(chromium, report)
    everything = looks.shown()
    looks.page.get_by_role("button", name="ready").click()
    assert looks.shown() == ["What"]
    looks.page.get_by_role("button", name="notes").click()
    assert looks.page.locator("article:visible mark", has_text="poke test").count() == 1
    looks.page.get_by_role("button", name="all").click()
    looks.page.get_by_role("searchbox").fill("number-gap WARM")
    assert looks.shown() == ["How"]
    looks.page.get_by_role("searchbox").fill("")
    assert looks.shown() == everything and len(everything) == 4
    assert looks.said == []


def test_the_report_leads_to_each_note(chromium: Any, report: str) -> None:
    looks = Looks(chromium, report)
    looks.page.set_viewport_size({"width": 390, "height": 600})
    looks.page.get_by_role("button", name="ready").click()
    looks.page.get_by_text("Each note, the oldest first").click()
    looks.page.get_by_role("link", name="a.md:10").click()
    assert looks.wider() == []
    title = looks.page.locator("article:target h3").bounding_box()
    filters = looks.page.locator("nav").bounding_box()
    assert title["y"] >= filters["y"] + filters["height"], "the filters cover it"


def test_the_report_is_printed_without_what_is_clicked(chromium: Any, report: str) -> None:
    looks = Looks(chromium, report)
    assert looks.page.locator("nav").is_visible()
    looks.page.emulate_media(media="print")
    assert not looks.page.locator("nav").is_visible()
    assert looks.page.pdf().startswith(b"%PDF")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing of what is asked."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the documentation, served as it will be."""
    if not find_spec("zensical"):
        pytest.skip("zensical is not installed: `make docs` does it")
    output = tmp_path_factory.mktemp("docs")
    subprocess.run([sys.executable, BUILD, "--output", output], check=True, capture_output=True)
    handler = functools.partial(Quiet, directory=output / "site")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize(
    "name", ["index", "start", "commands/check", "rules/note", "configuration", "ci"]
)
def test_the_documentation_fits_and_loads_from_nowhere_else(
    chromium: Any, site: str, name: str
) -> None:
    looks = Looks(chromium, f"{site}{name}.html")
    for window in looks.windows():
        assert looks.wider() == [], window
        scheme = looks.page.locator("body").get_attribute("data-md-color-scheme")
        assert scheme == ("slate" if "dark" in window else "default")
    assert looks.said == [] and all(url.startswith(site) for url in looks.asked)
