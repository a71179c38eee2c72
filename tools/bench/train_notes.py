"""Trains the weights of unmarked notes: `python tools/bench/train_notes.py [--write]`.

Pages of published collections (and, with --extra, of manuals) and our own tiny pages get one note
each, of some splits of tests/notes; every unit of a page is one row, right where it covers a note. Logistic
regression with an L2 penalty, fitted by L-BFGS; rows are weighted so that one block in fifty holds a note.
Of the notes put into another page most are made to speak of it: else what a note speaks of would
always be new there, which it seldom is. What words weigh is fitted first, to single texts; each row takes it
from a fit without its own text or collection. The weights here were made with --splits train,dev --all-hosts,
--extra five manuals and --clean three folders of public questions and answers. Needs scipy.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from notes_injection import (
    ROOT,
    Page,
    Sample,
    borrowed,
    chunks,
    corpora,
    documents,
    load,
    pages,
    samples,
    tiny,
)
from notes_wording import FOLDS, Text, fold, table

from copydesk.model import Document
from copydesk.notes import unmarked
from copydesk.notes.features import measure
from copydesk.notes.habits import learn
from copydesk.notes.lexicon import Lexicon
from copydesk.notes.lexicon import load as lexicon_of
from copydesk.notes.speech import Features
from copydesk.notes.units import read
from copydesk.notes.wording import said
from copydesk.parse import records
from copydesk.source import Source, Span

Row = tuple[Features, float, float]
DEVELOP = ("iamtodor", "30-seconds", "sudheerj", "BurntSushi")
BLOCKS_PER_NOTE = 50
MANUALS = 20
# A sentence of a manual counts less than one of a collection, one of a page with notes counts more.
MANUAL, PAGE, LOOK_ALIKE = 0.4, 3.0, 3.0
# Rows hold each page several times and its look-alikes besides, which makes scores too low; measured
# with eval_notes.py on notes that no weight was made with.
SCALE, SHIFT = 1.1, 0.3
# Few hands wrote the whole pages; nobody has read what is around others' lines.
WHOLE, LINES = 2.0, 0.3
ADAPT = 0.7
# What other sure notes of a file add, and its length takes away; measured as the calibration was.
COMPANY = {"page:others": 0.5, "page:length": -0.25}
# Frames of fewer rows, or of less weight, are chance.
FEWEST, WEAKEST, FRAME = 8, 0.15, 5.0
_ENGLISH = frozenset(
    "the of to and is in that for it with as are be on this by an or not can from you".split()
)
_COUNTED = """What words, pairs and triples of words ("^" and "$" are a text's edges, "*" is any word) weigh
in our own notes against published prose and our own look-alikes: notes_wording.py says how."""
WORDING = ROOT / "tools" / "copydesk" / "notes" / "languages" / "en.wording.json"
WEIGHTS = ROOT / "tools" / "copydesk" / "notes" / "weights.json"


def develop(folder: Path) -> list[Path]:
    """The files to develop on: the rest of the corpora is kept unseen."""
    found: list[Path] = []
    for child in sorted(folder.iterdir()):
        if child.is_dir() and child.name.startswith(DEVELOP):
            files = sorted(child.rglob("*.md"))
            found.extend(files[: len(files) // 2] if child.name.startswith("30-seconds") else files)
    return found


def unseen(folder: Path) -> list[Path]:
    """The files that no weight was made with."""
    known = {*develop(folder), folder / "README.md"}
    return [path for path in sorted(folder.rglob("*.md")) if path not in known]


def union_share(one: Span, other: Span) -> float:
    """Overlap as a share of the union of two spans, 0 to 1."""
    both = max(0, min(one.end, other.end) - max(one.start, other.start))
    union = one.end - one.start + other.end - other.start - both
    return both / union if union else 0.0


def rows(
    document: Document,
    spans: Sequence[Span],
    lexicon: Lexicon,
    inside: Lexicon | None = None,
    *,
    right: bool,
    weight: float = 1.0,
) -> tuple[list[Row], int]:
    """A document's rows, and how many blocks it has; `right` tells whether its spans are notes.

    `lexicon` is that of the document, `inside` that of its spans where they are another's words.
    Units that cover only a part of a span are left out, and so are spans that no weight is made with.
    """
    blocks = read(document, lexicon)
    habits = learn(blocks, lexicon)
    found: list[Row] = []
    for block in blocks:
        for unit in block.units:
            if not unmarked.possible(unit, lexicon):
                continue
            near = [span for span in spans if unit.span.overlaps(span)]
            # Each sentence of a note is one: what counts is the share of its own length.
            if near and (not right or max(_inside(unit.span, span) for span in near) < 0.7):
                continue
            own = (inside or lexicon) if near else lexicon
            found.append((measure(unit, habits, own), float(bool(near)), weight))
    return found, len(blocks)


def _inside(one: Span, other: Span) -> float:
    return (min(one.end, other.end) - max(one.start, other.start)) / (one.end - one.start)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line of somebody's page with a few lines around it: a note, or published."""

    document: Document
    span: Span
    note: bool


def labelled(path: Path) -> list[Labelled]:
    """One half of a file of lines with `before`, `text`, `after` and `kind`; the other is kept."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if number % 2 == 0:
            start = len(row["before"])
            text = row["before"] + row["text"] + row["after"]
            span = Span(start, start + len(row["text"]))
            document = records.read(Source("line.md", text))
            found.append(Labelled(document, span, row["kind"] == "unmarked"))
    return found


def gather_labelled(files: Sequence[Path]) -> tuple[list[Row], int, int]:
    """Rows of the labelled lines alone, for nobody has read what is around them; counts as `gather`."""
    data: list[Row] = []
    blocks = hidden = 0
    for item in (line for path in files for line in labelled(path)):
        lexicon = lexicon_for(item.document.source[item.span])
        around = read(item.document, lexicon)
        habits = learn(around, lexicon)
        blocks += len(around)
        hidden += item.note
        for block in around:
            for unit in block.units:
                if not unmarked.possible(unit, lexicon) or not unit.span.overlaps(item.span):
                    continue
                if _inside(unit.span, item.span) >= 0.7:
                    data.append((measure(unit, habits, lexicon), float(item.note), 1.0))
    return data, blocks, hidden


def manuals(folder: Path) -> list[Path]:
    """The pages of a folder of other published Markdown that are neither stubs nor lists."""
    return [p for p in sorted(folder.rglob("*.md")) if 1_500 < p.stat().st_size < 120_000]


def english(folder: Path) -> list[Document]:
    """The clean pages of a folder that are written in English."""
    found = []
    for path in sorted(folder.rglob("*.md")):
        source = load(path, named(folder, path))
        words = re.findall(r"[^\W\d_]+", source.text.lower())
        if len(words) > 40 and sum(word in _ENGLISH for word in words) > 0.1 * len(words):
            found.append(records.read(source))
    return found


def page_rows(page: Page) -> tuple[list[Row], int]:
    """The rows of a page with one note or none."""
    sample = page.sample
    return rows(
        page.document,
        [page.span] if page.span is not None else [],
        lexicon_for(collection(page.path)),
        lexicon_for(sample.text if sample else ""),
        right=sample is not None and sample.kind == "unmarked",
    )


_TABLES: list[dict[str, float]] = []


def collection(name: str) -> str:
    """The collection that a page's name says it is of: what stands before the first slash."""
    return name.partition("/")[0]


def named(folder: Path, path: Path) -> str:
    """A file's name within its folder, whose first part is its collection."""
    inner = path.relative_to(folder)
    return inner.as_posix() if len(inner.parts) > 1 else f"{folder.name}/{inner.name}"


def lexicon_for(text: str) -> Lexicon:
    """The lexicon with a table of wordings that was fitted without this text, or this collection."""
    lexicon = lexicon_of("en")
    return replace(lexicon, wording=_TABLES[fold(text)]) if _TABLES else lexicon


def given(splits: Sequence[str], others: Sequence[Path]) -> tuple[list[Sample], list[Sample]]:
    """The notes and the look-alikes of some splits, and of others' files the half to train with."""
    notes, alike = samples("notes", *splits), samples("negatives", *splits)
    for path in others:
        more, like = borrowed(path, training=True)
        notes, alike = notes + more, alike + like
    return [note for note in notes if note.kind == "unmarked"], alike


def count_wordings(
    folder: Path,
    files: Sequence[Path],
    splits: Sequence[str],
    others: Sequence[Path],
    lines: Sequence[Path] = (),
    extra: Sequence[Path] = (),
    clean: Sequence[Path] = (),
) -> dict[str, float]:
    """The table of wordings over all texts of some splits; keeps one without each fold for training."""
    lexicon = lexicon_of("en")
    texts: list[Text] = []

    def prose(document: Document, name: str, weight: float, spans: Sequence[Span] = ()) -> None:
        texts.extend(
            Text(said(unit.text), name, 0.0, weight)
            for block in read(document, lexicon)
            for unit in block.units
            if unit.words and not any(unit.span.overlaps(span) for span in spans)
        )

    def line(text: str, name: str, right: bool) -> None:
        texts.extend(
            Text(said(sentence), name, float(right), 1.0 if right else LOOK_ALIKE)
            for sentence in _sentences(text)
        )

    for path in files:
        prose(records.read(load(path, path.name)), collection(named(folder, path)), 1.0)
    for other in extra:
        for path in manuals(other):
            prose(records.read(load(path, path.name)), other.name, MANUAL)
    for other in clean:
        for document in english(other):
            prose(document, collection(document.source.path), 1.0)
    unmarked_notes, look_alikes = given(splits, others)
    for sample in (*unmarked_notes, *look_alikes):
        line(sample.text, sample.text, sample.kind == "unmarked")
    for item in (each for path in lines for each in labelled(path)):
        text = item.document.source[item.span]
        line(text, text, item.note)
    for document, spans in documents(*splits):
        prose(document, document.source.text, PAGE, spans)
        for span in spans:
            line(document.source[span], document.source.text, True)
    _TABLES[:] = [table([t for t in texts if fold(t.name) != left]) for left in range(FOLDS)]
    return table(texts)


def _sentences(text: str) -> list[str]:
    found = read(records.read(Source("note.md", text + "\n")), lexicon_of("en"))
    return [unit.text for block in found for unit in block.units if unit.words] or [text]


def fit(data: Sequence[Row], penalty: float) -> dict[str, float]:
    """Weights by feature name; the bias is not penalised, and a frame ten times as much as others.

    A frame of few rows has no weight, nor has one that would hardly count.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix
    from scipy.special import expit

    seen = Counter(name for features, _, _ in data for name in features)
    names = [name for name, count in seen.items() if count >= FEWEST or not _frame(name)]
    index = {name: place for place, name in enumerate(names)}
    starts, places, values = [0], [], []
    for features, _, _ in data:
        known = [(index[name], value) for name, value in features.items() if name in index]
        places += [place for place, _ in known]
        values += [value for _, value in known]
        starts.append(len(places))
    matrix = csr_matrix((values, places, starts), shape=(len(data), len(names)))
    right = np.array([right for _, right, _ in data])
    worth = np.array([weight for _, _, weight in data])
    costs = np.array(
        [0.0 if name == "bias" else FRAME * penalty if _frame(name) else penalty for name in names]
    )

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total = matrix @ weights
        lost = worth @ (np.logaddexp(0, total) - right * total) + costs @ weights**2 / 2
        return lost, matrix.T @ (worth * (expit(total) - right)) + costs * weights

    found = minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500}
    )
    return {
        name: float(weight)
        for name, weight in zip(names, found.x, strict=True)
        if not _frame(name) or abs(weight) >= WEAKEST
    }


def _frame(name: str) -> bool:
    return name.startswith("frame:")


def injected(
    hosts: Sequence[tuple[str, str]],
    notes: Sequence[Sample],
    alike: Sequence[Sample],
    rng: random.Random,
) -> Iterator[Page]:
    """Pages with a note each; look-alikes are of the host's fold, as one table is used for both."""
    by_fold: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for host in hosts:
        by_fold[fold(collection(host[0]))].append(host)
    for number, some in sorted(by_fold.items()):
        rng.shuffle(some)
        like = [sample for sample in alike if fold(sample.text) == number]
        yield from pages(
            some, notes, rng, look_alikes=like, elsewhere=0.4, restyle=0.4, adapt=ADAPT
        )


def gather(
    folder: Path,
    files: Sequence[Path],
    splits: Sequence[str],
    rng: random.Random,
    passes: int,
    extra: Sequence[Path],
    others: Sequence[Path],
) -> tuple[list[Row], int, int]:
    """Rows from pages with notes of some splits; with the number of blocks and of notes."""
    notes, alike = given(splits, others)
    alike = [s for s in alike if not s.text.startswith("<!--")]
    documents = [records.read(load(path, named(folder, path))) for path in files]
    handbooks = []
    for other in extra:
        found = manuals(other)
        chosen = rng.sample(found, min(MANUALS, len(found)))
        handbooks += [records.read(load(path, f"{other.name}/{path.name}")) for path in chosen]
    data: list[Row] = []
    blocks = hidden = 0
    for _ in range(passes):
        hosts = [
            (document.source.path, piece)
            for document in documents
            for piece in chunks(document, rng.choice((15, 30, 60)), rng)
        ]
        # Manuals are longer than collections; a few pages of each keep the balance.
        for document in handbooks:
            pieces = list(chunks(document, 40, rng))
            hosts.extend(
                (document.source.path, piece) for piece in rng.sample(pieces, min(2, len(pieces)))
            )
        for page in injected(hosts, notes, alike, rng):
            found_rows, count = page_rows(page)
            data.extend(found_rows)
            blocks += count
            hidden += page.span is not None
    # A whole file has habits that a page of it does not show.
    for document in documents:
        own = lexicon_for(collection(document.source.path))
        found_rows, count = rows(document, [], own, right=False, weight=passes)
        data.extend(found_rows)
        blocks += count * passes
    return data, blocks, hidden


def gather_tiny(
    splits: Sequence[str], rng: random.Random, passes: int
) -> tuple[list[Row], int, int]:
    """Rows from our own tiny pages, with a note and without; counts as `gather`."""
    lexicon = lexicon_of("en")
    notes = [s for s in samples("notes", *splits) if s.kind == "unmarked"]
    # Only what is in an editor's words can be told from an answer where it is all of one.
    spoken = [note for note in notes if _spoken(note, lexicon)]
    texts = tiny("train")
    data: list[Row] = []
    blocks = hidden = 0
    for number in range(passes):
        hosts = [("tiny.md", text) for text in texts]
        rng.shuffle(hosts)
        made = [*pages(hosts, notes, rng, elsewhere=0.4, restyle=0.4, adapt=ADAPT)]
        if number % 2 == 0:
            some = rng.sample(hosts, len(hosts) // 5)
            made += pages(some, spoken, rng, restyle=0.5, adapt=ADAPT, fixed="answer")
        for page in made:
            found, count = page_rows(page)
            data.extend(found)
            blocks += count
            hidden += page.span is not None
    for text in texts:
        clean = records.read(Source("tiny.md", text))
        found, count = rows(clean, [], lexicon_for(""), right=False, weight=passes)
        data.extend(found)
        blocks += count * passes
    return data, blocks, hidden


def gather_clean(
    folders: Sequence[Path],
    splits: Sequence[str],
    others: Sequence[Path],
    rng: random.Random,
    passes: int,
) -> tuple[list[Row], int, int]:
    """Rows from others' clean pages of any layout, with a note and without; counts as `gather`."""
    notes, alike = given(splits, others)
    alike = [s for s in alike if not s.text.startswith("<!--")]
    documents = [document for folder in folders for document in english(folder)]
    data: list[Row] = []
    blocks = hidden = 0
    for _ in range(passes):
        hosts = [
            (document.source.path, piece)
            for document in documents
            for piece in chunks(document, rng.choice((15, 30, 60)), rng)
        ]
        for page in injected(hosts, notes, alike, rng):
            found, count = page_rows(page)
            data.extend(found)
            blocks += count
            hidden += page.span is not None
    for document in documents:
        own = lexicon_for(collection(document.source.path))
        found, count = rows(document, [], own, right=False, weight=passes)
        data.extend(found)
        blocks += count * passes
    return data, blocks, hidden


def gather_whole(splits: Sequence[str]) -> tuple[list[Row], int, int]:
    """Rows from our pages that were written whole; counts as `gather`."""
    data: list[Row] = []
    blocks = hidden = 0
    for document, spans in documents(*splits):
        found, count = rows(document, spans, lexicon_for(document.source.text), right=True)
        data.extend(found)
        blocks += count
        hidden += len(spans)
    return data, blocks, hidden


def _spoken(note: Sample, lexicon: Lexicon) -> bool:
    words = [word.strip(".,:;!?()").lower() for word in note.text.split()]
    plain = [i for i, word in enumerate(words) if word not in lexicon.sets["function"]]
    covered = lexicon.hits(words).covered
    return bool(plain) and sum(index in covered for index in plain) >= 0.7 * len(plain)


def balanced(data: Sequence[Row], blocks: int, hidden: int, worth: float = 1.0) -> list[Row]:
    """Rows weighted so that one block in fifty holds a note, and all of them by their worth."""
    balance = BLOCKS_PER_NOTE * hidden / max(1, blocks)
    return [(f, right, worth * (1.0 if right else balance * weight)) for f, right, weight in data]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write weights.json")
    parser.add_argument("--penalty", type=float, default=1.0)
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--splits", default="train")
    parser.add_argument(
        "--extra", type=Path, nargs="*", default=[], help="folders of other published Markdown"
    )
    parser.add_argument(
        "--notes", type=Path, nargs="*", default=[], help="files of others' notes; half is kept"
    )
    parser.add_argument(
        "--lines",
        type=Path,
        nargs="*",
        default=[],
        help="files of others' labelled lines; half is kept",
    )
    parser.add_argument(
        "--clean", type=Path, nargs="*", default=[], help="folders of others' clean pages of Q&A"
    )
    parser.add_argument("--all-hosts", action="store_true", help="use every collection as host")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    folder = corpora()
    if folder is None:
        raise SystemExit("train_notes: set COPYDESK_CORPORA to a folder of published collections")
    rng = random.Random(arguments.seed)
    began = time.perf_counter()
    splits = arguments.splits.split(",")
    files = develop(folder) + (unseen(folder) if arguments.all_hosts else [])
    wordings = count_wordings(
        folder, files, splits, arguments.notes, arguments.lines, arguments.extra, arguments.clean
    )
    print(f"{len(wordings)} words and pairs")
    data, blocks, hidden = gather(
        folder, files, splits, rng, arguments.passes, arguments.extra, arguments.notes
    )
    short, few, notes = gather_tiny(splits, rng, arguments.passes)
    whole, some, inside = gather_whole(splits)
    data = balanced(data, blocks, hidden) + balanced(short, few, notes)
    data += balanced(whole, some, inside, WHOLE)
    if arguments.clean:
        data += balanced(
            *gather_clean(arguments.clean, splits, arguments.notes, rng, arguments.passes)
        )
    data += balanced(*gather_labelled(arguments.lines), LINES)
    took = time.perf_counter() - began
    print(f"{len(data)} rows, {hidden} notes in {blocks} blocks, {notes} in {few}, {took:.0f} s")
    weights = fit(data, arguments.penalty)
    print(f"fitted {len(weights)} weights in {time.perf_counter() - began:.0f} s")
    if arguments.write:
        document = {
            "version": 1,
            "made": " ".join((__doc__ or "").split()),
            "splits": splits,
            "hosts": sorted({path.relative_to(folder).parts[0] for path in files}),
            "penalty": arguments.penalty,
            "rows": len(data),
            "blocks_per_note": BLOCKS_PER_NOTE,
            "calibration": {"scale": SCALE, "shift": SHIFT},
            "weights": {
                name: round(value, 3)
                for name, value in sorted({**weights, **COMPANY}.items())
                if abs(value) >= 0.005
            },
        }
        WEIGHTS.write_text(
            json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        counted = {"made": " ".join(_COUNTED.split()), "splits": splits}
        WORDING.write_text(
            json.dumps(
                {**counted, "odds": dict(sorted(wordings.items()))}, indent=1, ensure_ascii=False
            )
            + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
