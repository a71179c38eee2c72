"""Speed against peers on the same files: `make bench`, with `ARGS="--records 10000"` on more of them.

In each round every command runs once, ours first, as a whole process; the median of the rounds' ratios
is shown, so that a machine's drift counts for all. Nobody keeps anything before a cold check, all may
keep what they can before the others. Memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import corpus
import peers

from copydesk import __version__

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- bench -->\n", "<!-- /bench -->\n"
OURS = "copydesk"
COPYDESK = [str(Path(sys.executable).with_name("copydesk"))]
CHECK = [*COPYDESK, "check", "--no-grammar", "--isolated", "."]
CLICK = [sys.executable, "-c", "import click"]
MISTUNE = [
    sys.executable,
    "-c",
    "import mistune, pathlib; read = mistune.create_markdown(renderer=None);"
    "[read(path.read_text('utf-8')) for path in pathlib.Path().glob('*.md')]",
]
# From so many records on, what takes minutes is left out unless it is asked for.
MANY = 5000
KEPT = (".rumdl_cache", ".mdformat_cache")


@dataclass(frozen=True, slots=True)
class Used:
    """What one whole process used."""

    seconds: float
    megabytes: float


@dataclass(slots=True)
class Rounds:
    """What every command used in each round of one measurement."""

    name: str
    used: dict[str, list[Used]] = field(default_factory=lambda: defaultdict(list))

    def seconds(self, who: str) -> float:
        return statistics.median(one.seconds for one in self.used[who])

    def megabytes(self, who: str) -> float:
        return max(one.megabytes for one in self.used[who])

    def ratio(self, who: str) -> float:
        """The median of ours/theirs."""
        pairs = zip(self.used[OURS], self.used[who], strict=True)
        return statistics.median(ours.seconds / theirs.seconds for ours, theirs in pairs)


def run(command: Sequence[str], cwd: Path) -> Used:
    """Run a whole process; its output is thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Used(time.perf_counter() - start, usage.ru_maxrss / unit)


def rounds(
    name: str,
    commands: dict[str, Sequence[str]],
    cwd: Path,
    count: int,
    before: Callable[[int], None],
) -> Rounds:
    """Run all commands in turn, `before` each round of which the files are made ready."""
    found = Rounds(name)
    for number in range(count):
        before(number)
        for who, command in commands.items():
            found.used[who].append(run(command, cwd))
    return found


def starts(folder: Path, count: int) -> Iterator[str]:
    """How long nothing takes: the figures beside `import click`."""
    corpus.write(folder, 12)
    one = [*CHECK[:-1], "part-000.md"]
    for name, command in (("`--version`", [*COPYDESK, "--version"]), ("one unchanged file", one)):
        run(command, folder)
        found = rounds(name, {OURS: command, "click": CLICK}, folder, count, lambda _: None)
        yield f"| {name} | {found.ratio('click'):.2f} | {found.seconds(OURS) * 1000:.0f} ms |"


def measured(folder: Path, records: int, count: int, everybody: bool) -> list[Rounds]:
    """The cold check, the same again, and again with one answer changed."""
    files = corpus.write(folder, records)
    first = files[len(files) // 2]
    text = first.read_text(encoding="utf-8")
    commands: dict[str, Sequence[str]] = {OURS: CHECK, "mistune": MISTUNE}
    for peer in peers.PEERS:
        if peer.installed and (everybody or records < MANY or not peer.slow):
            commands[peer.name] = peer.command

    def forget(_: int) -> None:
        for kept in (Path(os.environ["COPYDESK_CACHE_DIR"]), *(folder / name for name in KEPT)):
            shutil.rmtree(kept, ignore_errors=True)

    def change(number: int) -> None:
        first.write_text(corpus.changed(text, number), encoding="utf-8")

    cold = rounds("cold", commands, folder, count, forget)
    for command in commands.values():
        run(command, folder)
    again = rounds("again", commands, folder, count, lambda _: None)
    return [cold, again, rounds("changed", commands, folder, count, change)]


def table(records: int, found: Sequence[Rounds]) -> Iterator[str]:
    """The rows of one corpus."""
    cold, again, changed = found
    does = {peer.name: peer.does for peer in peers.PEERS} | {
        OURS: "all of it",
        "mistune": "reading Markdown alone",
    }
    yield f"| {records} records | cold | again | one changed | memory | what it does |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for who in cold.used:
        cells = [
            f"{one.seconds(who):.2f} s" + (f" ({one.ratio(who):.2f})" if who != OURS else "")
            for one in (cold, again, changed)
        ]
        yield f"| {who} | {' | '.join(cells)} | {cold.megabytes(who):.0f} MB | {does[who]} |"


def page(lines: Sequence[str]) -> None:
    """Write the tables into the documentation."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    body = "\n".join(lines)
    PAGE.write_text(f"{before}{BEGIN}\n{body}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[12, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--all", action="store_true", help="slow peers on large corpora too")
    options = parser.parse_args()
    peers.install()
    versions = [f"{peer.name} {peer.version}" for peer in peers.PEERS if peer.installed]
    for peer in peers.PEERS:
        if not peer.installed:
            print(f"{peer.name} is not installed and left out", file=sys.stderr)
    lines = [
        f"copydesk {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}; {', '.join(versions)}.",
        "",
        "| start | of `import click` | time |",
        "| --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        os.environ["COPYDESK_CACHE_DIR"] = str(top / "cache")
        peers.prepare(top)
        (top / "start").mkdir()
        lines += starts(top / "start", 5 * options.rounds)
        for records in options.records:
            folder = top / f"records-{records}"
            folder.mkdir()
            found = measured(folder, records, options.rounds, options.all)
            lines += ["", *table(records, found)]
            shutil.rmtree(folder)
    print("\n".join(lines))
    page(lines)


if __name__ == "__main__":
    main()
