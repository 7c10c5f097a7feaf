"""The key with which a log signs: made once, kept with mode 600 outside the folder that is shown to others."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from pathlib import Path

from ginnel.governance.tlog.disk import flushed
from ginnel.governance.tlog.signed import BadNote, Signer, Verifier, named, signer, verifier
from ginnel.vocabulary import BadInput, Problem


def key_at(path: Path, name: str, kind: int, entropy: Callable[[int], bytes]) -> Signer:
    """The private key in `path`, made there on first use. Raises `BadInput` when the file holds no key."""
    if not path.exists():
        _make(path, name, kind, entropy)
    try:
        return signer(path.read_text(encoding="utf-8").rstrip("\n"))
    except (BadNote, UnicodeDecodeError) as error:
        raise BadInput(
            Problem(f"the signing key cannot be read: {error}", file=str(path), mend="restore it from a backup")
        ) from None


def _make(path: Path, name: str, kind: int, entropy: Callable[[int], bytes]) -> None:
    if not named(name):
        raise BadInput(
            Problem("a key has a name without white space and plus signs", key="name", expected="northshire.example")
        )
    # Not the entropy itself: a demonstration region draws the same bytes for every secret that it has.
    seed = hmac.new(entropy(32), f"signing key {kind} {name}".encode(), hashlib.sha256).digest()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)
    # The mode is set when the file is made: there is no moment at which others could read it.
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(f"{Signer(name, kind, seed).text}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    flushed(path.parent)


def public_key(text_or_file: str) -> Verifier:
    """A public key from its line or from a file that holds it. Raises `BadInput`."""
    text = text_or_file
    if "+" not in text:
        path = Path(text)
        if not path.is_file():
            raise BadInput(
                Problem("that is neither a public key nor a file with one", found=text, expected="name+id+base64")
            )
        text = path.read_text(encoding="utf-8", errors="replace")
    try:
        return verifier(text.rstrip("\n"))
    except BadNote as error:
        raise BadInput(Problem(f"that is no public key: {error}", found=text_or_file.strip()[:80])) from None
