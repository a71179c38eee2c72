"""What earlier runs found: a check that uses it finds what a check without it finds."""

from __future__ import annotations

import io
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Run, Tree
from copydesk import engine, resources
from copydesk import seen as files_seen
from copydesk.cache import Cache
from copydesk.kept import code, rows, runs, store, words
from copydesk.kept.rows import Findings
from copydesk.model import (
    Collection,
    Diagnostic,
    Document,
    Edit,
    Fix,
    Note,
    RecordSummary,
    Severity,
    Summary,
)
from copydesk.parse.records import read
from copydesk.parse.settling import settle
from copydesk.parse.summary import summarize
from copydesk.source import Source, Span
from copydesk.traced import Trace
from copydesk.ui import start
from copydesk.ui.cli import cli
from copydesk.ui.session import Status
from test_start import imported

TEXTS = [
    "## What is PPO?\n\nAn algorithm.\n",
    "## What is PPO?\n\nA method, see [DPO](b.md#what-is-dpo).\n",
    "## What is DPO?\n\nA loss. TODO say more\n",
    "## Why does the learning rate need a warmup?\n\nAdam.\n\nreword this\n",
    "## Why does a leraning rate need warmup?\n\nNoise. <!-- stet: record -->\n",
    "# 3 questions\n\n## 1. What is KL?\n\nOne.\n\n## 3. What is FIM?\n\nSee [it](c.md#nowhere).\n",
    "---\nlanguage: de\nschema: own.json\n---\n\n## Was ist PPO?\n\nhier fehlt noch ein Beispiel\n",
    "- [What is DPO?](b.md)\n- [What is PPO?](c.md)\n",
    "No question at all, and a [link](d.md).\n",
]
CONFIGURATIONS = [
    "",
    'ignore = ["record"]\n',
    "[notes]\nmin-score = 0.99\n",
    'layout = "question-headings"\n[severity]\n"note/marked" = "info"\n',
    'schema = "own.json"\n[per-file-ignores]\n"a.md" = ["link"]\n',
]
SCHEMAS = ["{}", '{"properties": {"answer": {"minLength": 30}}}', '{"required": ["tags"]}']
STEP = st.one_of(
    st.tuples(st.sampled_from(["a.md", "b.md", "c.md", "d.md"]), st.sampled_from([*TEXTS, None])),
    st.tuples(st.just("copydesk.toml"), st.sampled_from(CONFIGURATIONS)),
    st.tuples(st.just("own.json"), st.sampled_from(SCHEMAS)),
    st.tuples(st.just(".gitignore"), st.sampled_from(["", "c.md\n", "[ab].md\n", None])),
)
ASKED = st.sampled_from([(), ("--select", "record,note"), ("--ignore", "note"), ("b.md",)])


def seen(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(
        cli, ["check", "--no-grammar", "--format", "json", *arguments], catch_exceptions=False
    )
    return done.exit_code, done.stdout, done.stderr


def repeated(*arguments: str) -> tuple[int, str, str] | None:
    """What a check says without looking, because an earlier one said it; None where it has to look."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            start.again(["check", "--no-grammar", "--format", "json", *arguments])
        except SystemExit as ended:
            assert isinstance(ended.code, int)
            return ended.code, out.getvalue(), err.getvalue()
    return None


def listed(cache: str) -> str:
    run = CliRunner(env={"COPYDESK_CACHE_DIR": str(Path.cwd() / cache)})
    return run.invoke(cli, ["notes", "--format", "json"], catch_exceptions=False).stdout


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(st.tuples(STEP, ASKED), min_size=2, max_size=7))
def test_a_check_finds_the_same_with_and_without_a_cache(
    steps: list[tuple[tuple[str, str | None], tuple[str, ...]]],
) -> None:
    before = os.environ.get("COPYDESK_CACHE_DIR")
    with tempfile.TemporaryDirectory() as name, chdir(name):
        os.environ["COPYDESK_CACHE_DIR"] = str(Path(name, ".cache"))
        try:
            Path(".git").mkdir()
            Path("own.json").write_text("{}")
            for path, text in (("a.md", TEXTS[0]), ("b.md", TEXTS[2])):
                Path(path).write_text(text)
            for number, ((path, content), asked) in enumerate(steps):
                if content is None:
                    Path(path).unlink(missing_ok=True)
                else:
                    Path(path).write_text(content)
                fresh = seen("--no-cache", *asked)
                assert repeated(*asked) in (None, fresh)
                assert seen(*asked) == fresh == seen(*asked)
                assert repeated(*asked) == (None if fresh[0] == Status.FAILED else fresh)
                assert listed(".cache") == listed(f".cache-{number}")
        finally:
            if before is None:
                del os.environ["COPYDESK_CACHE_DIR"]
            else:
                os.environ["COPYDESK_CACHE_DIR"] = before


def test_a_change_of_the_same_size_and_time_is_seen(inside: Run, tree: Tree) -> None:
    path = tree({"a.md": "## What is PPO?\n\nTODO one.\n"}) / "a.md"
    old = path.stat()
    assert inside("check", "--no-grammar", "--format", "json", "a.md").rules == ["note/marked"]
    path.write_text("## What is PPO?\n\nDONE one.\n")
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert inside("check", "--no-grammar", "--format", "json", "a.md").rules == []


def test_a_folder_of_another_tool_changes_nothing(inside: Run, tree: Tree) -> None:
    folder = tree({"a.md": TEXTS[2], "b.md": TEXTS[7]})
    inside("check", "--no-grammar", "--format", "json")
    (folder / ".other").mkdir()
    assert repeated() is not None
    (folder / "other").mkdir()
    assert repeated() is None


def test_all_that_a_check_asks_of_files_is_written_down(
    inside: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree(
        {
            "copydesk.toml": 'include = ["a/**"]\nvocabulary = ["words.txt"]\nschema = "own.json"\n',
            "words.txt": "PPO\n",
            "own.json": "{}",
            "other.json": "{}",
            "known.json": '{"version": 1, "known": []}',
            "a/.gitignore": "c.md\n",
            "a/b.md": "---\nschema: ../other.json\n---\n\n## What is [A](x.md)?\n\n[That](../n.md).\n",
            "a/d/e.md": "## What is B?\n\n![That](../../gone/p.png) and [it](/a/b.md).\n",
        }
    )
    asked: set[str] = set()

    def watched(function: Callable[..., object]) -> Callable[..., object]:
        def watching(path: object = ".", *rest: object, **named: object) -> object:
            if isinstance(path, str | os.PathLike):
                asked.add(os.path.abspath(path))
            return function(path, *rest, **named)

        return watching

    saw: set[str] = set()

    def keep(command: object, found: files_seen.Seen, ran: object) -> None:
        for what, path in found:
            saw.add(os.path.abspath(path))
            if what == "alike":
                saw.add(os.path.abspath(Path(path).parent))

    monkeypatch.setattr(runs, "keep", keep)
    for module, name in ((os, "stat"), (os, "scandir"), (os, "listdir"), (io, "open")):
        monkeypatch.setattr(module, name, watched(getattr(module, name)))
    monkeypatch.setattr("builtins.open", io.open)
    inside("check", "--no-grammar", "--baseline", "known.json")
    own = {path for path in asked if Path(path).is_relative_to(folder)}
    assert {"own.json", "known.json", "words.txt", "b.md", "p.png", "x.md", "d"} <= {
        Path(path).name for path in own
    }
    assert own <= saw


def test_a_finding_goes_with_the_file_that_caused_it(inside: Run, tree: Tree) -> None:
    one = "## What is PPO?\n\nAn algorithm.\n"
    folder = tree({"content/a.md": one, "content/b.md": one.replace("An", "One")})
    args = ("check", "--no-grammar", "--format", "json", "content/a.md")
    assert inside(*args).rules == inside(*args).rules == ["record/duplicate-question"]
    (folder / "content/b.md").write_text("## What is DPO?\n\nA loss.\n")
    assert inside(*args).rules == []


def test_what_a_file_found_holds_while_others_change_elsewhere(
    inside: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"content/{n}.md": f"## What is part {n}?\n\nOne, TODO.\n" for n in "abc"}
    folder = tree(files)
    inside("check", "--no-grammar")
    checked = []
    check = engine.check
    monkeypatch.setattr(
        engine,
        "check",
        lambda document, *rest: checked.append(document.source.path) or check(document, *rest),
    )
    inside("check", "--no-grammar")
    assert checked == []
    (folder / "content/b.md").write_text("## What is part b?\n\nTwo, and three.\n")
    inside("check", "--no-grammar")
    assert checked == ["content/b.md"]


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.write_bytes(b"no database"),
        lambda file: _rewrite(file, "'[1, 2]'"),
        lambda file: _rewrite(file, "'{'"),
        lambda file: _rewrite(file, "substr(value, 1, length(value) / 2)"),
    ],
)
def test_a_harmed_cache_only_costs_time(
    inside: Run, tree: Tree, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    tree({"a.md": TEXTS[5], "b.md": TEXTS[2], "c.md": TEXTS[4]})
    first = inside("check", "--no-grammar", "--format", "json", ".")
    (file,) = (tmp_path / "cache").glob("*.sqlite3")
    harm(file)
    assert inside("check", "--no-grammar", "--format", "json", ".") == first


def _rewrite(file: Path, value: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(f"UPDATE answers SET value = {value}")
    connection.close()


def test_an_unchanged_file_is_not_parsed(tree: Tree) -> None:
    folder = tree({"a.md": TEXTS[2]})
    assert "mistune" in imported("check", "--no-grammar", "a.md", cwd=folder)
    assert imported("check", "--no-grammar", "a.md", cwd=folder) == set()
    assert "mistune" in imported("notes", "a.md", cwd=folder)
    assert imported("notes", "a.md", cwd=folder) == set()


def test_a_fix_leaves_what_it_does_not_mend(inside: Run, tree: Tree) -> None:
    tree({"a.md": "## 1. What is PPO?\n\nSee [it](gone.md).\n\n## 3. What is DPO?\n\nA loss.\n"})
    args = ("check", "--no-grammar", "--format", "json", "a.md")
    assert inside(*args).rules == ["link/missing-file", "record/number-gap"]
    assert inside(*args, "--fix", "--unsafe-fixes").rules == ["link/missing-file"]


SPANS = st.builds(lambda low, size: Span(low, low + size), st.integers(0, 99), st.integers(0, 9))
WORDS = st.text(max_size=8)
DIAGNOSTICS = st.builds(
    Diagnostic,
    WORDS,
    st.sampled_from(Severity),
    WORDS,
    WORDS,
    SPANS,
    st.none() | WORDS,
    st.none() | st.floats(0, 1),
    st.lists(WORDS, max_size=2).map(tuple),
    st.none()
    | st.builds(
        Fix, WORDS, st.lists(st.builds(Edit, SPANS, WORDS), max_size=2).map(tuple), st.just("safe")
    ),
)
NOTES = st.builds(
    Note,
    st.just("unmarked"),
    SPANS,
    WORDS,
    st.floats(0, 1),
    st.lists(WORDS, max_size=2).map(tuple),
    st.none() | WORDS,
    st.none() | WORDS,
)
ASKED_OF_ONE = st.lists(st.none() | WORDS | st.tuples(WORDS, st.integers())).map(dict.fromkeys)
DIGESTS = st.dictionaries(WORDS, WORDS, max_size=2)


@given(
    st.builds(
        Findings,
        st.lists(DIAGNOSTICS, max_size=3).map(tuple),
        st.lists(NOTES, max_size=3).map(tuple),
        st.dictionaries(WORDS, ASKED_OF_ONE, max_size=3).map(Trace),
        DIGESTS,
        DIGESTS,
    )
)
def test_findings_survive_their_row(findings: Findings) -> None:
    assert rows.findings(rows.row(findings)) == findings


@pytest.mark.parametrize("text", TEXTS)
def test_summaries_survive_their_row(text: str) -> None:
    summary = summarize(engine.read(Source("a.md", text), engine.Settings(rules=())))
    assert rows.summary("a.md", rows.written(summary)) == summary


def _summary(path: str, *answers: str) -> Summary:
    return Summary(
        path,
        tuple(
            RecordSummary(path, "why", "Why?", Span(at, at + 4), at, "why", answer, (), at)
            for at, answer in enumerate(answers)
        ),
    )


def test_records_of_one_question_are_told_apart_by_their_answers() -> None:
    settled = settle([_summary("a.md", "one1", "two2"), _summary("b.md", "three")])
    assert [record.id for summary in settled for record in summary.records] == [
        "why-one1",
        "why-two2",
        "why-three",
    ]


def test_a_trace_holds_what_was_asked_and_is_answered_by_another_collection() -> None:
    record = _summary("a.md", "one").records
    before = Collection(questions={"why": record}, missing={"x": "b.md"})
    trace = Trace()
    traced = trace.of(before)
    assert traced.questions.get("why") == record
    assert traced.questions.get("how") is None
    assert traced.missing.get("x") == "b.md"
    assert list(traced.linked) == []
    asked = {field: list(keys) for field, keys in trace.items()}
    assert asked == {"questions": ["why", "how"], "missing": ["x"], "linked": [None]}
    same = Collection(questions={"why": record, "when": record}, missing={"x": "b.md", "y": ""})
    assert trace.answered(same) == trace.answered(before)
    for other in (
        Collection(questions={"why": record, "how": record}, missing=before.missing),
        Collection(questions={"why": record}),
        Collection(questions={"why": record}, missing={"x": "c.md"}),
        Collection({"why": record}, linked={"a": frozenset("b")}, missing=before.missing),
    ):
        assert trace.answered(other) != trace.answered(before)


def test_words_are_learned_again_only_of_what_changed(tmp_path: Path) -> None:
    texts = ["### What is `brindlock`?\n\nA lock.\n", "### What is a lock?\n\nA `latch`.\n"]
    asked: list[int] = []

    def learned(*texts: str, where: Path | None = None) -> frozenset[str]:
        sources = [Source(f"{at}.md", text) for at, text in enumerate(texts)]

        def read(index: int) -> Document:
            asked.append(index)
            return engine.read(sources[index], engine.Settings(rules=()))

        cache = Cache(where)
        found = words.learn([(source, "en") for source in sources], cache, read)
        cache.close()
        return found

    for some in (texts, texts, [texts[0], "### Why?\n\nA `hasp`.\n"]):
        assert learned(*some, where=tmp_path) == learned(*some)
        assert "brindlock" in learned(*some)
    once = [0, 1]
    assert asked == [*once, *once * 2, *once * 2, 1, *once * 2]
    (file,) = tmp_path.glob("*.sqlite3")
    for value in ("'[1, 2]'", "'{'", "'{\"a\": 1}'"):
        _rewrite(file, value)
        assert learned(*texts, where=tmp_path) == learned(*texts)


@pytest.mark.parametrize("cache", ["content/cache", "content", "a\\u0000b"])
def test_a_cache_is_no_part_of_the_collection(inside: Run, tree: Tree, cache: str) -> None:
    tree(
        {
            "copydesk.toml": f'include = ["content/"]\ncache = "{cache}"\n',
            "content/a.md": "## What is A?\n\nTODO: say\n",
        }
    )
    for _ in range(2):
        result = inside("check", "--no-grammar", "--format", "json")
        assert (result.status, result.rules) == (1, ["note/marked"])


def test_an_emoji_that_json_escaped_is_one_character(inside: Run, tree: Tree) -> None:
    tree({"a.md": '---\nid: "\\ud83d\\ude00"\n---\n\n## What is A?\n\nThat.\n'})
    for _ in range(2):
        assert inside("records", "--format", "json", "a.md").json["records"][0]["id"] == "😀"


def test_a_harmed_or_exchanged_row_is_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put({"a": "one", "b": "two", "c": "three"})
    database = sqlite3.connect(next(tmp_path.glob("*.sqlite3")), isolation_level=None)
    (value,) = database.execute("SELECT value FROM answers WHERE key = 'a'").fetchone()
    database.execute("UPDATE answers SET value = ? WHERE key = 'b'", (value,))
    database.execute("UPDATE answers SET value = replace(value, 'three', 'thrae')")
    assert cache.get(["a", "b", "c"]) == {"a": "one"}


def test_a_day_of_use_is_not_waited_for(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put({"a": "one"})
    other = sqlite3.connect(next(tmp_path.glob("*.sqlite3")), isolation_level=None)
    other.execute("UPDATE answers SET used = 0")
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert cache.get(["a"]) == {"a": "one"}
    assert time.monotonic() - began < 2
    other.execute("ROLLBACK")


def test_the_code_is_told_by_its_libraries_and_schemas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = code._code()
    (tmp_path / "mistune-9.9.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    after = code._code()
    assert before != after
    schema = tmp_path / "record.schema.json"
    schema.write_text("{}")
    monkeypatch.setattr(resources, "schemas", lambda: [schema])
    assert code._code() not in (before, after)


def test_nothing_is_kept_where_the_code_has_changed_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code.code()
    schema = tmp_path / "record.schema.json"
    schema.write_text("{}")
    monkeypatch.setattr(resources, "schemas", lambda: [schema])
    cache = Cache(tmp_path)
    source = Source("a.md", "## What is A?\n\nThat.\n")
    store.summaries([source], "auto", cache, lambda _: [summarize(read(source))])
    assert sqlite3.connect(next(tmp_path.glob("*.sqlite3"))).execute(
        "SELECT count(*) FROM answers"
    ).fetchone() == (0,)


def test_a_run_below_which_a_file_changed_is_torn(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    with files_seen.recording() as saw:
        for text in ("one", "one"):
            file.write_text(text)
            files_seen.text(file)
        assert not saw.torn
        file.write_text("two")
        files_seen.text(file)
    assert saw.torn


def test_a_pipe_is_left_to_whoever_reads_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # Without a writer, opening it would wait for ever.
    assert files_seen.again([("data", str(pipe))]) == files_seen.again(
        [("data", str(tmp_path / "none"))]
    )
