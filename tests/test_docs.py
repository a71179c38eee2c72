"""The documentation: nothing is missing from it, what it shows is true, and its links lead somewhere."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest
import yaml

from conftest import Run, Tree
from copydesk.config import KEYS
from copydesk.parse import records
from copydesk.parse.choice import layouts
from copydesk.rules import load
from copydesk.source import Source
from copydesk.ui.cli import cli

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "tools" / "docs" / "build.py"
_FENCE = re.compile(
    r'^```(?P<kind>[a-z]+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$', re.M | re.S
)


def build(output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, BUILD, "--output", output, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as Markdown, hand-written and made from the code."""
    output = tmp_path_factory.mktemp("docs")
    done = build(output, "--pages")
    assert done.returncode == 0, done.stderr
    return output / "pages"


def blocks(page: Path, kind: str) -> list[tuple[str, str]]:
    """The code blocks of a page that are of a kind, each with its title."""
    found = _FENCE.finditer(page.read_text())
    return [(block["title"] or "", block["body"]) for block in found if block["kind"] == kind]


def commands(
    group: click.Group = cli, path: tuple[str, ...] = ("copydesk",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group, **group.context_settings)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize(
    ("path", "command"), [pytest.param(*found, id=" ".join(found[0])) for found in commands()]
)
def test_every_command_and_option(
    pages: Path, path: tuple[str, ...], command: click.Command
) -> None:
    page = (pages / "commands" / f"{path[1].replace(' ', '-')}.md").read_text()
    own = re.split(r"^#+ ", page, flags=re.M)
    section = next(text for text in own if re.match(rf"{re.escape(' '.join(path))}( \{{|\n)", text))
    assert (command.help or "").split("\n")[0] in section
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in section
            assert parameter.help, f"{parameter.opts[0]} says nothing of itself"
            assert re.split(r"[`\[]", parameter.help)[0] in section
        else:
            assert parameter.make_metavar(click.Context(command)) in section
    index = (pages / "commands" / "index.md").read_text()
    assert f"`copydesk {path[1]}`" in index
    assert all(option in index for option in ("--help", "--version"))


@pytest.mark.parametrize("name", load())
def test_every_rule(pages: Path, name: str) -> None:
    rule = load()[name]
    page = (pages / "rules" / f"{rule.family}.md").read_text()
    section = page.partition(f"## {name} {{#")[2]
    section = re.split(r"\n## .+ \{#", section)[0]
    assert rule.summary in section
    assert rule.reason in section
    assert f"**{rule.severity.label}**" in section
    assert section.count("<mark>") == sum(len(example.spans) for example in rule.examples)
    assert section.count(">Fixed<") == sum(bool(example.fixed) for example in rule.examples)
    assert f"`{name}`" in (pages / "rules" / "index.md").read_text()


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_the_configuration(pages: Path, key: str) -> None:
    page = (pages / "configuration.md").read_text()
    assert f"# {key} {{#{key.replace('.', '-')}}}\n" in page


@pytest.mark.parametrize("name", layouts())
def test_every_layout(pages: Path, name: str) -> None:
    document = records.read(Source(f"{name}.md", layouts()[name].EXAMPLE))
    assert document.layout == name
    page = (pages / "layouts.md").read_text()
    section = page.partition(f"## {name} {{#{name}}}\n")[2]
    section = re.split(r"\n## .+ \{#", section)[0]
    assert document.source.text.strip() in section
    assert document.records
    for record in document.records:
        assert record.question.text in section


def lines(page: Path) -> Iterator[str]:
    """The lines of a page's code blocks that call copydesk, without comments and prompts."""
    for kind in ("sh", "console", "yaml"):
        for _, body in blocks(page, kind):
            for line in body.splitlines():
                found = re.match(r"\s*(?:\$ |- run: |- )?(copydesk [a-z-].*)", line)
                if found and "@ git" not in line:
                    # Examples say what they do behind several spaces.
                    yield re.split(r"\s{2,}| [|>]+ ", found[1])[0]


def test_every_line_that_is_shown_can_be_run(pages: Path) -> None:
    seen = 0
    for page in pages.rglob("*.md"):
        for line in lines(page):
            _parsed(shlex.split(line)[1:])
            seen += 1
    assert seen > 50


def _parsed(arguments: list[str]) -> None:
    """Let click read a command line, and run nothing."""
    group: click.Command = cli
    context = click.Context(cli, **cli.context_settings)
    while isinstance(group, click.Group):
        _, command, arguments = group.resolve_command(context, arguments)
        assert command is not None
        group = command
    group.make_context(group.name, arguments, parent=context)


def test_the_start_is_true(copydesk: Run, tree: Tree, pages: Path) -> None:
    page = pages / "start.md"
    tree(dict(blocks(page, "markdown")))
    steps = "".join(body for _, body in blocks(page, "console"))
    for step in re.split(r"^\$ copydesk ", steps, flags=re.M)[1:]:
        command, _, shown = step.partition("\n")
        result = copydesk(*command.split())
        expected = re.escape(shown.strip()).replace(
            "…", "[^\n]+" if "\n" in shown.strip() else ".+"
        )
        assert re.fullmatch(expected, (result.out + result.err).strip(), re.S), result


def test_the_rule_of_the_page_passes_its_test(tmp_path: Path, pages: Path) -> None:
    page = pages / "writing-rules.md"
    for name, body in (*blocks(page, "toml"), *blocks(page, "python")):
        path = tmp_path / "house" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    offline = ["--no-index", "--no-deps", "--no-build-isolation", "--target", tmp_path / "site"]
    subprocess.run([*pip, *offline, tmp_path / "house"], check=True)
    path = {"PYTHONPATH": f"{tmp_path / 'site'}:{ROOT / 'tools'}"}
    pytest_ = [sys.executable, "-m", "pytest", "-q", "tests/test_rules.py"]
    done = subprocess.run(
        pytest_, cwd=tmp_path / "house", env=path, capture_output=True, text=True, check=False
    )
    assert "1 passed" in done.stdout, done.stdout


def test_the_configurations_that_are_shown(pages: Path) -> None:
    for page in pages.glob("*.md"):
        for _, body in blocks(page, "yaml"):
            assert isinstance(yaml.safe_load(body), dict)
        for _, body in blocks(page, "toml"):
            tomllib.loads(body)
        for _, body in blocks(page, "json"):
            json.loads(body)
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()):
        assert f"| `{hook['id']}` |" in (pages / "ci.md").read_text()


class Page(HTMLParser):
    """What a built page links to, what it loads, and where links may lead in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors.update(given[name] for name in ("id", "name") if name in given)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and given.get("rel") not in ("canonical", "next", "prev"):
            self.loads.append(given["href"])
        if "src" in given:
            self.loads.append(given["src"])


@pytest.mark.skipif(
    not find_spec("zensical"), reason="zensical is not installed: `make docs` does it"
)
def test_the_site(tmp_path: Path) -> None:
    done = build(tmp_path / "docs")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stdout + done.stderr
    site = tmp_path / "docs" / "site"
    built = {path: Page(path) for path in site.rglob("*.html")}
    written = {
        page.relative_to(tmp_path / "docs" / "pages")
        for page in (tmp_path / "docs" / "pages").rglob("*.md")
    }
    assert {path.relative_to(site) for path in built} - {Path("404.html")} == {
        page.with_suffix(".html") for page in written
    }
    for path, page in built.items():
        for target in (*page.links, *page.loads):
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                assert target in page.links, f"{path.name} loads {target}"
                continue
            if path.name == "404.html":
                # It is shown in the place of any page, so that its links start at the root.
                led = site / unquote(parts.path).lstrip("/")
            else:
                led = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            led = led / "index.html" if led.is_dir() else led
            assert led.is_file(), f"{path.name}: {target}"
            if parts.fragment and led in built:
                assert unquote(parts.fragment) in built[led].anchors, f"{path.name}: {target}"
    reached = {
        (site / urlsplit(link).path).resolve()
        for link in built[site / "index.html"].links
        if not urlsplit(link).netloc
    }
    assert {path for path in built if path.name != "404.html"} <= {
        path / "index.html" if path.is_dir() else path for path in reached
    }, "the navigation leaves a page out"
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import )[\"']?(?:https?:)?//", sheet.read_text())
