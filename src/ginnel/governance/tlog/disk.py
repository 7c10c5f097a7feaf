"""Writing so that a crash at any moment leaves either what was or what is: files first, then the one name that counts."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _filled(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)


def flushed(path: Path) -> None:
    """Wait until a file's content, or a folder's names, are on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Writes:
    """New files that become durable together: `done` returns when all of them and the folders they lie in are.

    Everything is written before the first wait, so that the disk can take it in one go.
    """

    def __init__(self) -> None:
        self._files: list[Path] = []
        self._folders: set[Path] = set()

    def put(self, path: Path, data: bytes) -> None:
        self._make(path.parent)
        _filled(path, data)
        self._files.append(path)
        self._folders.add(path.parent)

    def _make(self, folder: Path) -> None:
        """Make a folder; the names of new folders must be durable too."""
        if folder in self._folders or folder.is_dir():
            return
        self._make(folder.parent)
        folder.mkdir(exist_ok=True)
        self._folders.add(folder.parent)

    def done(self) -> None:
        for path in (*self._files, *sorted(self._folders)):
            flushed(path)
        self._files.clear()
        self._folders.clear()


def replace(path: Path, data: bytes) -> None:
    """Put a file in place of another, durable on return. The old one is whole until the new one is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    _filled(beside, data)
    flushed(beside)
    os.replace(beside, path)  # noqa: PTH105 - one seam for the tests that crash here
    flushed(path.parent)


def replace_secret(path: Path, data: bytes) -> None:
    """The same for a file of mode 600. The mode is set when it is made: there is no moment at which others could read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    flushed(path.parent)


def remove(path: Path) -> None:
    os.unlink(path)  # noqa: PTH108 - one seam for the tests that crash here


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock at `path`: one writer at a time, over processes and threads. A killed process lets go of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
