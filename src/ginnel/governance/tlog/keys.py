"""The key with which a log signs: made once, kept with mode 600 outside the folder that is shown to others."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path

from ginnel.governance.tlog.disk import replace_secret
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
    replace_secret(path, f"{Signer(name, kind, seed).text}\n".encode())


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
