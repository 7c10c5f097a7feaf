"""Check a copy of a ledger without Ginnel. Needs Python 3.11 and the package `cryptography`, and nothing of ours.

    python verify_ledger.py FOLDER PUBLIC-KEY [KEPT-CHECKPOINT]

FOLDER holds `checkpoint` and `tile/`. PUBLIC-KEY is the line that the operator gave you (name+id+base64), not the one
in the folder. With a checkpoint that you kept from before, a cut-off end and a rewritten history show as well. It reads
the entries only: they lead to the signed root or they do not. `ginnel ledger verify` says where, and why.
Exit code 0: whole; 1: not.
"""

import base64
import hashlib
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha(data):
    return hashlib.sha256(data).digest()


def checkpoint(message, name, key_id, public):
    """The size and root in a checkpoint, if the log signed it."""
    text, _, signatures = message.decode().rpartition("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        _, who, packed = line.split(" ")
        data = base64.b64decode(packed, validate=True)
        if who == name and data[:4] == key_id:
            Ed25519PublicKey.from_public_bytes(public).verify(data[4:], text.encode())
            origin, size, root = text.split("\n")[:3]
            if origin != name:
                raise ValueError(f"this is a checkpoint of {origin}")
            return int(size), base64.b64decode(root, validate=True)
    raise ValueError(f"{name} has not signed this")


def bundle_path(folder, index, width):
    digits = str(index)
    digits = digits.zfill((len(digits) + 2) // 3 * 3)
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = folder.joinpath("tile", "entries", *("x" + p for p in parts[:-1]), parts[-1])
    return path if width == 256 else path.with_name(path.name + ".p") / str(width)


def entries(folder, size):
    """Every entry, each behind its length in two bytes, 256 to a file."""
    for first in range(0, size, 256):
        width = min(256, size - first)
        data, at = bundle_path(folder, first // 256, width).read_bytes(), 0
        for _ in range(width):
            length = int.from_bytes(data[at : at + 2], "big")
            if at + 2 + length > len(data):
                raise ValueError(f"the file of entries {first} to {first + width - 1} is cut short")
            yield data[at + 2 : at + 2 + length]
            at += 2 + length
        if at != len(data):
            raise ValueError(f"the file of entries {first} to {first + width - 1} holds more than that")


def root(hashes):
    """The tree hash of RFC 6962 section 2.1, over leaf hashes: a stack of whole subtrees, joined from the right."""
    stack = []
    for number, leaf in enumerate(hashes, start=1):
        stack.append(leaf)
        while number % 2 == 0:
            right, left = stack.pop(), stack.pop()
            stack.append(sha(b"\x01" + left + right))
            number //= 2
    if not stack:
        return sha(b"")
    found = stack.pop()
    while stack:
        found = sha(b"\x01" + stack.pop() + found)
    return found


def main(folder, key, kept=None):
    name, written_id, packed = key.strip().split("+", 2)
    body = base64.b64decode(packed, validate=True)
    key_id = sha(name.encode() + b"\n" + body)[:4]
    if body[:1] != b"\x01" or key_id.hex() != written_id:
        raise ValueError("that is no public key of a log")
    size, signed_root = checkpoint((folder / "checkpoint").read_bytes(), name, key_id, body[1:])
    leaves = [sha(b"\x00" + entry) for entry in entries(folder, size)]
    if root(leaves) != signed_root:
        raise ValueError(f"the {size} entries are not those that {name} signed")
    if kept is not None:
        old_size, old_root = checkpoint(kept.read_bytes(), name, key_id, body[1:])
        if old_size > size:
            raise ValueError(f"it was cut off: you kept {old_size} entries, and {size} are here")
        if root(leaves[:old_size]) != old_root:
            raise ValueError(f"it was forked: the first {old_size} entries are not those of the checkpoint you kept")
    return f"{size} entries, all in the tree that {name} signed"


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    try:
        sys.stdout.write(main(Path(sys.argv[1]), sys.argv[2], *map(Path, sys.argv[3:])) + "\n")
    except (ValueError, OSError, InvalidSignature) as error:
        sys.stdout.write(f"NOT WHOLE: {error or 'the signature does not fit'}\n")
        sys.exit(1)
