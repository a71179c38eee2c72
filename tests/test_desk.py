"""The desk behind the language server: what it reads again, and when it says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import Tree
from copydesk.config import ConfigError
from copydesk.editor.desk import Desk
from copydesk.source import Source

TEXT = "## What is A?\n\nTODO: say it.\n"
SETTINGS = 'ignore = ["note"]\n'


@pytest.fixture
def desk(tree: Tree) -> Desk:
    tree({"a.md": TEXT, "copydesk.toml": 'selekt = ["note"]\n'})
    desk = Desk()
    desk.put(Path("a.md").absolute(), Source("a.md", TEXT))
    with pytest.raises(ConfigError):
        desk.outdated()
    return desk


def write(settings: str, *, age: int = 60) -> None:
    """Write the configuration, so many seconds ago."""
    path = Path("copydesk.toml")
    path.write_text(settings)
    changed = path.stat().st_mtime - age
    os.utime(path, (changed, changed))


def test_a_file_mended_between_two_questions_is_looked_at(desk: Desk) -> None:
    write(SETTINGS)
    # Whatever is asked for first reads the mended file, but shows nothing of it.
    assert desk.reported() == {Path("a.md").absolute()}
    assert desk.look()
    assert desk.outdated() == [Path("a.md").absolute()]
    assert not desk.look()


def test_a_file_written_while_it_is_read_is_read_again(desk: Desk) -> None:
    write(SETTINGS, age=0)
    desk.outdated()
    assert desk.look()
    write(SETTINGS)
    desk.outdated()
    assert not desk.look()
