"""The language server: its life, the texts that are open, and what it says unasked."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from copydesk import __version__, files
from copydesk.editor.buffer import Buffer
from copydesk.editor.desk import Question
from copydesk.editor.view import Found
from copydesk.grammar import install
from copydesk.grammar.checker import Match
from copydesk.ui import grammar as grammars
from copydesk.ui.lsp import convert
from copydesk.ui.lsp.convert import Converter
from copydesk.ui.lsp.protocol import Protocol
from copydesk.ui.lsp.session import Session

_TEXTS = (".md", ".markdown")
# What a collection is made of; settings come from TOML, vocabularies and schemas.
_WATCHED = "**/*.{md,markdown,toml,txt,json}"


class Server(LanguageServer):
    """A server for one client; `grammar` and `whole` are what the command line lets it do."""

    def __init__(self, *, grammar: bool, whole: bool) -> None:
        super().__init__("copydesk", __version__, protocol_cls=Protocol)
        self.session: Session
        self.converter: Converter
        self._grammar = grammar
        self._whole = whole
        self._uris: dict[Path, str] = {}
        # The folder that is open, as the client names it and as the system does.
        self._named: Path | None = None
        self._here = Path.cwd()
        self._runs: asyncio.Task[None] | None = None
        handlers: dict[str, Callable[..., Any]] = {
            types.INITIALIZE: self._initialize,
            types.INITIALIZED: self._initialized,
            types.TEXT_DOCUMENT_DID_OPEN: self._open,
            types.TEXT_DOCUMENT_DID_CHANGE: self._change,
            types.TEXT_DOCUMENT_DID_SAVE: self._save,
            types.TEXT_DOCUMENT_DID_CLOSE: self._close,
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES: self._files_changed,
        }
        for method, handler in handlers.items():
            # pygls marks what it is given, which a method does not allow.
            self.feature(method)(partial(handler))

    def publish(self, path: Path, found: Found | None, version: int | None) -> None:
        """Show what was found in a file, nothing for None."""
        shown = self._can("text_document", "publish_diagnostics", "related_information")
        diagnostics = self.converter.diagnostics(found, related=shown) if found else []
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(self.uri(path), diagnostics, version)
        )

    def warn(self, sentence: str) -> None:
        """Say something in a window."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, sentence))

    def log(self, sentence: str) -> None:
        """Write something into the editor's log."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Info, sentence))

    def path(self, uri: str) -> Path:
        """The absolute path of an address; a text that is no file yet is taken to be in this folder."""
        found = to_fs_path(uri)
        if found is None:
            found = f"{PurePosixPath(unquote(urlsplit(uri).path)).name or 'untitled'}.md"
        path = Path(os.path.abspath(found))
        if self._named is not None and path.is_relative_to(self._named):
            return self._here / path.relative_to(self._named)
        return path

    def uri(self, path: Path) -> str:
        """The address by which the client knows a path."""
        if path in self._uris:
            return self._uris[path]
        if self._named is not None and path.is_relative_to(self._here):
            path = self._named / path.relative_to(self._here)
        return path.as_uri()

    def edit(self, path: Path, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        """Edits of an open text, bound to its version where the client can."""
        buffer, uri = self.session.buffers[path], self._uris[path]
        if not self._can("workspace", "workspace_edit", "document_changes"):
            return types.WorkspaceEdit(changes={uri: edits})
        document = types.OptionalVersionedTextDocumentIdentifier(uri, buffer.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [*edits])])

    def _initialize(self, params: types.InitializeParams) -> None:
        root = _root(params)
        if root is not None:
            # Paths are shown, and findings kept, as by a check that runs there.
            with suppress(OSError):
                os.chdir(root)
                self._named, self._here = Path(os.path.abspath(root)), Path.cwd()
        given = params.initialization_options
        options = given if isinstance(given, Mapping) else {}
        grammar = self._grammar and options.get("grammar") is not False
        whole = self._whole and root is not None and options.get("workspace") is not False
        agreed = types.PositionEncodingKind(self.workspace.position_encoding)
        self.converter = Converter(agreed.value, self.uri)
        self.session = Session(self, whole=whole, ask=_ask if grammar else None)

    def _initialized(self, _params: types.InitializedParams) -> None:
        self._runs = asyncio.get_running_loop().create_task(self.session.run())
        if self._can("workspace", "did_change_watched_files", "dynamic_registration"):
            watchers = [types.FileSystemWatcher(_WATCHED)]
            registration = types.Registration(
                "files",
                types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                types.DidChangeWatchedFilesRegistrationOptions(watchers),
            )
            self.client_register_capability(types.RegistrationParams([registration]))

    def _open(self, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        path = self.path(document.uri)
        self._uris[path] = document.uri
        name = files.display(path)
        self.session.put(path, Buffer.of(name, document.text, document.version))

    def _change(self, params: types.DidChangeTextDocumentParams) -> None:
        path = self.path(params.text_document.uri)
        buffer = self.session.buffers.get(path)
        if buffer is not None:
            changes = map(convert.change, params.content_changes)
            encoding = self.converter.encoding
            version = params.text_document.version
            self.session.put(path, buffer.edited(changes, version, encoding))

    async def _save(self, _params: types.DidSaveTextDocumentParams) -> None:
        await self.session.look()

    def _close(self, params: types.DidCloseTextDocumentParams) -> None:
        path = self.path(params.text_document.uri)
        self.session.drop(path)

    async def _files_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        changed = {self.path(event.uri) for event in params.changes} - set(self.session.buffers)
        if any(path.suffix in _TEXTS for path in changed):
            await self.session.reload()
        elif changed:
            await self.session.look()

    def _can(self, *capability: str) -> bool:
        """Whether the client has a capability, named as its path."""
        value: Any = self.client_capabilities
        for name in capability:
            value = getattr(value, name, None)
        return bool(value)


def _root(params: types.InitializeParams) -> str | None:
    folders = params.workspace_folders
    if folders:
        return to_fs_path(folders[0].uri)
    return to_fs_path(params.root_uri) if params.root_uri else params.root_path


def _ask(question: Question) -> list[list[Match]] | None:
    """Ask an engine that outlives this process, or answers in it; None where no rule of it is on."""
    loaded, member = question.loaded, question.member
    if not grammars.active(member):
        return None
    config = loaded.config
    if question.engine != config.grammar_engine:
        # What nobody has configured speaks only until the other does.
        if not find_spec("harper") or not (config.grammar_server or install.find()):
            return None
        loaded = replace(loaded, config=replace(config, grammar_engine=question.engine))
    with closing(grammars.checker(loaded, cached=True, ask=True, daemon=True)) as checker:
        spoken = [text for text in question.texts if checker.speaks(text.language)]
        found = iter(checker.check(spoken))
        return [next(found) if checker.speaks(text.language) else [] for text in question.texts]
