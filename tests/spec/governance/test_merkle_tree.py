"""The tree of hashes: what its root is, and how one entry or an earlier tree is proven to be in it.

Expected values are those published for the hashing of RFC 6962: the eight leaves of the Certificate Transparency
reference tests, and one record of Go's checksum database.
"""

from __future__ import annotations

import base64

import pytest

from ginnel.governance.tlog.levels import Edge, Reader, leaf_hashes, root_of
from ginnel.governance.tlog.merkle import (
    EMPTY,
    consistency_proof,
    consistent,
    included,
    inclusion_proof,
    leaf_hash,
    span_of,
    tree_hash,
)

LEAVES = [bytes.fromhex(x) for x in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                     "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = leaf_hashes(LEAVES)


@pytest.mark.parametrize("size", range(9))
def test_the_root_of_the_first_leaves(size: int) -> None:
    assert tree_hash(HASHES[:size]).hex() == ROOTS[size]
    assert root_of(HASHES[:size]).hex() == ROOTS[size]
    edge = Edge()
    edge.push(HASHES[:size])
    assert edge.root.hex() == ROOTS[size]


def test_a_leaf_is_hashed_behind_a_zero_byte() -> None:
    assert base64.b64encode(leaf_hash(b"hello world")) == b"TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0="


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (0, 8, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]),
        (5, 8, ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (1, 5, ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]),
    ],
)  # fmt: skip
def test_one_entry_is_proven_by_the_hashes_beside_its_way_up(index: int, size: int, path: list[str]) -> None:
    proof = inclusion_proof(index, size, span_of(HASHES))
    assert [p.hex() for p in proof] == path
    assert included(HASHES[index], index, size, bytes.fromhex(ROOTS[size]), proof)


@pytest.mark.parametrize(
    ("old", "size", "path"),
    [
        (1, 1, []),
        (1, 8, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]),
        (6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]),
        (2, 5, ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]),
    ],
)  # fmt: skip
def test_an_earlier_tree_is_proven_to_be_the_beginning(old: int, size: int, path: list[str]) -> None:
    proof = consistency_proof(old, size, span_of(HASHES))
    assert [p.hex() for p in proof] == path
    assert consistent(old, bytes.fromhex(ROOTS[old]), size, bytes.fromhex(ROOTS[size]), proof)


def test_nothing_else_is_proven_by_the_same_hashes() -> None:
    proof, root = inclusion_proof(5, 8, span_of(HASHES)), bytes.fromhex(ROOTS[8])
    assert not included(HASHES[4], 5, 8, root, proof)
    assert not included(HASHES[5], 4, 8, root, proof)
    assert not included(HASHES[5], 5, 6, root, proof)
    assert not included(HASHES[5], 5, 8, root, proof[:-1])
    assert not included(HASHES[5], 5, 8, root, [*proof, proof[0]])
    assert not included(HASHES[5], -1, 8, root, proof)
    old = bytes.fromhex(ROOTS[6])
    proof = consistency_proof(6, 8, span_of(HASHES))
    assert not consistent(5, old, 8, root, proof)
    assert not consistent(6, root, 8, root, proof)
    assert not consistent(6, old, 8, old, proof)
    assert not consistent(6, old, 8, root, proof[1:])
    assert not consistent(8, root, 6, old, proof)


def test_every_tree_begins_with_the_empty_one() -> None:
    assert consistent(0, EMPTY, 8, bytes.fromhex(ROOTS[8]), [])
    assert not consistent(0, bytes.fromhex(ROOTS[1]), 8, bytes.fromhex(ROOTS[8]), [])


@pytest.mark.parametrize("call", [lambda s: inclusion_proof(8, 8, s), lambda s: consistency_proof(9, 8, s)])
def test_what_is_not_in_the_tree_has_no_proof(call) -> None:
    with pytest.raises(ValueError, match="a tree of"):
        call(span_of(HASHES))


def test_proofs_read_from_tiles_are_those_of_the_text() -> None:
    hashes = leaf_hashes([str(i).encode() for i in range(700)])
    edge = Edge()
    tiles = dict(edge.push(hashes)) | dict(edge.partial())
    span = Reader(700, tiles.__getitem__).span
    for index in (0, 255, 256, 511, 512, 699):
        assert inclusion_proof(index, 700, span) == inclusion_proof(index, 700, span_of(hashes))
    for old in (1, 255, 256, 257, 512, 699):
        assert consistency_proof(old, 700, span) == consistency_proof(old, 700, span_of(hashes))
