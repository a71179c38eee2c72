"""Build the documentation: `make docs`.

The pages of `docs/` and those made from the code are put together in `build/docs/pages`, and
zensical makes the site of them in `build/docs/site`. A warning, such as a link that leads nowhere,
is an error.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import commands
import configuration
import figures
import layouts
import rules

ROOT = Path(__file__).parents[2]
WRITTEN = ROOT / "docs"
CONFIG = "zensical.toml"
# Where the configuration has this line, the pages made from the code are put in.
_PLACES = {
    "commands": "  # The pages of the commands.\n",
    "rules": "  # The pages of the families of rules.\n",
}


def pages(target: Path) -> None:
    """Write all pages as Markdown, with the schemas beside them, into an empty folder."""
    shutil.copytree(WRITTEN, target, ignore=shutil.ignore_patterns(CONFIG))
    for page in sorted(target.rglob("*.md")):
        page.write_text(figures.filled(page.read_text("utf-8")), "utf-8")
    made = {**commands.pages(), **rules.pages(), **configuration.pages(), **layouts.pages()}
    for name, text in made.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise FileExistsError(f"docs/{name} is made from the code; give the page another name")
        path.write_text(text, "utf-8")
    shutil.copytree(ROOT / "schema", target / "schema")


def config() -> str:
    """The generator's configuration, the pages made from the code in its navigation."""
    text = (WRITTEN / CONFIG).read_text("utf-8")
    names = {"commands": commands.pages(), "rules": rules.pages()}
    for what, place in _PLACES.items():
        if place not in text:
            raise ValueError(f"docs/{CONFIG} has no line {place.strip()!r}")
        text = text.replace(place, "".join(_entries(names[what])))
    return text


def _entries(names: Iterable[str]) -> list[str]:
    inner = (name for name in names if not name.endswith("/index.md"))
    return [f"  {{ {json.dumps(_title(name))} = {json.dumps(name)} }},\n" for name in inner]


def _title(name: str) -> str:
    return Path(name).stem.replace("-", " ")


def main() -> None:
    """Build the site, or its pages alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "docs")
    parser.add_argument("--pages", action="store_true", help="the Markdown alone, no site")
    options = parser.parse_args()
    output: Path = options.output
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    pages(output / "pages")
    if options.pages:
        return
    (output / CONFIG).write_text(config(), "utf-8")
    zensical = Path(sys.executable).with_name("zensical")
    sys.exit(subprocess.run([zensical, "build", "--strict"], cwd=output, check=False).returncode)


if __name__ == "__main__":
    main()
