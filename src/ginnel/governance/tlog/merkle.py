"""The Merkle tree of RFC 6962 section 2.1, as its text says it: the reference that the faster forms are held against.

D is a list of leaves; MTH its tree hash. A leaf is hashed behind a zero byte and a node behind a one, so that nobody
can pass a node off as a leaf. Proofs are lists of 32-byte hashes, the nearest to the leaf first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

HASH = 32
"""Bytes of one SHA-256 hash."""
EMPTY = hashlib.sha256(b"").digest()
"""The hash of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(count: int) -> int:
    """The largest power of two below `count` (`count` of at least 2): where a tree divides."""
    return 1 << (count - 1).bit_length() - 1


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """MTH of leaf hashes."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node_hash(tree_hash(leaves[:k]), tree_hash(leaves[k:]))


Span = Callable[[int, int], bytes]
"""Gives MTH(D[first:end]) of any range that a proof asks for."""


def span_of(leaves: Sequence[bytes]) -> Span:
    """The plain way to answer for a span: hash it anew."""
    return lambda first, end: tree_hash(leaves[first:end])


def inclusion_proof(index: int, size: int, span: Span) -> list[bytes]:
    """PATH(index, D[0:size]): what to hash the leaf with to reach the root. Raises ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"entry {index} is not in a tree of {size}")
    return _path(index, 0, size, span)


def _path(index: int, first: int, end: int, span: Span) -> list[bytes]:
    if end - first == 1:
        return []
    middle = first + split(end - first)
    if index < middle:
        return [*_path(index, first, middle, span), span(middle, end)]
    return [*_path(index, middle, end, span), span(first, middle)]


def consistency_proof(old: int, size: int, span: Span) -> list[bytes]:
    """PROOF(old, D[0:size]): that the tree of `old` leaves is the beginning of the tree of `size`."""
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {old} is no beginning of a tree of {size}")
    return [] if old in (0, size) else _subproof(old, 0, size, True, span)


def _subproof(old: int, first: int, end: int, whole: bool, span: Span) -> list[bytes]:
    """SUBPROOF over D[first:end]; `old` counts from `first`; `whole` while the old root itself is known."""
    if old == end - first:
        return [] if whole else [span(first, end)]
    k = split(end - first)
    if old <= k:
        return [*_subproof(old, first, first + k, whole, span), span(first + k, end)]
    return [*_subproof(old - k, first + k, end, False, span), span(first, first + k)]


def root_of_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root to which a proof leads (RFC 9162 section 2.1.3.2); None when the proof has the wrong length."""
    if not 0 <= index < size:
        return None
    number, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if number & 1 or number == last:
            found = node_hash(step, found)
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            found = node_hash(found, step)
        number, last = number >> 1, last >> 1
    return found if last == 0 else None


def included(leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the entry with leaf hash `leaf` is number `index` of the tree with `root`."""
    return root_of_inclusion(leaf, index, size, proof) == root


def consistent(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the old tree is the beginning of the new one (RFC 9162 section 2.1.4.2)."""
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof and old_root == EMPTY
    if not 0 < old < size or not proof:
        return False
    return _roots(old, size, list(proof), old_root) == (old_root, root)


def _roots(old: int, size: int, proof: list[bytes], old_root: bytes) -> tuple[bytes, bytes] | None:
    if old & (old - 1) == 0:
        proof = [old_root, *proof]
    number, last = old - 1, size - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    before = after = proof[0]
    for step in proof[1:]:
        if last == 0:
            return None
        if number & 1 or number == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            after = node_hash(after, step)
        number, last = number >> 1, last >> 1
    return (before, after) if last == 0 else None
