"""Signed notes (C2SP signed-note): a text, a blank line, and one line for each signature.

A key is written `name+id+base64`; the id is four bytes that tell keys apart, not a proof. Two kinds: 1 signs the text as
it is (a log), 4 signs it behind the time at which it was seen (a witness, C2SP tlog-cosignature).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, WITNESS = 1, 4
MOST = 100
"""Signatures that a note may carry; the specification asks for at least 16."""
PRIVATE = "PRIVATE+KEY+"


class BadNote(ValueError):
    """A text that is no signed note, or a signature that does not fit."""


def named(name: str) -> bool:
    """Whether a key may have this name: not empty, no white space, no plus sign."""
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " for c in name)


def key_id(name: str, kind: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def unpacked(text: str) -> bytes:
    """Base64 in its one right spelling. Raises `BadNote` for any other."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("that is not base64") from None
    if packed(found) != text:
        raise BadNote("that is not base64 as it is written here: spare bits must be zero")
    return found


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


@dataclass(frozen=True)
class Verifier:
    """A public key with the name that it goes by."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        return key_id(self.name, self.kind, self.public)

    @property
    def text(self) -> str:
        return f"{self.name}+{self.id.hex()}+{packed(bytes([self.kind]) + self.public)}"

    def fits(self, text: str, signature: bytes) -> bool:
        """Whether `signature` (with its time first, for a witness) is this key's over `text`."""
        message = text.encode()
        if self.kind == WITNESS:
            if len(signature) != 72:
                return False
            message, signature = seen_message(text, int.from_bytes(signature[:8], "big")), signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def seen_message(text: str, when: int) -> bytes:
    """What a witness signs: the time in seconds since 1970, and the text."""
    return f"cosignature/v1\ntime {when}\n{text}".encode()


def verifier(text: str) -> Verifier:
    """A public key from its line. Raises `BadNote` when any character of it is wrong."""
    name, found_id, body = _parts(text)
    found = Verifier(name, body[0] if body else 0, body[1:])
    if found.kind not in (LOG, WITNESS) or len(found.public) != 32:
        raise BadNote("this is no Ed25519 key for a log (1) or a witness (4)")
    if found.id.hex() != found_id:
        raise BadNote("the key does not fit the id that is written with it")
    return found


def _parts(text: str) -> tuple[str, str, bytes]:
    parts = text.split("+", 2)
    if len(parts) != 3 or not named(parts[0]) or len(parts[1]) != 8:
        raise BadNote("a key is written name+id+base64")
    return parts[0], parts[1], unpacked(parts[2])


@dataclass(frozen=True)
class Signer:
    """A private key. Its text belongs into a file that only its owner reads."""

    name: str
    kind: int
    seed: bytes

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self.kind, self._key().public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        return f"{PRIVATE}{self.name}+{self.verifier.id.hex()}+{packed(bytes([self.kind]) + self.seed)}"

    def line(self, text: str, when: int | None = None) -> str:
        """The signature line for `text`; a witness says `when` it saw it (seconds since 1970)."""
        if self.kind == WITNESS:
            if when is None or not 0 <= when < 2**63:
                raise ValueError("a witness signs with the time at which it saw the text")
            signature = when.to_bytes(8, "big") + self._key().sign(seen_message(text, when))
        else:
            signature = self._key().sign(text.encode())
        return f"\u2014 {self.name} {packed(self.verifier.id + signature)}\n"

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def signer(text: str) -> Signer:
    """A private key from its line. Raises `BadNote` when any character of it is wrong."""
    if not text.startswith(PRIVATE):
        raise BadNote("a private key is written PRIVATE+KEY+name+id+base64")
    name, found_id, body = _parts(text.removeprefix(PRIVATE))
    if len(body) != 33 or body[0] not in (LOG, WITNESS):
        raise BadNote("this is no Ed25519 key for a log (1) or a witness (4)")
    found = Signer(name, body[0], body[1:])
    if found.verifier.id.hex() != found_id:
        raise BadNote("the key does not fit the id that is written with it")
    return found


@dataclass(frozen=True)
class Signature:
    """One line: whose, the key's id, what was signed with it; `when` is filled for a witness whose key is known."""

    name: str
    id: bytes
    value: bytes
    when: int | None = None

    @property
    def line(self) -> str:
        return f"\u2014 {self.name} {packed(self.id + self.value)}\n"


@dataclass(frozen=True)
class SignedNote:
    """A text with the signatures that were checked and those whose key is not known."""

    text: str
    checked: tuple[Signature, ...]
    unknown: tuple[Signature, ...]


def taken_apart(message: bytes) -> tuple[str, list[Signature]]:
    """Text and signature lines, nothing checked. Raises `BadNote`."""
    try:
        whole = message.decode("utf-8")
    except UnicodeDecodeError:
        raise BadNote("a note is UTF-8 text") from None
    if any(c < " " and c != "\n" for c in whole):
        raise BadNote("a note holds no control characters")
    at = whole.rfind("\n\n")
    if at < 0 or not whole.endswith("\n") or at + 2 == len(whole):
        raise BadNote("a note is a text, a blank line and signatures")
    lines = whole[at + 2 : -1].split("\n")
    if len(lines) > MOST:
        raise BadNote(f"a note carries at most {MOST} signatures")
    return whole[: at + 1], [_signature(line) for line in lines]


def _signature(line: str) -> Signature:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not named(parts[1]):
        raise BadNote("a signature is written as a dash, a name and base64")
    data = unpacked(parts[2])
    if len(data) < 5:
        raise BadNote("a signature is longer than the id of its key")
    return Signature(parts[1], data[:4], data[4:])


def opened(message: bytes, known: Iterable[Verifier]) -> SignedNote:
    """Check a note against known keys. Raises `BadNote` for a wrong signature of a known key, or if none is known."""
    text, signatures = taken_apart(message)
    keys: dict[tuple[str, bytes], Verifier] = {}
    for key in known:
        if (key.name, key.id) in keys and keys[key.name, key.id] != key:
            raise BadNote(f"two keys are called {key.name} with the same id")
        keys[key.name, key.id] = key
    checked: list[Signature] = []
    unknown: list[Signature] = []
    for signature in signatures:
        owner = keys.get((signature.name, signature.id))
        if owner is None:
            unknown.append(signature)
        elif not owner.fits(text, signature.value):
            raise BadNote(f"the signature of {owner.name} does not fit the text")
        elif owner.kind == WITNESS:
            checked.append(Signature(owner.name, owner.id, signature.value, int.from_bytes(signature.value[:8], "big")))
        else:
            checked.append(signature)
    if not checked:
        raise BadNote("nobody whose key is known has signed this")
    return SignedNote(text, tuple(dict.fromkeys(checked)), tuple(dict.fromkeys(unknown)))
