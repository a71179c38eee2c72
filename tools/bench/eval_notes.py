"""How well notes are found: `make eval-notes`, or `python tools/bench/eval_notes.py --help`.

Puts the notes of tests/notes into clean question-and-answer pages, one note in about fifty blocks,
and prints recall by kind and position, calibration, the worst misses; then every alarm on the clean
pages. A note is found where a reported span and the note overlap by half of their union.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from notes_injection import Page, Sample, chunks, corpora, documents, load, pages, samples, tiny
from train_notes import develop, union_share, unseen

from copydesk.model import Document, Note
from copydesk.notes import detect as detector
from copydesk.notes.options import DEFAULT_MIN_SCORE, NoteOptions
from copydesk.parse import records
from copydesk.source import Source

FLOOR = 0.2


@dataclass
class Result:
    """What came out over all pages; `scored` holds (score, right) of all candidates at the floor."""

    found: dict[tuple[str, str], list[bool]] = field(default_factory=lambda: defaultdict(list))
    best: list[tuple[float, Sample, str, str]] = field(default_factory=list)
    scored: list[tuple[float, bool]] = field(default_factory=list)
    fooled: list[tuple[float, str, str]] = field(default_factory=list)
    shown: int = 0
    blocks: int = 0


def run(made: Iterator[Page], threshold: float) -> Result:
    """Run the detector on pages with one note each."""
    result = Result()
    for page in made:
        result.blocks += sum(1 for node in page.document.walk() if node.runs)
        result.shown += len(page.published)
        reported = detector.find(page.document, NoteOptions(floor=0.02))
        for note in reported:
            right = page.span is not None and note.span.overlaps(page.span)
            if note.score >= FLOOR and note.kind == "unmarked":
                result.scored.append((note.score, right))
            alike = any(note.span.overlaps(span) for span in page.published)
            if alike and not right and note.score >= threshold:
                result.fooled.append((note.score, page.path, note.text))
        if page.span is None or page.sample is None:
            continue
        hits = [
            note.score for note in reported
            if union_share(note.span, page.span) >= 0.5
        ]  # fmt: skip
        score = max(hits, default=0.0)
        result.found[page.sample.kind, page.position].append(score >= threshold)
        result.best.append((score, page.sample, page.position, page.path))
    return result


def calibration(
    scored: Sequence[tuple[float, bool]],
) -> tuple[float, list[tuple[float, float, int]]]:
    """The error over ten equal-count bins, and each bin's mean score, share right, and count."""
    ordered = sorted(scored)
    bins = []
    for index in range(10):
        part = ordered[len(ordered) * index // 10 : len(ordered) * (index + 1) // 10]
        if part:
            said = sum(score for score, _ in part) / len(part)
            true = sum(right for _, right in part) / len(part)
            bins.append((said, true, len(part)))
    total = sum(count for _, _, count in bins)
    error = sum(abs(said - true) * count for said, true, count in bins) / max(1, total)
    return error, bins


def report(result: Result, threshold: float, misses: int) -> None:
    """Print recall, calibration and the worst misses."""
    every = [hit for hits in result.found.values() for hit in hits]
    print(f"recall {sum(every) / max(1, len(every)):.3f} of {len(every)} notes at {threshold}")
    for axis in (0, 1):
        merged: dict[str, list[bool]] = defaultdict(list)
        for key, hits in result.found.items():
            merged[key[axis]].extend(hits)
        print(
            "  "
            + "  ".join(f"{k} {sum(v) / len(v):.2f} ({len(v)})" for k, v in sorted(merged.items()))
        )
    for cut in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        reached = sum(score >= cut for score, *_ in result.best) / max(1, len(result.best))
        false = sum(1 for score, right in result.scored if score >= cut and not right)
        print(f"  at {cut:.2f}: recall {reached:.3f}, false {false}")
    error, bins = calibration(result.scored)
    print(
        f"calibration error {error:.3f} over {len(result.scored)} candidates, {result.blocks} blocks"
    )
    print("  " + "  ".join(f"{said:.2f}:{true:.2f}" for said, true, _ in bins))
    print(f"look-alikes reported: {len(result.fooled)} on {result.shown} pages")
    for score, path, text in sorted(set(result.fooled), reverse=True)[:40]:
        print(f"  {score:.2f} {path} {text[:90]}")
    print("worst misses")
    seen: set[tuple[str, str]] = set()
    for score, sample, position, path in sorted(result.best, key=lambda item: item[0]):
        if score < threshold and (sample.text, position) not in seen and len(seen) < misses:
            seen.add((sample.text, position))
            print(f"  {score:.2f} {sample.kind} {position}: {sample.text[:80]}   [{path}]")


def written_whole(splits: Sequence[str], threshold: float) -> None:
    """Recall and false alarms on our pages that were written notes and all, by another hand."""
    found = lost = wrong = 0
    whole = documents(*splits)
    for document, spans in whole:
        notes = [n for n in detector.find(document) if n.score >= threshold]
        hit = [any(union_share(n.span, span) >= 0.5 for n in notes) for span in spans]
        found, lost = found + sum(hit), lost + hit.count(False)
        wrong += sum(not any(n.span.overlaps(span) for span in spans) for n in notes)
    print(
        f"on {len(whole)} pages written whole: recall {found / max(1, found + lost):.3f}"
        f" of {found + lost}, {wrong} false alarms"
    )


def alarms(documents: Sequence[Document], threshold: float) -> list[tuple[Document, Note]]:
    """Every note of a kind other than placeholder on clean documents."""
    return [
        (document, note)
        for document in documents
        for note in detector.find(document, NoteOptions(floor=threshold))
        if note.kind != "placeholder" or document.source.path == "tiny"
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--split", default="held-out", help="train, dev or held-out, or several by comma"
    )
    parser.add_argument("--hosts", choices=("develop", "unseen"), default="unseen")
    parser.add_argument("--threshold", type=float, default=DEFAULT_MIN_SCORE)
    parser.add_argument(
        "--elsewhere", type=float, default=0.0, help="share of notes at any position"
    )
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--size", type=int, default=50, help="blocks of a page")
    parser.add_argument("--misses", type=int, default=25)
    parser.add_argument("--alarm-floor", type=float, help="list alarms from this score on")
    parser.add_argument("--seed", type=int, default=11)
    arguments = parser.parse_args()
    folder = corpora()
    if folder is None:
        raise SystemExit("eval_notes: set COPYDESK_CORPORA to a folder of published collections")
    rng = random.Random(arguments.seed)
    splits = arguments.split.split(",")
    files = (develop if arguments.hosts == "develop" else unseen)(folder)
    documents = [records.read(load(path, _name(folder, path))) for path in files]
    hosts = [
        (document.source.path, piece)
        for _ in range(arguments.passes)
        for document in documents
        for piece in chunks(document, arguments.size, rng)
    ]
    rng.shuffle(hosts)
    alike = samples("negatives", *splits)
    made = pages(
        hosts, samples("notes", *splits), rng, look_alikes=alike, elsewhere=arguments.elsewhere
    )
    report(run(made, arguments.threshold), arguments.threshold, arguments.misses)
    written_whole(splits, arguments.threshold)
    few = [text for text in tiny("held-out") for _ in range(2)]
    small = run(
        pages([("tiny", t) for t in few], samples("notes", *splits), rng), arguments.threshold
    )
    every = [hit for hits in small.found.values() for hit in hits]
    print(f"on tiny pages: recall {sum(every) / max(1, len(every)):.3f} of {len(every)}")
    read = [records.read(Source("tiny", text)) for text in tiny("held-out")]
    for cut in sorted({0.3, 0.5, arguments.threshold}):
        wrong = alarms(read, cut)
        print(
            f"  at {cut:.2f}: {100 * len(wrong) / len(read):.1f} false alarms per 100 of {len(read)} pages"
        )
    for _, note in alarms(read, min(0.3, arguments.threshold)):
        print(f"    {note.score:.2f} {note.text}")
    count = sum(len(document.records) for document in documents)
    listed = alarms(documents, min(arguments.threshold, arguments.alarm_floor or 1.0))
    at = sum(1 for _, note in listed if note.score >= arguments.threshold)
    print(
        f"alarms on clean pages: {at} in {count} records ({1000 * at / max(1, count):.1f} per 1000)"
    )
    for document, note in sorted(listed, key=lambda item: -item[1].score):
        line = document.source.position(note.span.start).line
        text = " ".join(note.text.split())[:110]
        print(f"  {note.score:.2f} {document.source.path}:{line} {note.kind} {text}")


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


if __name__ == "__main__":
    main()
