"""Put LanguageTool and, where there is none, a Java runtime into the user's cache folder."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk import cache
from copydesk.grammar import java
from copydesk.grammar.checker import GrammarError
from copydesk.grammar.languages import ALWAYS, VARIANTS

if TYPE_CHECKING:
    from jgo.maven import MavenContext

VERSION = "6.8"
LOCK = Path(__file__).with_name(f"languagetool-{VERSION}.sha256")
Progress = Callable[[int, int, str], None]
_AGAIN = "run `copydesk grammar install` again"
_MARKER = "installed.json"
# A manifest line may hold 72 bytes; a longer one goes on after a newline and a space.
_MANIFEST_LINE = 70
_PATIENCE_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Installation:
    """LanguageTool on this machine; `root` is where LTP_PATH must point."""

    root: Path
    java: Path
    languages: frozenset[str] = frozenset({ALWAYS})
    version: str = VERSION

    @property
    def identity(self) -> str:
        """What a running server must have been started from: the version and its languages."""
        return " ".join([self.version, *sorted(self.languages)])


@dataclass(frozen=True, slots=True)
class Jar:
    """One pinned file: its Maven coordinate, its size in bytes and its SHA-256.

    `languages` are those that need it; none where every installation does.
    """

    sha256: str
    size: int
    coordinate: str
    languages: frozenset[str] = frozenset()

    def path(self, repository: Path) -> Path:
        """Where Maven's layout keeps it."""
        group, artifact, version, *classifier = self.coordinate.split(":")
        name = "-".join([artifact, version, *classifier]) + ".jar"
        return repository.joinpath(*group.split("."), artifact, version, name)

    def sound(self, repository: Path) -> bool:
        """Whether the file is there with the pinned content."""
        path = self.path(repository)
        if not path.is_file() or path.stat().st_size != self.size:
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == self.sha256


def pinned(languages: Set[str]) -> tuple[Jar, ...]:
    """The jars of this version that some languages need, as the checksum file lists them."""
    jars = []
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            sha256, size, coordinate, *only = line.split()
            codes = frozenset(only[0].split(",") if only else ())
            if not codes or codes & languages:
                jars.append(Jar(sha256, int(size), coordinate, codes))
    return tuple(jars)


def folder() -> Path:
    """Where LanguageTool is kept: below COPYDESK_CACHE_DIR or the user's cache folder."""
    return cache.folder().absolute() / f"languagetool-{VERSION}"


def find() -> Installation | None:
    """The finished installation, None if there is none or a part of it is missing.

    Compares sizes, not checksums: it runs before every check.
    """
    root = folder()
    try:
        marker = json.loads((root / _MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    languages = _languages(marker)
    if marker != _state(languages) or not _launcher(root).is_file():
        return None
    for jar in pinned(languages):
        path = jar.path(root / "repository")
        if not path.is_file() or path.stat().st_size != jar.size:
            return None
    runtime = java.find(root / "java")
    return Installation(root, runtime, languages) if runtime else None


def _languages(marker: Any) -> frozenset[str]:
    named = marker.get("languages") if isinstance(marker, dict) else None
    return frozenset({ALWAYS, *(named if isinstance(named, list) else ())}) & VARIANTS.keys()


def install(
    progress: Progress, languages: Set[str] = frozenset(), jars_from: Path | None = None
) -> Installation:
    """Fetch what is missing for languages and for those that were there, check all, say where it is.

    Jars come from Maven Central, or from below the folder `jars_from` by their file names alone.

    `progress` is told the bytes done, the bytes in all, and what is being fetched. A call after an
    interrupted one goes on from there; a second process waits for the first.
    Raises GrammarError without a connection, on a wrong checksum, or where the disk refuses.
    """
    root = folder()
    try:
        root.mkdir(parents=True, exist_ok=True)
        with _alone(root):
            before = find()
            wanted = frozenset({ALWAYS, *languages, *(before.languages if before else ())})
            jars = pinned(wanted)
            _fetch_jars(jars, root / "repository", progress, jars_from)
            _write_launcher(root, jars)
            runtime = java.find(root / "java")
            if runtime is None:
                total = sum(jar.size for jar in jars)
                progress(total, total, "Java runtime")
                java.fetch(root / "java")
                runtime = java.find(root / "java")
            if runtime is None:
                raise GrammarError(
                    f"the Java runtime does not run on this machine: install Java {java.MINIMUM} "
                    f"or later and {_AGAIN}"
                )
            partial = root / f"{_MARKER}.partial"
            partial.write_text(json.dumps(_state(wanted)), encoding="utf-8")
            partial.replace(root / _MARKER)
            return Installation(root, runtime, wanted)
    except OSError as error:
        raise GrammarError(f"cannot write to {root} ({error.strerror}); {_AGAIN}") from error


def uninstall() -> int:
    """Remove everything that `install` put there; the bytes freed, 0 if there was nothing.

    Raises GrammarError where the disk refuses.
    """
    root = folder()
    if not root.is_dir():
        return 0
    try:
        with _alone(root):
            (root / _MARKER).unlink(missing_ok=True)
            freed = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
            shutil.rmtree(root)
    except OSError as error:
        raise GrammarError(f"cannot remove {root} ({error.strerror})") from error
    _lock_file(root).unlink(missing_ok=True)
    return freed


def _lock_file(root: Path) -> Path:
    return root.with_name(root.name + ".lock")


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(_lock_file(root), timeout=_PATIENCE_SECONDS):
            yield
    except Timeout as error:
        raise GrammarError(
            f"another installation is still running in {root}; wait for it, then {_AGAIN}"
        ) from error


def _state(languages: Set[str]) -> dict[str, Any]:
    jars = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return {"version": VERSION, "jars": jars, "languages": sorted(languages)}


def _launcher(root: Path) -> Path:
    return root / f"LanguageTool-{VERSION}" / "languagetool-server.jar"


def _fetch_jars(
    jars: Sequence[Jar], repository: Path, progress: Progress, jars_from: Path | None
) -> None:
    total = sum(jar.size for jar in jars)
    missing = [jar for jar in jars if not jar.sound(repository)]
    done = total - sum(jar.size for jar in missing)
    progress(done, total, f"LanguageTool {VERSION}")
    if jars_from is not None:
        for jar in missing:
            _copy(jar, repository, jars_from)
            done += jar.size
            progress(done, total, jar.coordinate.split(":")[1])
        return
    if not missing:
        return
    from jgo.maven import MavenContext

    # Our own folder instead of ~/.m2, so that uninstalling leaves nothing behind.
    context = MavenContext(repo_cache=repository, timeout=60)
    pool = ThreadPoolExecutor(max_workers=4)
    try:
        futures = {pool.submit(_fetch, context, jar, repository): jar for jar in missing}
        for future in as_completed(futures):
            future.result()
            done += futures[future].size
            progress(done, total, futures[future].coordinate.split(":")[1])
    finally:
        pool.shutdown(cancel_futures=True)


def _copy(jar: Jar, repository: Path, folder: Path) -> None:
    """Take a pinned file from a folder, whatever its subfolders are called."""
    place = jar.path(repository)
    for path in folder.rglob(place.name):
        with path.open("rb") as stream:
            sound = hashlib.file_digest(stream, "sha256").hexdigest() == jar.sha256
        if sound:
            place.parent.mkdir(parents=True, exist_ok=True)
            partial = place.with_suffix(".partial")
            shutil.copyfile(path, partial)
            partial.replace(place)
            return
    raise GrammarError(
        f"{folder} does not hold {place.name} as pinned; `copydesk grammar install --list` names "
        "every file that it must hold"
    )


def _fetch(context: MavenContext, jar: Jar, repository: Path) -> None:
    # jgo takes whatever lies at the place for finished: a half download must go first.
    jar.path(repository).unlink(missing_ok=True)
    group, name, version, *classifier = jar.coordinate.split(":")
    component = context.project(group, name).at_version(version)
    try:
        component.artifact(*classifier).resolve()
    except Exception as error:  # requests' errors, and a bare RuntimeError for any HTTP status
        raise GrammarError(
            f"cannot download {name} {version} from Maven Central; check the connection and the "
            f"proxy settings, then {_AGAIN}"
        ) from error
    if not jar.sound(repository):
        jar.path(repository).unlink(missing_ok=True)
        raise GrammarError(
            f"what was downloaded for {name} {version} has the wrong checksum and was refused; "
            f"if a proxy rewrites downloads, ask for an exception, then {_AGAIN}"
        )


def _write_launcher(root: Path, jars: Sequence[Jar]) -> None:
    """One jar whose manifest names all others: the only class path language_tool_python takes."""
    place = _launcher(root)
    place.parent.mkdir(exist_ok=True)
    paths = (jar.path(Path("..", "repository")).as_posix() for jar in jars)
    line = "Class-Path: " + " ".join(paths)
    folded = [line[i : i + _MANIFEST_LINE] for i in range(0, len(line), _MANIFEST_LINE)]
    manifest = "Manifest-Version: 1.0\r\n" + "\r\n ".join(folded) + "\r\n\r\n"
    partial = place.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", manifest)
    partial.replace(place)
