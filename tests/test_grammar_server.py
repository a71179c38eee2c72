"""The server that outlives a run: one for all, ended when idle, replaced when it dies."""

from __future__ import annotations

import contextlib
import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from conftest import Result, Run, Tree
from copydesk.grammar import install, server
from test_start import imported

INSTALLED = install.find()
pytestmark = pytest.mark.skipif(
    INSTALLED is None, reason="LanguageTool is not installed (copydesk grammar install)"
)
TEXT = "### What is A?\n\nA perfomance test.\n"
# Fifty on demand: each may start a server, which takes seconds.
RUNS = int(os.environ.get("COPYDESK_KILLS", "5"))
LONG = "A clean sentence is here. " * 400
CHECK = ("check", "--format", "json", "--select", "spelling", "--no-cache")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the installed engine in it; a server starts too slowly for one a test."""
    assert INSTALLED is not None
    root = tmp_path_factory.mktemp("cache")
    (root / INSTALLED.root.name).symlink_to(INSTALLED.root)
    return root


@pytest.fixture
def environment(folder: Path, environment: dict[str, str], cache: Path) -> dict[str, str]:
    return {**environment, "COPYDESK_CACHE_DIR": str(cache), "CI": ""}


@pytest.fixture(autouse=True)
def own(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process looks at is what the commands use; in CI a run leaves no server behind."""
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(cache))
    monkeypatch.setenv("CI", "")


@pytest.fixture(scope="module", autouse=True)
def ended(cache: Path) -> Iterator[None]:
    """No server is left by these tests."""
    yield
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPYDESK_CACHE_DIR", str(cache))
        server.stop()


@pytest.fixture
def wait(tree: Tree, copydesk: Run) -> None:
    """A running server."""
    tree({"a.md": TEXT})
    assert words(copydesk(*CHECK)) == ["perfomance"]


@pytest.fixture
def none() -> None:
    """No running server, and no log of earlier ones."""
    server.stop()
    server.log().unlink(missing_ok=True)


def words(result: Result) -> list[str]:
    assert result.status == 1, result.err
    return [
        Path(item["path"]).read_text("utf-8")[item["start"]["offset"] : item["end"]["offset"]]
        for item in result.json["diagnostics"]
    ]


def running() -> server.State:
    state = server.state()
    assert state is not None and state.usable
    return state


def gone(process: server.Process) -> bool:
    end = time.monotonic() + 60
    while process.alive and time.monotonic() < end:
        time.sleep(0.1)
    return not process.alive


@pytest.mark.usefixtures("wait")
def test_a_second_run_finds_it_and_new_slips(copydesk: Run, tree: Tree) -> None:
    first = running()
    tree({"a.md": TEXT + "\n### What is B?\n\nA diferent one.\n"})
    assert words(copydesk(*CHECK)) == ["perfomance", "diferent"]
    assert running() == first
    status = copydesk("grammar", "status").out
    assert first.address in status and str(first.java.pid) in status


@pytest.mark.usefixtures("wait")
def test_a_run_that_finds_it_imports_nothing_to_start_one(tree: Tree) -> None:
    folder = tree({"a.md": TEXT + "\n### What is C?\n\nA thrid one.\n"})
    assert imported(*CHECK, cwd=folder) <= {"mistune", "jsonschema", "yaml"}


@pytest.mark.usefixtures("none")
def test_runs_at_once_start_one(copydesk: Run, tree: Tree) -> None:
    tree({"a.md": TEXT})
    with ThreadPoolExecutor(5) as pool:
        results = list(pool.map(lambda _: copydesk(*CHECK), range(5)))
    assert [words(result) for result in results] == [["perfomance"]] * 5
    assert copydesk("grammar", "logs").out.count("answers at") == 1


@pytest.mark.usefixtures("wait")
@pytest.mark.parametrize("victim", ["java", "keeper"])
def test_one_that_was_killed_is_replaced(copydesk: Run, victim: str) -> None:
    before = running()
    psutil.Process(getattr(before, victim).pid).kill()
    assert words(copydesk(*CHECK)) == ["perfomance"]
    assert running() != before
    assert gone(before.java) and gone(before.keeper)


@pytest.mark.usefixtures("wait")
def test_one_that_hangs_up_in_the_middle_is_replaced(copydesk: Run) -> None:
    before = running()
    java = psutil.Process(before.java.pid)
    with ThreadPoolExecutor(1) as pool:
        # Stopped, it accepts the request and answers nothing; killed, it breaks the connection.
        java.suspend()
        result = pool.submit(copydesk, *CHECK)
        time.sleep(4)
        with contextlib.suppress(psutil.NoSuchProcess):
            java.kill()
        assert words(result.result()) == ["perfomance"]
    assert running() != before


@pytest.mark.usefixtures("wait")
def test_one_of_another_version_is_replaced(copydesk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = running()
    server.keep(server.State("6.0", before.keeper, before.java, before.address))
    assert words(copydesk(*CHECK)) == ["perfomance"]
    assert running().java != before.java and gone(before.java)


@pytest.mark.usefixtures("wait")
def test_stopped_it_leaves_nothing_behind(copydesk: Run) -> None:
    before = running()
    assert copydesk("grammar", "stop").err == "Stopped.\n"
    assert gone(before.java) and gone(before.keeper)
    assert server.state() is None
    assert copydesk("grammar", "stop").err == "No server was running.\n"


@pytest.mark.usefixtures("none")
def test_idle_it_ends_by_itself(copydesk: Run, tree: Tree) -> None:
    tree({"a.md": TEXT, "copydesk.toml": "[grammar]\nidle-minutes = 0.05\n"})
    copydesk("grammar", "start")
    before = running()
    assert gone(before.keeper) and gone(before.java)
    assert copydesk("grammar", "logs").out.endswith("idle\n")


@pytest.mark.usefixtures("none")
@pytest.mark.parametrize("how", [("--no-daemon",), ()])
def test_a_run_alone_leaves_no_server(copydesk: Run, tree: Tree, how: tuple[str, ...]) -> None:
    tree({"a.md": TEXT})
    assert words(copydesk(*CHECK, *how, env={} if how else {"CI": "true"})) == ["perfomance"]
    assert server.state() is None


def test_only_the_user_may_look_into_its_folder(copydesk: Run) -> None:
    copydesk("grammar", "start")
    assert server.folder().stat().st_mode & 0o077 == 0
    assert server.log().stat().st_mode & 0o077 == 0


def test_what_it_said_holds_until_another_file_teaches_the_word(copydesk: Run, tree: Tree) -> None:
    folder = tree({"content/a.md": "### What is a cache?\n\nIt is a kichen of results.\n"})
    args = ("check", "--format", "json", "content/a.md")
    first = copydesk(*args)
    assert [rule.partition("/")[0] for rule in first.rules] == ["spelling"]
    assert copydesk(*args).json == first.json
    assert "mistune" not in imported(*args, cwd=folder)
    tree({"content/b.md": "### What is a `kichen`?\n\nOne of two stores.\n"})
    assert copydesk(*args).rules == []
    (folder / "content/b.md").unlink()
    assert copydesk(*args).json == first.json


def test_killed_at_random_no_finding_is_lost(copydesk: Run, tree: Tree) -> None:
    """Every run finds the same, whatever becomes of the server meanwhile; nothing is left behind."""
    expected = ["diffrent", "kichen", "perfomance"]
    tree({f"{word}.md": f"### What is A?\n\n{LONG}A {word} thing.\n" for word in expected})
    rng = random.Random(7)
    for _ in range(RUNS):
        with ThreadPoolExecutor(1) as threads:
            run = threads.submit(copydesk, *CHECK)
            time.sleep(rng.uniform(0, 2))
            state = server.state()
            if state is not None and state.usable:
                with contextlib.suppress(psutil.Error):
                    psutil.Process(rng.choice([state.java, state.keeper]).pid).kill()
            assert words(run.result()) == expected
    # The last one may have been killed after its run had ended.
    assert words(copydesk(*CHECK)) == expected
    state = running()
    mine = str(server.folder().parent)
    served = [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if mine in " ".join(process.info["cmdline"] or ())
    ]
    assert set(served) <= {state.keeper.pid, state.java.pid}
