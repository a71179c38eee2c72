"""What the client asks for: actions, hover, symbols, folds, the other place of a question."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from lsprotocol import types

from copydesk import files
from copydesk.editor import actions, hover, outline
from copydesk.editor.actions import Action
from copydesk.editor.view import View
from copydesk.grammar.vocabulary import UNCONFIGURED, add
from copydesk.source import SourceError
from copydesk.ui.lsp import convert
from copydesk.ui.lsp.server import Server

LEARN = "copydesk.learn"
FIX_ALL = "source.fixAll.copydesk"


class Features:
    """The requests of one client."""

    def __init__(self, server: Server) -> None:
        self._server = server
        handlers: dict[str, Callable[..., Any]] = {
            types.TEXT_DOCUMENT_HOVER: self._hover,
            types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: self._symbols,
            types.TEXT_DOCUMENT_FOLDING_RANGE: self._folds,
            types.TEXT_DOCUMENT_DEFINITION: self._definition,
        }
        for method, handler in handlers.items():
            server.feature(method)(partial(handler))
        kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL])
        server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(partial(self._actions))
        server.command(LEARN)(partial(self._learn))

    async def _view(self, document: types.TextDocumentIdentifier) -> View | None:
        return await self._server.session.view(self._server.path(document.uri))

    async def _hover(self, params: types.HoverParams) -> types.Hover | None:
        view = await self._view(params.text_document)
        if view is None:
            return None
        converter = self._server.converter
        said = hover.at(view, converter.offset(view.source, params.position))
        if said is None:
            return None
        text, span = said
        content = types.MarkupContent(types.MarkupKind.Markdown, text)
        return types.Hover(content, converter.range(view.source, span))

    async def _symbols(self, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        view = await self._view(params.text_document)
        if view is None:
            return []
        converter = self._server.converter
        return [converter.symbol(view.source, symbol) for symbol in outline.symbols(view)]

    async def _folds(self, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        view = await self._view(params.text_document)
        return [convert.fold(fold) for fold in outline.folds(view)] if view else []

    async def _definition(self, params: types.DefinitionParams) -> list[types.Location]:
        view = await self._view(params.text_document)
        if view is None:
            return []
        converter = self._server.converter
        twins = view.twins(converter.offset(view.source, params.position))
        return [converter.location(twin) for twin in twins]

    async def _actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        view = await self._view(params.text_document)
        if view is None:
            return []
        only = params.context.only
        return [
            action
            for action in self._all(view, params)
            if only is None or any(_within(str(action.kind), str(kind)) for kind in only)
        ]

    def _all(self, view: View, params: types.CodeActionParams) -> Iterator[types.CodeAction]:
        span = self._server.converter.span(view.source, params.range)
        for action in actions.at(view, span):
            yield self._action(view, action, params.text_document.uri)
        edits = self._server.converter.edits(view.source, actions.all_safe(view))
        if edits:
            yield types.CodeAction(
                "Fix all that is safe (Copydesk)",
                kind=FIX_ALL,
                edit=self._server.edit(view.path, edits),
            )

    def _action(self, view: View, action: Action, uri: str) -> types.CodeAction:
        converter = self._server.converter
        made = types.CodeAction(
            action.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[converter.diagnostic(view, action.about, related=False)],
            is_preferred=action.preferred or None,
        )
        if action.word:
            made.command = types.Command(action.title, LEARN, arguments=[uri, action.word])
        else:
            edits = converter.edits(view.source, action.edits)
            made.edit = self._server.edit(view.path, edits)
        return made

    async def _learn(self, uri: str, word: str) -> None:
        """Write a word into the vocabulary file, and check again."""
        session = self._server.session
        path = await session.vocabulary(self._server.path(uri))
        if path is None:
            self._server.warn(f"copydesk.toml: {UNCONFIGURED}")
            return
        name = files.display(path)
        try:
            source = files.read(path, name)
            files.replace(path, add(source.text, {"": [word]}).encode())
        except SourceError as error:
            self._server.warn(f"{error}")
        except OSError as error:
            self._server.warn(f"{name}: cannot be written: {error.strerror or error}")
        else:
            await session.reload()


def _within(kind: str, wanted: str) -> bool:
    return kind == wanted or kind.startswith(f"{wanted}.")


def serve(*, grammar: bool, whole: bool) -> None:
    """Talk to a client over standard input and output until it leaves."""
    # What it would write with a traceback, it tells the client as well.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server = Server(grammar=grammar, whole=whole)
    Features(server)
    server.start_io()
