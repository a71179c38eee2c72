"""Pin LanguageTool's jars: `python -m copydesk.grammar.lock` writes the checksum file anew.

Takes the closure that Maven would take for each language that can be installed; a jar that only some
of them need names these.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.grammar.install import LOCK, VERSION
from copydesk.grammar.languages import ALWAYS, VARIANTS

if TYPE_CHECKING:
    from jgo.maven import Artifact

_GROUP = "org.languagetool"
# The server looks these up by code while it starts, and stops where one is missing; their
# dictionaries, which are most of their weight, it never opens.
_LOOKED_UP = ("ca", "es", "pt")


def main() -> None:
    """Resolve, download, hash, and write the checksum file.

    Raises what jgo raises if the repository cannot be reached.
    """
    from jgo.maven import MavenContext

    with tempfile.TemporaryDirectory() as folder:
        context = MavenContext(repo_cache=Path(folder), timeout=60)
        everything = [context.project(_GROUP, "language-all")]

        def needed(*languages: str) -> dict[str, Artifact]:
            names = [f"{_GROUP}:language-{code}:{VERSION}" for code in (ALWAYS, *languages)]
            server = f"{_GROUP}:languagetool-server:{VERSION}"
            wanted = [context.create_dependency(server, everything)]
            wanted.extend(context.create_dependency(name) for name in names)
            roots, closure = context.resolver.resolve(wanted)
            found = [item.artifact for item in (*roots, *closure)]
            return {_coordinate(artifact): artifact for artifact in found}

        artifacts = needed()
        for code in _LOOKED_UP:
            component = context.project(_GROUP, f"language-{code}").at_version(VERSION)
            artifact = component.artifact()
            artifacts[_coordinate(artifact)] = artifact
        always = set(artifacts)
        languages: defaultdict[str, list[str]] = defaultdict(list)
        for code in sorted(set(VARIANTS) - {ALWAYS}):
            for coordinate, artifact in needed(code).items():
                artifacts[coordinate] = artifact
                if coordinate not in always:
                    languages[coordinate].append(code)
        lines = []
        for coordinate, artifact in artifacts.items():
            data = artifact.resolve().read_bytes()
            only = f" {','.join(languages[coordinate])}" if coordinate in languages else ""
            lines.append(f"{hashlib.sha256(data).hexdigest()} {len(data)} {coordinate}{only}\n")
    header = (
        f"# LanguageTool {VERSION}: SHA-256, bytes, and Maven coordinate of each jar, and the languages\n"
        "# that need it where not all do.\n"
        "# Written by `python -m copydesk.grammar.lock`.\n"
    )
    LOCK.write_text(header + "".join(sorted(lines, key=lambda line: line.split()[2])))


def _coordinate(artifact: Artifact) -> str:
    parts = [artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier]
    return ":".join(part for part in parts if part)


if __name__ == "__main__":
    main()
