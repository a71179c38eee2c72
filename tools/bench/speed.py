"""Speed as ratios in one run: `make bench`.

Each pair is timed in alternation, A B A B …, as whole processes, and the median of the pairs' ratios is
printed, so that a machine's drift counts for both. Peers that are not installed are said and left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
COPYDESK = [sys.executable, "-m", "copydesk"]


def collection(folder: Path, copies: int) -> list[Path]:
    """Our clean collection, copied until it is of a user's size; every question stays its own."""
    made = []
    for source in sorted(CONTENT.glob("*.md")):
        for copy in range(copies):
            target = folder / f"{source.stem}-{copy}.md"
            target.write_text(source.read_text("utf-8").replace("?", f" (case {copy})?"), "utf-8")
            made.append(target)
    return made


def seconds(command: Sequence[str], cwd: Path, environment: dict[str, str]) -> float:
    """The wall seconds of one whole process; its output is read and thrown away."""
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)
    return time.perf_counter() - start


def compare(name: str, ours: Sequence[str], other: Sequence[str], cwd: Path, runs: int) -> None:
    """Print the median seconds of both commands and the median of the ratios ours/other."""
    if shutil.which(other[0]) is None:
        print(f"{name:<58} skipped: {other[0]} is not installed")
        return
    environment = {**os.environ, "COPYDESK_CACHE_DIR": str(cwd / "cache")}
    pairs = []
    for run in range(runs + 1):
        pair = (seconds(ours, cwd, environment), seconds(other, cwd, environment))
        if run:
            pairs.append(pair)
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{name:<58} {ratio:6.2f} x   ({mine:.2f} s against {theirs:.2f} s)")


def main() -> None:
    """Time the starts, and checks of the same files against peers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--copies", type=int, default=8)
    options = parser.parse_args()
    click = [sys.executable, "-c", "import click"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [str(path.name) for path in collection(folder, options.copies)]
        size = sum((folder / file).stat().st_size for file in files) / 1000
        print(
            f"{len(files)} files, {size:.0f} kB; ratios are ours/theirs, median of {options.runs} pairs"
        )
        kept = [*COPYDESK, "check", "--no-grammar", "--isolated", *files]
        fast = [*kept, "--no-cache"]
        parse = "import sys, mistune, pathlib; m = mistune.create_markdown(renderer=None);"
        parse += "[m(pathlib.Path(f).read_text('utf-8')) for f in sys.argv[1:]]"
        runs = options.runs
        compare("--version / import click", [*COPYDESK, "--version"], click, folder, runs)
        compare(
            "check of one file / import click",
            [*kept[: -len(files)], files[0], "--no-cache"],
            click,
            folder,
            runs,
        )
        compare(
            "check of one unchanged file / import click",
            [*kept[: -len(files)], files[0]],
            click,
            folder,
            runs,
        )
        compare("check of unchanged files / of new ones", kept, fast, folder, runs)
        compare(
            "check / mistune parsing alone",
            fast,
            [sys.executable, "-c", parse, *files],
            folder,
            runs,
        )
        compare("check / pymarkdown scan", fast, ["pymarkdown", "scan", *files], folder, runs)
        compare("check / rumdl check", fast, ["rumdl", "check", "--no-cache", *files], folder, runs)
        warm = [*COPYDESK, "check", "--isolated", files[0]]
        cold = [*warm, "--no-cache"]
        compare("grammar kept / grammar asked (one file)", warm, cold, folder, min(runs, 3))


if __name__ == "__main__":
    main()
