"""The grammar server that outlives a run: one per user, found by its state file, ended when idle."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from copydesk import cache
from copydesk.files import replace
from copydesk.grammar import install
from copydesk.grammar.checker import GrammarError

# Starting takes seconds; ten times that on a machine that is busy with nine other starts.
_PATIENCE_SECONDS = 120
_POLL_SECONDS = 0.05
_END_SECONDS = 5
IDLE_MINUTES = 15.0


@dataclass(frozen=True, slots=True)
class Process:
    """A process that is told from a later one with the same number by when it was created."""

    pid: int
    created: float

    @classmethod
    def of(cls, pid: int) -> Process:
        """The running process of a number.

        Raises psutil.Error if there is none.
        """
        return cls(pid, psutil.Process(pid).create_time())

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self.pid)
            if process.status() != psutil.STATUS_ZOMBIE:
                return abs(process.create_time() - self.created) < 1
        return False

    def end(self) -> None:
        """Ask it to stop, and stop it where it does not."""
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self.pid)
            if self.alive:
                process.terminate()
                try:
                    process.wait(_END_SECONDS)
                except psutil.TimeoutExpired:
                    process.kill()
                    process.wait(_END_SECONDS)


@dataclass(frozen=True, slots=True)
class State:
    """A server that was started: its keeper, its Java, and where it answers on this machine.

    `version` is the identity of the installation that it was started from.
    """

    version: str
    keeper: Process
    java: Process
    address: str

    @property
    def usable(self) -> bool:
        """Whether it is of what is installed now and both of its processes run.

        While its Java runs, nobody else can answer at its address.
        """
        found = install.find()
        same = found is not None and self.version == found.identity
        return same and self.keeper.alive and self.java.alive


def folder() -> Path:
    """Where the state, the lock and the log are; only the user may look into it."""
    return cache.folder() / "server"


def log() -> Path:
    """The server's log."""
    return folder() / "server.log"


def state() -> State | None:
    """The server that was started last, running or not; None where none was."""
    try:
        data = json.loads((folder() / "state.json").read_text(encoding="utf-8"))
        return State(
            data["version"], Process(**data["keeper"]), Process(**data["java"]), data["address"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(found: State) -> None:
    """Write the state, for other runs to find."""
    replace(folder() / "state.json", json.dumps(asdict(found)).encode())


def forget(keeper: Process) -> None:
    """Remove the state where it is still that of a keeper."""
    current = state()
    if current is not None and current.keeper == keeper:
        with contextlib.suppress(OSError):
            (folder() / "state.json").unlink()


def used() -> float:
    """When a run last used the server, in seconds since 1970."""
    try:
        return (folder() / "used").stat().st_mtime
    except OSError:
        return 0.0


def use() -> None:
    """Note that the server is used now."""
    with contextlib.suppress(OSError):
        (folder() / "used").touch(mode=0o600)


def connect(idle_minutes: float = IDLE_MINUTES, *, failed: str = "") -> str:
    """The address of a running server; starts one where there is none.

    Ten runs at once start one. A server at the address `failed` is ended first, for it did not
    answer. Raises NotInstalled if LanguageTool is not on this machine, GrammarError if no server
    starts.
    """
    current = state()
    if current is not None and current.usable and current.address != failed:
        use()
        return current.address
    if install.find() is None:
        from copydesk.grammar.checker import NotInstalled

        raise NotInstalled()
    with _locked():
        current = state()
        if current is None or not current.usable or current.address == failed:
            if current is not None:
                _end(current)
            current = _start(idle_minutes)
        use()
        return current.address


def stop() -> bool:
    """End the server; whether there was one."""
    if not folder().is_dir():
        return False
    with _locked():
        current = state()
        if current is None:
            return False
        running = current.keeper.alive or current.java.alive
        _end(current)
        return running


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    # It takes long to import, and a run that finds a server needs no lock.
    from filelock import FileLock, Timeout

    try:
        folder().mkdir(parents=True, exist_ok=True)
        folder().chmod(0o700)
        with FileLock(folder() / "start.lock", timeout=_PATIENCE_SECONDS):
            yield
    except Timeout as error:
        raise GrammarError(
            "another run has been starting the grammar server for minutes; "
            "stop it with `copydesk grammar stop`, or use --no-daemon"
        ) from error
    except OSError as error:
        raise GrammarError(
            f"{folder()}: the grammar server cannot be kept there: {error.strerror or error}; "
            "use --no-daemon"
        ) from error


def _end(found: State) -> None:
    found.keeper.end()
    # A keeper that was killed could not end its Java.
    found.java.end()
    forget(found.keeper)


def _start(idle_minutes: float) -> State:
    use()
    with log().open("ab", buffering=0) as output:
        log().chmod(0o600)
        started = subprocess.Popen(
            [sys.executable, "-m", "copydesk.ui.keeper", str(idle_minutes * 60)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Ctrl-C ends the run that started it, not the server that others use.
            start_new_session=True,
            cwd=folder(),
        )
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        current = state()
        if current is not None and current.keeper.pid == started.pid and current.usable:
            # It outlives this process, which therefore need not be warned about it.
            started.returncode = 0
            return current
        if started.poll() is not None:
            raise GrammarError(_last_words())
        time.sleep(_POLL_SECONDS)
    started.kill()
    raise GrammarError("the grammar server did not start in time; see `copydesk grammar logs`")


def _last_words() -> str:
    """What the keeper said when it failed: its last line is a sentence."""
    try:
        lines = log().read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return lines[-1] if lines else "the grammar server did not start; use --no-daemon"
