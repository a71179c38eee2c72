"""Pin LanguageTool's jars: `python -m copydesk.grammar.lock` writes the checksum file anew.

Takes the closure that Maven would take, except for the languages we never ask for.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from copydesk.grammar.install import LOCK, VERSION

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
        wanted = [
            context.create_dependency(f"{_GROUP}:languagetool-server:{VERSION}", everything),
            context.create_dependency(f"{_GROUP}:language-en:{VERSION}"),
        ]
        roots, closure = context.resolver.resolve(wanted)
        artifacts = [item.artifact for item in (*roots, *closure)]
        for code in _LOOKED_UP:
            component = context.project(_GROUP, f"language-{code}").at_version(VERSION)
            artifacts.append(component.artifact())
        lines = []
        for artifact in artifacts:
            data = artifact.resolve().read_bytes()
            parts = [artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier]
            coordinate = ":".join(part for part in parts if part)
            lines.append(f"{hashlib.sha256(data).hexdigest()} {len(data)} {coordinate}\n")
    header = (
        f"# LanguageTool {VERSION}: SHA-256, bytes, and Maven coordinate of each jar.\n"
        "# Written by `python -m copydesk.grammar.lock`.\n"
    )
    LOCK.write_text(header + "".join(sorted(lines, key=lambda line: line.split()[2])))


if __name__ == "__main__":
    main()
