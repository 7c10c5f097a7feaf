"""Signed notes and checkpoints: who signed what, and that one wrong character is seen.

Keys and signatures are those published with Go's note package, so that our reading agrees with others'.
"""

from __future__ import annotations

import pytest

from ginnel.governance.tlog.checkpoint import Head, cosigned, head_of, read, signed
from ginnel.governance.tlog.signed import (
    LOG,
    WITNESS,
    BadNote,
    Signer,
    Verifier,
    opened,
    signer,
    taken_apart,
    unpacked,
    verifier,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
BY_PETER = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
BY_ENOCH = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
SEED = bytes(range(32))


def test_a_known_key_signs_a_known_text_as_published() -> None:
    assert signer(PETER_PRIVATE).line(TEXT) == BY_PETER
    assert signer(PETER_PRIVATE).verifier.text == PETER
    assert signer(PETER_PRIVATE).text == PETER_PRIVATE


@pytest.mark.parametrize("key", [PETER, PETER_PRIVATE])
def test_any_piece_and_any_changed_character_of_a_key_is_refused(key: str) -> None:
    take = signer if key.startswith("PRIVATE") else verifier
    for i in range(len(key)):
        with pytest.raises(BadNote):
            take(key[:i])
        with pytest.raises(BadNote):
            take(key[i + 1 :])
        with pytest.raises(BadNote):
            take(key[:i] + chr(ord(key[i]) + 1) + key[i + 1 :])


@pytest.mark.parametrize(
    "key",
    ["PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
     "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"],
    ids=["too long", "of a kind that nobody knows"],
)  # fmt: skip
def test_a_wrong_key_under_a_right_id_is_refused(key: str) -> None:
    with pytest.raises(BadNote):
        verifier(key)


def test_signatures_of_known_keys_are_checked_and_others_left() -> None:
    both = f"{TEXT}\n{BY_PETER}{BY_ENOCH}".encode()
    found = opened(both, [verifier(PETER)])
    assert found.text == TEXT
    assert [s.line for s in found.checked] == [BY_PETER]
    assert [s.line for s in found.unknown] == [BY_ENOCH]
    assert len(opened(both, [verifier(PETER), verifier(ENOCH)]).checked) == 2
    with pytest.raises(BadNote, match="nobody whose key is known"):
        opened(both, [])


@pytest.mark.parametrize(
    "message",
    [
        TEXT, TEXT + "\n", TEXT + "\n" + BY_PETER[:-1], "\x01" + TEXT + "\n" + BY_PETER,
        TEXT + "\n" + BY_PETER.replace("PeterNeumann", "Bad Name"), TEXT + "\n" + BY_PETER + "Unexpected line.\n",
        TEXT + "\n" + BY_PETER * 101, TEXT + "\n" + BY_PETER[:60] + "ABCD" + BY_PETER[60:],
        TEXT.replace("If", "IF") + "\n" + BY_PETER,
    ],
)  # fmt: skip
def test_what_is_no_signed_note(message: str) -> None:
    with pytest.raises(BadNote):
        opened(message.encode(), [verifier(PETER)])


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(BadNote):
        opened(b"\xff" + f"{TEXT}\n{BY_PETER}".encode(), [verifier(PETER)])


def test_base64_has_one_spelling() -> None:
    """The last character of a padded word holds bits that say nothing; they must be zero."""
    assert unpacked("AA==") == b"\0"
    with pytest.raises(BadNote):
        unpacked("AB==")


LOG_KEY = Signer("northshire/ledger", LOG, SEED)
WITNESS_KEY = Signer("witness.example/w1", WITNESS, SEED)
HEAD = Head("northshire/ledger", 42, bytes(32))


def test_a_checkpoint_is_three_lines_and_a_signature() -> None:
    message = signed(HEAD, LOG_KEY)
    assert message.decode().split("\n")[:4] == ["northshire/ledger", "42", "A" * 43 + "=", ""]
    assert read(message, LOG_KEY.verifier).head == HEAD


def test_the_checkpoint_of_the_specification_is_read() -> None:
    text = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    )
    body, signatures = taken_apart(text.encode())
    assert head_of(body) == Head(
        "example.com/behind-the-sofa", 20852163, unpacked("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    )
    assert [len(s.value) for s in signatures] == [64, 72]
    assert int.from_bytes(signatures[1].value[:8], "big") == 1679315147


@pytest.mark.parametrize(
    "text",
    ["log\n42\n", "log\n042\nAAAA\n", "log\n42\nAAAA\n", "\n42\n" + "A" * 43 + "=\n", "log\n-1\n" + "A" * 43 + "=\n",
     "log\n0x2a\n" + "A" * 43 + "=\n", "log\n42\n" + "A" * 43 + "=", "log\n42\n" + "A" * 43 + "=\n\n"],
)  # fmt: skip
def test_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(BadNote):
        head_of(text)


def test_a_witness_signs_the_time_with_the_text() -> None:
    message = cosigned(signed(HEAD, LOG_KEY), WITNESS_KEY.line(HEAD.text, 1_790_000_000))
    found = read(message, LOG_KEY.verifier, [WITNESS_KEY.verifier])
    assert [(s.name, s.when) for s in found.witnesses] == [("witness.example/w1", 1_790_000_000)]
    assert WITNESS_KEY.verifier.id != Verifier("witness.example/w1", LOG, WITNESS_KEY.verifier.public).id
    line = message.decode().rstrip("\n").split(" ")[-1]
    data = bytearray(unpacked(line))
    data[11] ^= 1
    import base64

    later = message.replace(line.encode(), base64.b64encode(bytes(data)))
    with pytest.raises(BadNote, match="does not fit"):
        read(later, LOG_KEY.verifier, [WITNESS_KEY.verifier])


def test_a_witness_that_signs_again_leaves_one_line() -> None:
    message = signed(HEAD, LOG_KEY)
    for when in (1, 2):
        message = cosigned(message, WITNESS_KEY.line(HEAD.text, when))
    assert [s.when for s in read(message, LOG_KEY.verifier, [WITNESS_KEY.verifier]).witnesses] == [2]


def test_a_checkpoint_of_another_log_is_refused() -> None:
    other = Head("other/ledger", 42, bytes(32))
    with pytest.raises(BadNote, match="a checkpoint of other/ledger"):
        read(signed(other, LOG_KEY), LOG_KEY.verifier)
    with pytest.raises(BadNote, match="nobody whose key"):
        read(signed(HEAD, Signer("northshire/ledger", LOG, bytes(32))), LOG_KEY.verifier)
    with pytest.raises(BadNote, match="key of a witness"):
        read(signed(HEAD, LOG_KEY), WITNESS_KEY.verifier)
