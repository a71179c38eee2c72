"""Installing from a real repository of our own on this machine: no outside connection."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jgo.maven._core as maven
import pytest
from filelock import FileLock

from copydesk.grammar import install, java
from copydesk.grammar.checker import GrammarError
from copydesk.grammar.languages import VARIANTS

JARS = {"org.example:one:1.0": b"first" * 100, "org.example:two:2.0:extra": b"second" * 50}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the test's output readable."""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    root = tmp_path / "remote"
    lock = tmp_path / "jars.sha256"
    lines = ["# pinned\n"]
    for coordinate, data in JARS.items():
        jar = install.Jar(hashlib.sha256(data).hexdigest(), len(data), coordinate)
        jar.path(root).parent.mkdir(parents=True)
        jar.path(root).write_bytes(data)
        lines.append(f"{jar.sha256} {jar.size} {coordinate}\n")
    lock.write_text("".join(lines))
    home = tmp_path / "jdk"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "java").write_text("#!/bin/sh\nexit 1\n")
    (home / "bin" / "java").chmod(0o755)
    (home / "release").write_text('JAVA_VERSION="21.0.2"\n')
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setitem(maven.DEFAULT_REMOTE_REPOS, "central", address)
    monkeypatch.setattr(install, "LOCK", lock)
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("JAVA_HOME", str(home))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield root
    server.shutdown()
    thread.join()
    server.server_close()


def run() -> list[tuple[int, int, str]]:
    told: list[tuple[int, int, str]] = []
    install.install(lambda done, total, what: told.append((done, total, what)))
    return told


def local() -> list[Path]:
    return [jar.path(install.folder() / "repository") for jar in install.pinned(frozenset())]


def test_installs_and_finds(repository: Path) -> None:
    assert install.find() is None
    told = run()
    total = sum(map(len, JARS.values()))
    assert told[0][:2] == (0, total)
    assert told[-1][:2] == (total, total)
    found = install.find()
    assert found is not None
    assert found.root == install.folder()
    assert [path.read_bytes() for path in local()] == list(JARS.values())


def test_a_second_run_downloads_nothing(repository: Path) -> None:
    run()
    for path in repository.rglob("*.jar"):
        path.unlink()
    assert len(run()) == 1
    assert install.find() is not None


def test_goes_on_after_an_interruption(repository: Path) -> None:
    run()
    first, second = local()
    (install.folder() / "installed.json").unlink()
    second.write_bytes(second.read_bytes()[:7])
    assert install.find() is None
    told = run()
    assert told[0][0] == len(first.read_bytes())
    assert install.find() is not None


@pytest.mark.parametrize("harm", ["missing", "shorter"])
def test_a_damaged_installation_is_not_found(repository: Path, harm: str) -> None:
    run()
    path = local()[0]
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(b"x")
    assert install.find() is None
    run()
    assert install.find() is not None


def test_a_changed_file_of_the_same_size_is_replaced(repository: Path) -> None:
    run()
    path = local()[0]
    path.write_bytes(b"x" * path.stat().st_size)
    run()
    assert path.read_bytes() == JARS["org.example:one:1.0"]


def test_a_wrong_checksum_is_refused(repository: Path) -> None:
    served = next(repository.rglob("one-1.0.jar"))
    served.write_bytes(b"evil!" * 100)
    with pytest.raises(GrammarError, match=r"one 1\.0 has the wrong checksum"):
        run()
    assert install.find() is None
    assert not local()[0].exists()


def test_without_a_connection_it_says_so(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(maven.DEFAULT_REMOTE_REPOS, "central", "http://127.0.0.1:9")
    with pytest.raises(GrammarError, match="check the connection") as caught:
        run()
    assert "127.0.0.1" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unwritable_place_is_one_sentence(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "file"))
    with pytest.raises(GrammarError, match="cannot write to"):
        run()


def test_uninstall_leaves_nothing(repository: Path, tmp_path: Path) -> None:
    assert install.uninstall() == 0
    run()
    assert install.uninstall() >= sum(map(len, JARS.values()))
    assert list((tmp_path / "cache").iterdir()) == []
    assert install.find() is None


def test_a_second_installation_waits_for_the_first(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "_PATIENCE_SECONDS", 0.1)
    root = install.folder()
    root.parent.mkdir()
    with (
        FileLock(root.with_name(root.name + ".lock")),
        pytest.raises(GrammarError, match="another installation is still running"),
    ):
        run()
    run()


def test_a_runtime_that_cannot_be_fetched_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    with pytest.raises(GrammarError, match="no Java runtime could be installed"):
        java.fetch(tmp_path / "java")
    assert list(tmp_path.iterdir()) == []


def test_an_older_lock_is_not_this_installation(repository: Path) -> None:
    run()
    install.LOCK.write_text(install.LOCK.read_text() + "# another\n")
    assert install.find() is None


def test_long_class_paths_fold_as_manifests_must(repository: Path) -> None:
    import zipfile

    run()
    launcher = next(install.folder().rglob("languagetool-server.jar"))
    with zipfile.ZipFile(launcher) as archive:
        manifest = archive.read("META-INF/MANIFEST.MF")
    assert all(len(line) <= 72 for line in manifest.split(b"\r\n"))
    unfolded = manifest.replace(b"\r\n ", b"").decode()
    (line,) = [row for row in unfolded.splitlines() if row.startswith("Class-Path: ")]
    paths = line.removeprefix("Class-Path: ").split(" ")
    assert [(launcher.parent / path).resolve() for path in paths] == local()


def test_java_below_17_is_no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "java"
    program.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    program.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert java.major(program) == 11
    assert java.find(tmp_path / "none") is None
    program.write_text("#!/bin/sh\necho 'openjdk version \"21.0.2\"' >&2\n")
    assert java.find(tmp_path / "none") == program


def test_the_real_lock_is_well_formed() -> None:
    jars = install.pinned(VARIANTS.keys())
    assert len({jar.coordinate for jar in jars}) == len(jars) > 100
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in jars)
    assert any(jar.coordinate == f"org.languagetool:language-en:{install.VERSION}" for jar in jars)


def test_languages_are_added_and_kept(repository: Path) -> None:
    lines = install.LOCK.read_text().splitlines(keepends=True)
    install.LOCK.write_text("".join([*lines[:2], lines[2].rstrip() + " de,nl\n"]))
    assert run()[-1][1] == len(JARS["org.example:one:1.0"])
    found = install.install(lambda *_: None, {"de"})
    assert found == install.find()
    assert found.languages == {"de", "en"}
    assert len(local()) == 1 and len(install.pinned({"de"})) == 2
    install.install(lambda *_: None)
    assert install.find() == found


def test_without_a_network_jars_come_from_a_folder(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(maven.DEFAULT_REMOTE_REPOS, "central", "http://127.0.0.1:9")
    folder = tmp_path / "stick" / "jars"
    folder.mkdir(parents=True)
    with pytest.raises(GrammarError, match=r"does not hold one-1\.0\.jar"):
        install.install(lambda *_: None, jars_from=folder)
    for jar in install.pinned(frozenset()):
        (folder / jar.path(repository).name).write_bytes(jar.path(repository).read_bytes())
    assert install.install(lambda *_: None, jars_from=tmp_path / "stick") == install.find()
