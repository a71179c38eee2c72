"""The language server as an editor meets it: the real process, over standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from ast import literal_eval
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

from conftest import Result, Run, Tree
from copydesk import silence
from copydesk.grammar import install, server
from copydesk.model import ERROR, Diagnostic
from copydesk.parse.records import read
from copydesk.source import Source, Span
from copydesk.standing import let_stand

pytestmark = pytest.mark.asyncio
INSTALLED = install.find()
# A first request of the grammar engine takes long on a busy machine.
PATIENCE = 120

CLEAN = "### What is DPO?\n\nDPO is a loss over pairs of answers, one of them preferred.\n"
NOTE = "\nTODO: say more\n"


class Editor:
    """A client that types: it knows its texts, and counts as its server has agreed to."""

    def __init__(self) -> None:
        self.client = LanguageClient(converter_factory=default_converter)
        self.shown: list[types.PublishDiagnosticsParams] = []
        self.registered: list[str] = []
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.encoding = "utf-16"
        register_lsp_features(
            self.client,
            {
                **DEFAULT_CLIENT_FEATURES,
                types.CLIENT_REGISTER_CAPABILITY: partial(self._register),
                types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: partial(self._publish),
            },
        )

    def _register(self, params: types.RegistrationParams) -> None:
        self.registered.extend(item.method for item in params.registrations)

    def _publish(self, params: types.PublishDiagnosticsParams) -> None:
        self.shown.append(params)

    async def start(
        self,
        environment: dict[str, str],
        *args: str,
        like: str = "visual-studio-code",
        root: Path | None = None,
        **options: object,
    ) -> None:
        await self.client.start_io(sys.executable, "-m", "copydesk", "lsp", *args, env=environment)
        encodings = options.pop("encodings", None)
        capabilities = client_capabilities(like)
        if encodings:
            capabilities.general = types.GeneralClientCapabilities(position_encodings=encodings)
        folder = types.WorkspaceFolder((root or Path.cwd()).as_uri(), "work")
        result = await self.client.initialize_session(
            types.InitializeParams(
                capabilities=capabilities,
                workspace_folders=[folder],
                initialization_options=options,
            )
        )
        self.encoding = result.capabilities.position_encoding or "utf-16"

    def open(self, name: str, text: str | None = None) -> str:
        uri = uri_of(name)
        self.texts[uri] = Path(name).read_bytes().decode() if text is None else text
        self.versions[uri] = 1
        item = types.TextDocumentItem(uri, "markdown", 1, self.texts[uri])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def replace(self, uri: str, start: int, end: int, text: str) -> None:
        """Replace what stands between two code points, as a keystroke does."""
        old = self.texts[uri]
        change = types.TextDocumentContentChangePartial(
            types.Range(self.position(old, start), self.position(old, end)), text
        )
        self.texts[uri] = old[:start] + text + old[end:]
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.versions[uri], uri), [change]
            )
        )

    async def type(self, uri: str, text: str, pause: float = 0.01) -> None:
        """Type a text at the end, a key after the other."""
        for key in text:
            self.replace(uri, len(self.texts[uri]), len(self.texts[uri]), key)
            await asyncio.sleep(pause)

    def position(self, text: str, offset: int) -> types.Position:
        before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
        line = before.rpartition("\n")[2]
        count = {
            "utf-8": len(line.encode()),
            "utf-16": len(line.encode("utf-16-le")) // 2,
            "utf-32": len(line),
        }[self.encoding]
        return types.Position(before.count("\n"), count)

    def words(self, uri: str, range_: types.Range) -> str:
        """What stands in a range, found by counting every position of the text."""
        text = self.texts[uri]
        places = [self.position(text, offset) for offset in range(len(text) + 1)]
        return text[places.index(range_.start) : places.index(range_.end)]

    def found(self, uri: str) -> Sequence[types.Diagnostic] | None:
        """What the server has shown of a file last, None where it has not."""
        return next((item.diagnostics for item in reversed(self.shown) if item.uri == uri), None)

    def rules(self, uri: str) -> list[str] | None:
        found = self.found(uri)
        return None if found is None else [str(item.code) for item in found]

    async def wait(self, uri: str, *rules: str) -> Sequence[types.Diagnostic]:
        """Wait until exactly these rules are shown of a file."""
        end = time.monotonic() + PATIENCE
        while self.rules(uri) != list(rules):
            assert time.monotonic() < end, (self.rules(uri), self.client.messages)
            await asyncio.sleep(0.01)
        return self.found(uri) or ()

    async def newest(self, uri: str) -> Sequence[types.Diagnostic]:
        """What is shown of the newest version of a text, once it is."""
        end = time.monotonic() + PATIENCE
        while (uri, self.versions[uri]) not in {(item.uri, item.version) for item in self.shown}:
            assert time.monotonic() < end, self.client.messages
            await asyncio.sleep(0.01)
        return self.found(uri) or ()

    async def said(self, words: str) -> str:
        """Wait for a message that has these words."""
        end = time.monotonic() + PATIENCE
        while not (heard := [m.message for m in self.client.messages if words in m.message]):
            assert time.monotonic() < end, self.client.messages
            await asyncio.sleep(0.01)
        return heard[0]

    def at(self, uri: str, words: str) -> types.TextDocumentPositionParams:
        place = self.position(self.texts[uri], self.texts[uri].index(words))
        return types.TextDocumentPositionParams(types.TextDocumentIdentifier(uri), place)

    async def actions(
        self, uri: str, words: str, only: list[str] | None = None
    ) -> dict[str, types.CodeAction]:
        """The actions on some words, by their titles."""
        place = self.at(uri, words).position
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri),
                types.Range(place, place),
                types.CodeActionContext([], only),
            )
        )
        # lsprotocol's client takes an action that has a command for a bare command.
        return {
            item.title: item
            if isinstance(item, types.CodeAction)
            else types.CodeAction(item.title, command=types.Command(**literal_eval(item.command)))
            for item in found or []
        }

    def apply(self, uri: str, action: types.CodeAction) -> None:
        """Do what an action's edits say, from the end, and tell the server."""
        assert action.edit and action.edit.document_changes
        (change,) = action.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert (change.text_document.uri, change.text_document.version) == (uri, self.versions[uri])
        text = self.texts[uri]
        places = [self.position(text, offset) for offset in range(len(text) + 1)]
        edits = [
            (places.index(edit.range.start), places.index(edit.range.end), edit.new_text)
            for edit in change.edits
        ]
        for start, end, new in sorted(edits, reverse=True):
            self.replace(uri, start, end, new)


def uri_of(name: str) -> str:
    return Path(name).absolute().as_uri()


Start = Callable[..., Awaitable[Editor]]


@pytest_asyncio.fixture
async def start(folder: Path, environment: dict[str, str]) -> AsyncIterator[Start]:
    """Start a server without grammar, with an editor that talks to it; both are gone afterwards."""
    editors: list[Editor] = []

    async def run(*args: str, **options: object) -> Editor:
        editor = Editor()
        editors.append(editor)
        await editor.start(environment, *(args or ("--no-grammar",)), **options)  # type: ignore[arg-type]
        return editor

    yield run
    for editor in editors:
        await editor.client.shutdown_session()
        await editor.client.stop()
        assert not any("Error" in m.message for m in editor.client.log_messages)


@pytest.mark.parametrize("like", ["visual-studio-code", "neovim", "emacs"])
async def test_a_note_appears_as_it_is_typed_and_goes_again(
    start: Start, tree: Tree, like: str
) -> None:
    tree({"content/a.md": CLEAN})
    editor = await start(like=like)
    uri = editor.open("content/a.md")
    await editor.wait(uri)
    await editor.type(uri, NOTE)
    (found,) = await editor.wait(uri, "note/marked")
    assert editor.words(uri, found.range) == "TODO: say more"
    assert found.severity == types.DiagnosticSeverity.Error
    for _ in NOTE:
        editor.replace(uri, len(editor.texts[uri]) - 1, len(editor.texts[uri]), "")
        await asyncio.sleep(0.01)
    await editor.wait(uri)


@pytest.mark.parametrize("encoding", ["", "utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
async def test_positions_are_exact_in_every_encoding(
    start: Start, folder: Path, encoding: str, newline: str
) -> None:
    editor = await start(encodings=[encoding] if encoding else None)
    assert editor.encoding == (encoding or "utf-16")
    # A form feed and U+2028 end no line; an emoji is one, two or four units.
    text = "### Was heißt 🙂 DPO?\n\nEin \u2028 Maß\x0c 👩‍🔬 für Paare 🎯 TODO: mehr 🙂 sagen\n"
    uri = editor.open("a.md", text.replace("\n", newline))
    (found,) = await editor.wait(uri, "note/marked")
    assert editor.words(uri, found.range) == "TODO: mehr 🙂 sagen"
    at = editor.texts[uri].index("🎯")
    editor.replace(uri, at, at + 1, "🎯🎯 ß")
    editor.replace(uri, 0, 0, f"🙂{newline}{newline}")
    at = editor.texts[uri].index("mehr")
    editor.replace(uri, at, at + 4, "noch 🎯 mehr")
    (found,) = await editor.newest(uri)
    assert editor.words(uri, found.range) == "TODO: noch 🎯 mehr 🙂 sagen"


async def test_a_burst_is_answered_for_its_last_version_alone(start: Start, tree: Tree) -> None:
    tree({"content/a.md": CLEAN * 20})
    editor = await start()
    uri = editor.open("content/a.md", CLEAN)
    await editor.wait(uri)
    before = len(editor.shown)
    for _ in range(20):
        for word in ("\nTODO: one\n", "\nTODO: two\n"):
            end = len(editor.texts[uri])
            editor.replace(uri, end, end, word)
            editor.replace(uri, end, len(editor.texts[uri]), "")
            await asyncio.sleep(0)
    await editor.type(uri, NOTE, pause=0)
    await editor.wait(uri, "note/marked")
    shown = [item for item in editor.shown[before:] if item.uri == uri]
    assert shown[-1].version == editor.versions[uri]
    assert len(shown) <= 3, "versions that were outdated must not be checked"
    # What comes next is asked of the newest text, and not queued behind the old ones.
    await editor.type(uri, " and more", pause=0)
    symbols = await editor.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
    )
    assert symbols and isinstance(symbols[0], types.DocumentSymbol)
    last = editor.position(editor.texts[uri], len(editor.texts[uri]))
    assert symbols[0].range.end == last


async def test_it_finds_what_a_check_finds(start: Start, tree: Tree, inside: Run) -> None:
    own = Path(__file__).parents[1] / "content"
    tree(
        {
            **{f"content/{path.name}": path.read_bytes() for path in own.glob("*.md")},
            "content/drafts/a.md": (own / "drafts/safety-training.md").read_bytes(),
            "content/old/b.md": CLEAN + NOTE,
            "content/c.md": CLEAN,
            "content/stet.md": CLEAN.replace("DPO", "IPO") + "\n<!-- stet -->\nTODO: stays\n",
            "copydesk.toml": 'per-file-ignores = { "content/old/**" = ["note"] }\n'
            'severity = { "record/empty-answer" = "info" }\n',
        }
    )
    checked = inside("check", "--no-grammar", "--format", "json").json["diagnostics"]
    expected: dict[str, list[tuple[str, str]]] = {}
    for item in checked:
        expected.setdefault(uri_of(item["path"]), []).append((item["rule"], item["message"]))
    assert len(expected) > 1
    editor = await start()
    # What is not open is shown too, and what is opened stays the same.
    end = time.monotonic() + PATIENCE
    for opened in (False, True):
        if opened:
            for uri in expected:
                editor.open(str(Path(uri.removeprefix("file://")).relative_to(Path.cwd())))
            await asyncio.sleep(1)
        while {item.uri: shown(item) for item in editor.shown if item.diagnostics} != expected:
            assert time.monotonic() < end
            await asyncio.sleep(0.05)
    assert editor.client.messages == []


def shown(params: types.PublishDiagnosticsParams) -> list[tuple[str, str]]:
    return [(str(item.code), item.message) for item in params.diagnostics]


async def test_only_open_files_are_reported_where_that_is_asked_for(
    start: Start, tree: Tree
) -> None:
    tree({"content/a.md": CLEAN, "content/b.md": CLEAN.replace("DPO", "PPO") + NOTE})
    for editor in (
        await start("--no-grammar", "--no-workspace"),
        await start(workspace=False),
    ):
        await editor.wait(editor.open("content/a.md"))
        assert {item.uri for item in editor.shown} == {uri_of("content/a.md")}


async def test_an_unsaved_question_is_a_duplicate_in_both_files(start: Start, tree: Tree) -> None:
    tree({"content/a.md": CLEAN, "content/b.md": "### What is PPO?\n\nAn algorithm.\n"})
    editor = await start()
    uri, other = editor.open("content/b.md"), uri_of("content/a.md")
    await editor.wait(uri)
    await editor.type(uri, "\n### What is 🙂 DPO?\n\nA loss of its own.\n")
    (found,) = await editor.wait(uri, "record/duplicate-question")
    (there,) = await editor.wait(other, "record/duplicate-question")
    assert "content/b.md:5" in there.message
    assert found.related_information and there.related_information
    assert found.related_information[0].location.uri == other
    assert there.related_information[0].location.range == found.range
    places = await editor.client.text_document_definition_async(
        types.DefinitionParams(**vars_of(editor.at(uri, "is 🙂 DPO")))
    )
    assert isinstance(places, list) and isinstance(places[0], types.Location)
    assert (places[0].uri, places[0].range.start) == (other, types.Position(0, 4))
    at = editor.texts[uri].index("DPO")
    editor.replace(uri, at, at + 3, "Kahneman")
    await editor.wait(uri)
    await editor.wait(other)
    # What is closed without being saved is as it is on disk.
    editor.replace(uri, at, at + len("Kahneman"), "DPO")
    await editor.wait(other, "record/duplicate-question")
    editor.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
    )
    await editor.wait(other)


def vars_of(params: types.TextDocumentPositionParams) -> dict[str, object]:
    return {"text_document": params.text_document, "position": params.position}


async def test_a_file_outside_the_collection_is_checked_while_it_is_open(
    start: Start, tree: Tree
) -> None:
    tree({"content/a.md": CLEAN, "notes/b.md": CLEAN + NOTE})
    editor = await start()
    uri = editor.open("notes/b.md")
    await editor.wait(uri, "record/duplicate-question", "note/marked")
    editor.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
    )
    await editor.wait(uri)
    await editor.wait(uri_of("content/a.md"))


async def test_a_folder_behind_a_link_holds_each_file_once(
    start: Start, tree: Tree, tmp_path: Path
) -> None:
    folder = tree({"content/a.md": CLEAN, "content/b.md": CLEAN.replace("DPO", "PPO") + NOTE})
    link = tmp_path / "link"
    link.symlink_to(folder)
    editor = await start(root=link)
    await editor.wait((link / "content/b.md").as_uri(), "note/marked")
    uri = editor.open(str(link / "content/a.md"))
    await editor.wait(uri)
    await editor.type(uri, NOTE)
    await editor.wait(uri, "note/marked")
    assert {item.uri for item in editor.shown} == {uri, (link / "content/b.md").as_uri()}


async def test_a_text_that_is_no_file_yet_is_checked(start: Start, folder: Path) -> None:
    editor = await start()
    uri = "untitled:Untitled-1"
    item = types.TextDocumentItem(uri, "markdown", 1, CLEAN + NOTE)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    await editor.wait(uri, "note/marked")


async def test_a_broken_configuration_is_told_once_and_forgiven(start: Start, tree: Tree) -> None:
    folder = tree({"content/a.md": CLEAN, "copydesk.toml": 'selekt = ["note"]\n'})
    editor = await start()
    uri = editor.open("content/a.md")
    said = await editor.said("selekt")
    assert "copydesk.toml" in said and "did you mean `select`" in said
    await editor.type(uri, NOTE)
    assert await editor.actions(uri, "TODO") == {}
    assert len(editor.client.messages) == 1
    (folder / "copydesk.toml").write_text('severity = { "note" = "warning" }\n')
    event = types.FileEvent(uri_of("copydesk.toml"), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    (found,) = await editor.wait(uri, "note/marked")
    assert found.severity == types.DiagnosticSeverity.Warning
    # Without a watcher, saving any text is enough.
    (folder / "copydesk.toml").write_text('ignore = ["note"]\n')
    editor.client.text_document_did_save(
        types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri))
    )
    await editor.wait(uri)


async def test_files_that_change_on_disk_are_read_again(start: Start, tree: Tree) -> None:
    folder = tree({"content/a.md": CLEAN, "content/b.md": "### What is PPO?\n\nSo.\n"})
    editor = await start()
    uri, other = editor.open("content/a.md"), uri_of("content/b.md")
    await editor.wait(uri)
    tree({"content/b.md": CLEAN + NOTE})
    event = types.FileEvent(other, types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await editor.wait(uri, "record/duplicate-question")
    await editor.wait(other, "record/duplicate-question", "note/marked")
    (folder / "content/b.md").unlink()
    event = types.FileEvent(other, types.FileChangeType.Deleted)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await editor.wait(uri)
    await editor.wait(other)


UNMARKED = (
    "### Q1. What does 🙂 dropout do?\ngive this one a better title\n\n"
    "**A:** It switches units off at random while training.\n\n---\n\n"
    "### Q2. Why does it help?\n\n**A:** Units cannot rely on each other any more.\n"
)


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Mark the note as a TODO comment", ["note/marked"]),
        ("Remove the note", []),
        ("Let the note stand", []),
    ],
)
async def test_a_note_is_marked_removed_or_let_stand(
    start: Start, folder: Path, title: str, left: list[str]
) -> None:
    editor = await start()
    uri = editor.open("a.md", UNMARKED)
    await editor.wait(uri, "note/unmarked")
    found = await editor.actions(uri, "give this")
    assert found[title].is_preferred is (True if left else None)
    editor.apply(uri, found[title])
    await editor.wait(uri, *left)
    assert ("better title" in editor.texts[uri]) is (title != "Remove the note")
    assert editor.texts[uri].endswith(UNMARKED.partition("\n\n")[2])


async def test_all_safe_fixes_are_one_action(start: Start, folder: Path) -> None:
    editor = await start()
    uri = editor.open("a.md", "<!-- stet: math -->\n" + UNMARKED)
    await editor.wait(uri, "stet/unused", "note/unmarked")
    (action,) = (await editor.actions(uri, "Units", ["source.fixAll"])).values()
    assert action.kind == "source.fixAll.copydesk"
    editor.apply(uri, action)
    await editor.wait(uri, "note/marked")
    assert editor.texts[uri].startswith("### Q1")
    assert await editor.actions(uri, "Units", ["refactor"]) == {}


async def test_any_finding_can_be_let_stand(start: Start, folder: Path) -> None:
    editor = await start()
    uri = editor.open("a.md", "### What is DPO? {#dpo}\n\n### What is PPO?\n\nIt is is so.\n")
    await editor.wait(uri, "record/empty-answer", "prose/repeated-words")
    for words, rule in (("is is", "prose/repeated-words"), ("What is D", "record/empty-answer")):
        actions = await editor.actions(uri, words)
        editor.apply(uri, actions[f"Let {rule} stand here"])
    await editor.wait(uri)
    assert "? <!-- stet: record/empty-answer --> {#dpo}\n" in editor.texts[uri]


async def test_hover_symbols_and_folds(start: Start, folder: Path) -> None:
    text = f"---\ntitle: A\n---\n\n{CLEAN}{NOTE}\n```python\nx = 1\n```\n\n### What is PPO? {{#ppo}}\n\nSo.\n"
    editor = await start()
    uri = editor.open("a.md", text)
    document = types.TextDocumentIdentifier(uri)
    await editor.wait(uri, "note/marked")

    async def hover(words: str) -> str:
        at = types.HoverParams(**vars_of(editor.at(uri, words)))
        found = await editor.client.text_document_hover_async(at)
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    assert "A marked note, such as a TODO, must not be published." in await hover("TODO")
    assert (await hover("What is DPO")).endswith(", 1 note")
    assert await hover("What is PPO") == "Record: `ppo`, nothing found"
    assert await hover("pairs") == ""
    symbols = await editor.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(document)
    )
    assert [item.name for item in symbols or []] == ["What is DPO?", "What is PPO?"]
    folds = await editor.client.text_document_folding_range_async(
        types.FoldingRangeParams(document)
    )
    lines = {(item.start_line, item.end_line) for item in folds or []}
    assert {(0, 2), (4, 12), (10, 12), (14, 16)} == lines


async def test_it_ends_with_its_client_and_shows_no_traceback(copydesk: Run) -> None:
    assert copydesk("lsp") == Result(0, "", "")
    result = copydesk("lsp", stdin=b"Content-Length: 5\r\n\r\n{bad}")
    assert (result.status, result.err) == (0, "")
    assert "Error in server" in result.out


async def test_without_its_extra_it_says_how_to_get_it(
    copydesk: Run, tree: Tree, environment: dict[str, str]
) -> None:
    folder = tree({"without/pygls/__init__.py": "raise ModuleNotFoundError(name='pygls')\n"})
    path = os.pathsep.join([str(folder / "without"), environment["PYTHONPATH"]])
    result = copydesk("lsp", env={"PYTHONPATH": path})
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        'copydesk: the language server is not installed; run `pip install "copydesk[lsp]"`\n'
    )


@pytest.fixture
def engine(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The installed grammar engine in a cache folder of one's own, with no server left behind."""
    if INSTALLED is None:
        pytest.skip("LanguageTool is not installed (copydesk grammar install)")
    cache = tmp_path / "engine"
    cache.mkdir()
    (cache / INSTALLED.root.name).symlink_to(INSTALLED.root)
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(cache))
    environment["COPYDESK_CACHE_DIR"] = str(cache)
    yield
    server.stop()


@pytest.mark.usefixtures("engine")
async def test_grammar_is_asked_in_a_pause_and_a_word_is_learned(start: Start, tree: Tree) -> None:
    folder = tree(
        {
            "content/a.md": CLEAN,
            "words.txt": "# Names\nAbel\nZorn\n",
            "copydesk.toml": 'vocabulary = ["words.txt"]\n',
        }
    )
    editor = await start("--stdio")
    uri = editor.open("content/a.md")
    await editor.wait(uri)
    await editor.type(uri, "\n### What is 🙂 a test?\n\nA perfomance of a modle.\n")
    spelling = "spelling/morfologik-rule-en-us"
    first, _ = await editor.wait(uri, spelling, spelling)
    assert editor.words(uri, first.range) == "perfomance"
    # What is known of one stretch stays while another is typed in.
    before = len(editor.shown)
    editor.replace(uri, 0, 0, "### What is a train?\n\nA row of cars 🙂.\n\n")
    first, _ = await editor.newest(uri)
    assert editor.words(uri, first.range) == "perfomance"
    assert all(len(item.diagnostics) == 2 for item in editor.shown[before:])
    actions = await editor.actions(uri, "perfomance")
    editor.apply(uri, next(item for title, item in actions.items() if title.startswith("Replace")))
    assert "A performance of" in editor.texts[uri]
    await editor.wait(uri, spelling)
    command = (await editor.actions(uri, "modle"))["Add “modle” to words.txt"].command
    assert command
    await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams(command.command, command.arguments)
    )
    await editor.wait(uri)
    assert (folder / "words.txt").read_text() == "# Names\nAbel\nmodle\nZorn\n"


harper = pytest.mark.skipif(
    not find_spec("harper"), reason='Harper is not installed (pip install "copydesk[harper]")'
)
HARPER, TOOL = "spelling/spell-check", "spelling/morfologik-rule-en-us"


@harper
@pytest.mark.usefixtures("engine")
async def test_harper_speaks_while_one_types_and_languagetool_after(
    start: Start, tree: Tree
) -> None:
    tree({"a.md": CLEAN})
    editor = await start("--stdio")
    uri = editor.open("a.md")
    await editor.wait(uri)
    await editor.type(uri, "\n### What is a test?\n\nA perfomance of skill.\n")
    first, *_ = await editor.wait(uri, TOOL)
    assert editor.words(uri, first.range) == "perfomance"
    told = [[found.code for found in shown.diagnostics] for shown in editor.shown]
    assert told.index([HARPER]) < told.index([TOOL])


@harper
async def test_harper_alone_is_asked_while_one_types(start: Start, tree: Tree) -> None:
    tree({"a.md": CLEAN, "copydesk.toml": '[grammar]\nengine = "harper"\n'})
    editor = await start("--stdio")
    uri = editor.open("a.md")
    await editor.wait(uri)
    await editor.type(uri, "\n### What is a test?\n\nA perfomance of skill.\n")
    await editor.wait(uri, HARPER)
    # There is no vocabulary to learn a word into, and it is said how to have one.
    command = (await editor.actions(uri, "perfomance"))[
        "Add “perfomance” to the vocabulary"
    ].command
    assert command
    await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams(command.command, command.arguments)
    )
    assert await editor.said('add vocabulary = ["vocabulary.txt"]')


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("how", ["option", "setting", "configuration"])
async def test_grammar_can_be_switched_off(start: Start, tree: Tree, how: str) -> None:
    off = 'ignore = ["grammar", "spelling"]\n' if how == "configuration" else ""
    tree({"a.md": "### What is A?\n\nA perfomance test.\n", "copydesk.toml": off})
    editor = await start(
        "--no-grammar" if how == "option" else "--stdio",
        **({"grammar": False} if how == "setting" else {}),
    )
    uri = editor.open("a.md")
    await editor.wait(uri)
    await asyncio.sleep(3)
    assert editor.rules(uri) == []
    assert server.state() is None


PLACES = {
    "a paragraph": "It ⟦is is⟧ so.\n",
    "an item": "- one\n- it ⟦is is⟧ so\n- two\n",
    "a quote": "> It ⟦is is⟧ so.\n> So.\n",
    "a cell": "| a | b |\n| - | - |\n| it ⟦is is⟧ | 2 |\n",
    "the end of the file": "It ⟦is is⟧ so.",
    "a heading": "#### It ⟦is is⟧ so ####\n\nYes.\n",
    "a heading with an id": "#### It ⟦is is⟧ so {#so}\n\nYes.\n",
    "a formula": "So.\n\n⟦$$⟧\n\\frac{1}{2\n$$\n\nSo.\n",
    "a quoted formula": "> So.\n>\n> ⟦$$⟧\n> \\frac{1}{2\n> $$\n",
    "a block of code": "So.\n\n```python\n⟦x = x⟧\n```\n",
    "trailing blanks": "It ⟦is is⟧ so.  \nAnd so on.\n",
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", PLACES)
async def test_what_stands_is_silenced_and_reads_the_same(name: str, newline: str) -> None:
    before, rest = f"### What is 🙂?\n\n{PLACES[name]}".replace("\n", newline).split("⟦")
    words, after = rest.split("⟧")
    text, span = before + words + after, Span(len(before), len(before) + len(words))
    document = read(Source("a.md", text))
    found = Diagnostic("math/unbalanced", ERROR, "", "a.md", span)
    edit = let_stand(document, found)
    assert edit is not None
    done = text[: edit.span.start] + edit.text + text[edit.span.end :]
    again = read(Source("a.md", done))
    moved = span.start + (len(edit.text) if edit.span.start <= span.start else 0)
    (stet,) = silence.stets(again)
    assert stet.silences(replace(found, span=Span(moved, moved + len(words))))
    assert [record.question.text for record in again.records] == ["What is 🙂?"]
    assert again.records[0].answer.text.split() == document.records[0].answer.text.split()
    assert done.replace(edit.text, "") == text


async def test_where_a_comment_would_be_none_nothing_is_let_stand() -> None:
    text = "---\ntitle: is is\n---\n\n### What is A?\n\nIt [is][a].\n\n[a]: b.md\n"
    document = read(Source("a.md", text))
    for words in ("is is", "[a]: b"):
        start = text.index(words)
        found = Diagnostic("prose/repeated-words", ERROR, "", "a.md", Span(start, start + 5))
        assert let_stand(document, found) is None
