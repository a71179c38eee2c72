"""What happens when: texts come in as they are typed, findings go out for the newest of them."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from copydesk.editor.buffer import Buffer
from copydesk.editor.desk import Desk
from copydesk.editor.view import Found, View
from copydesk.grammar.checker import GrammarError, NotInstalled
from copydesk.ui.lsp.asking import Ask, Asking
from copydesk.ui.lsp.worker import Client, Worker

# A pause in typing after which a text is checked.
_PAUSE_SECONDS = 0.15
# A pause after which a grammar engine is asked that is slower than typing.
_IDLE_SECONDS = 2.0


class Session:
    """The open texts of one client; its methods belong to the event loop.

    `ask` puts questions to grammar engines; without it they are left out. `whole` also reports on
    files of the collection that are not open.
    """

    def __init__(
        self,
        client: Client,
        *,
        whole: bool,
        ask: Ask | None,
    ) -> None:
        self.buffers: dict[Path, Buffer] = {}
        self._client = client
        self._desk = Desk(whole=whole)
        self._worker = Worker(self._desk, client)
        self._engines = [Asking(ask, quick=quick) for quick in (True, False)] if ask else []
        # Texts that have changed since they were handed over, with the time of the last change.
        self._due: dict[Path, float] = {}
        self._calm = asyncio.Event()
        self._wake = asyncio.Event()
        self._rest = whole
        self._shown: set[Path] = set()

    def put(self, path: Path, buffer: Buffer) -> None:
        """Take a text that was opened or changed."""
        self.buffers[path] = buffer
        for engine in self._engines:
            engine.unasked.add(path)
        self._touch(path)

    def drop(self, path: Path) -> None:
        """A text is closed."""
        self.buffers.pop(path, None)
        for engine in self._engines:
            engine.unasked.discard(path)
        self._touch(path)

    async def look(self) -> None:
        """Read configurations again where they have changed."""
        if await self._worker.do(self._desk.look):
            self._again()

    async def reload(self) -> None:
        """Read again what is on disk."""
        await self._worker.do(self._desk.reload)
        self._again()

    async def view(self, path: Path) -> View | None:
        """What is found in the newest text at a path; None where it cannot be checked."""
        while path in self.buffers:
            await self._calm.wait()
            view = await self._worker.do(self._desk.view, path)
            buffer = self.buffers.get(path)
            if view is None or (buffer and view.source.text == buffer.source.text):
                return view
        return None

    async def vocabulary(self, path: Path) -> Path | None:
        """The vocabulary file that a word of a text is learned into."""
        pair = await self._worker.do(self._desk.member, path)
        if pair is None or not pair[0].config.vocabulary:
            return None
        return pair[0].config.root / pair[0].config.vocabulary[0]

    async def run(self) -> None:
        """Check what is due, for ever."""
        while True:
            try:
                await self._next()
            except Exception as error:
                # A fault of ours must not end the session.
                self._rest = False
                self._client.log(f"copydesk: {type(error).__name__}: {error}")

    def _touch(self, path: Path) -> None:
        self._due[path] = asyncio.get_running_loop().time()
        self._calm.clear()
        self._wake.set()

    def _again(self) -> None:
        self._worker.tell_again()
        for path in self.buffers:
            self._touch(path)
        self._rest = True
        self._wake.set()

    async def _next(self) -> None:
        wait = self._until_due()
        if wait is not None and wait <= 0:
            await self._check()
        elif wait is None and self._rest:
            await self._check_others()
        elif wait is None and (engine := next((e for e in self._engines if e.may()), None)):
            if not engine.quick:
                await self._sleep(_IDLE_SECONDS)
            if not self._due and not self._rest and engine.may():
                engine.begin(self._ask_about(engine, engine.unasked.pop()))
        else:
            await self._sleep(wait)

    def _until_due(self) -> float | None:
        """Seconds until the next check, None where nothing has changed."""
        if not self._due:
            self._calm.set()
            return None
        return max(self._due.values()) + _PAUSE_SECONDS - asyncio.get_running_loop().time()

    async def _sleep(self, seconds: float | None) -> None:
        """Wait so long, or until something changes."""
        self._wake.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    async def _check(self) -> None:
        """Hand over what has changed, and show what is found in it unless it has changed again."""
        changed = list(self._due)
        self._due.clear()
        for path in changed:
            buffer = self.buffers.get(path)
            if buffer is not None:
                await self._worker.do(self._desk.put, path, buffer.source)
            else:
                await self._worker.do(self._desk.drop, path)
        if not self._due:
            self._calm.set()
        await self._worker.do(self._desk.refresh)
        for path in changed:
            if path in self.buffers and not self._due:
                await self._show(path)
        self._rest = True

    async def _check_others(self) -> None:
        """Check what else may be found otherwise now, the open texts first."""
        self._rest = False
        outdated = await self._worker.do(self._desk.outdated)
        if outdated is None:
            return
        for path in sorted(outdated, key=lambda path: path not in self.buffers):
            if self._due:
                self._rest = True
                return
            await self._show(path)
        reported = await self._worker.do(self._desk.reported)
        if reported is not None:
            for path in self._shown - reported:
                self._client.publish(path, None, None)
            self._shown &= reported

    async def _show(self, path: Path) -> None:
        buffer = self.buffers.get(path)
        read = self._desk.view if buffer else self._desk.found
        found: Found | None = await self._worker.do(read, path)
        current = self.buffers.get(path)
        if buffer is not current or found is None:
            return
        if found.diagnostics or path in self._shown or buffer:
            self._shown.add(path)
            self._client.publish(path, found, buffer.version if buffer else None)

    async def _ask_about(self, engine: Asking, path: Path) -> None:
        """Ask a grammar engine about what it has not seen of a text, and show what it finds."""
        question = await self._worker.do(self._desk.question, path, engine.quick)
        if question is not None:
            try:
                matches = await engine.ask(question)
            except NotInstalled as error:
                engine.give_up()
                self._client.log(f"copydesk: {error}")
            except GrammarError as error:
                engine.give_up()
                self._client.warn(f"Grammar is left out until the server is started again: {error}")
            else:
                if matches is not None:
                    await self._worker.do(self._desk.answer, path, question, matches)
                    self._rest = True
        self._wake.set()
