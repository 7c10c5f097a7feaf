"""What holds of the ledger on disk and as it is shown: every test is seen to fail on a ledger that is wrong in one place.

`test_ledger_command.py` has none: it runs the command in processes of its own, which a plant in this one does not reach.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.integration import test_ledger_crashes as crashes
from tests.integration import test_ledger_shown as shown
from tests.integration.test_ledger_shown import copy, key, region  # noqa: F401 - fixtures of what is shown
from tests.planted import Plant, assert_seen, setting, unplanted

from ginnel.app import ledger
from ginnel.governance import chain
from ginnel.governance.tlog import checkpoint, disk, keys, locate, proof, witness
from ginnel.governance.tlog.levels import leaf_hashes
from ginnel.governance.tlog.log import CHECKPOINT, Head, Log

audits = sys.modules["ginnel.governance.tlog.audit"]
"""The module: its name in the room is that of its function."""
true_extend, true_flushed, true_left_with = Log._extend, disk.flushed, witness._left_with


def signed_too_early(self: Log, state: Any, fresh: list[bytes]) -> None:
    """The checkpoint is there before the entries are."""
    edge = state.edge.copy()
    edge.push(leaf_hashes(fresh))
    signer = self._key()
    head = Head(signer.name, edge.size, edge.root)
    disk.replace(self.folder / CHECKPOINT, checkpoint.signed(head, signer))
    true_extend(self, state, fresh)


def folders_not_flushed(path: Path) -> None:
    if path.is_file():
        true_flushed(path)


CRASHES = (
    Plant("test_a_crash_at_any_call_is_mended_by_the_same_append", "what a crash left over stays",
          setting(Log, "_clear", lambda self, size: None)),
    Plant("test_a_crash_at_any_call_is_mended_by_the_same_append", "the checkpoint comes before the entries",
          setting(Log, "_extend", signed_too_early)),
    Plant("test_what_append_returned_for_outlives_a_power_cut", "names of new files are not flushed",
          setting(disk, "flushed", folders_not_flushed)),
    Plant("test_a_writer_that_is_still_running_sees_what_another_left_over", "an open log trusts what it remembers",
          setting(Log, "_left_over", lambda self, size: False)),
    Plant("test_an_error_within_an_append_leaves_the_open_log_usable", "the checkpoint comes before the entries",
          setting(Log, "_extend", signed_too_early)),
)  # fmt: skip


def script_without(check: str) -> Callable[[pytest.MonkeyPatch], None]:
    """The script that stands alone, with one of its checks never true."""

    def put(patch: pytest.MonkeyPatch) -> None:
        text = shown.SCRIPT.read_text(encoding="utf-8")
        assert text.count(check) == 1
        changed = text.replace(check, "if False:")

        def alone(*words: str | Path) -> tuple[int, str]:
            done = subprocess.run([sys.executable, "-c", changed, *words], capture_output=True, text=True, check=False)
            return done.returncode, done.stdout + done.stderr

        patch.setattr(shown, "alone", alone)

    return put


def only_in_the_checkpoint(folder: Path, verifier: Any, message: bytes) -> None:
    disk.replace(folder / CHECKPOINT, message)


def readable_by_all(path: Path, name: str, kind: int, entropy: Callable[[int], bytes]) -> None:
    true_make(path, name, kind, entropy)
    path.chmod(0o644)


true_make = keys._make
SHOWN = (
    Plant("test_a_copy_of_the_folder_and_the_public_key_are_enough", "entries are not held against the signed root",
          setting(locate, "_entry_faults", lambda *a: None)),
    Plant("test_the_script_without_ginnel_says_the_same", "the script does not compare roots",
          script_without("if root(leaves) != signed_root:")),
    Plant("test_the_script_without_ginnel_says_the_same", "the script does not see an end that was cut off",
          script_without("if old_size > size:")),
    Plant("test_one_entry_is_proven_to_somebody_who_has_neither_ledger_nor_trust", "a proof is taken at its word",
          setting(proof, "included", lambda *a: True)),
    Plant("test_a_witness_signs_what_grows", "what a witness signed is left in the checkpoint alone",
          setting(witness, "_left_with", only_in_the_checkpoint)),
    Plant("test_a_witness_refuses_an_end_that_was_cut_off_and_a_fork", "a witness signs whatever is there",
          setting(witness, "_follows", lambda *a: None)),
    Plant("test_a_witness_refuses_another_key_and_a_place_inside_the_log", "a witness takes the key from the folder",
          setting(ledger, "_known", lambda place, keep: ledger.public_key(str(place / "log.pub")))),
    Plant("test_a_byte_changed_in_what_a_witness_left_is_found", "what witnesses signed is not looked at",
          setting(audits, "_seen", lambda *a: iter(()))),
    Plant("test_keys_match_nothing_in_the_store_once_the_months_secret_is_gone", "keys are written as they are",
          setting(ledger, "sealed_key", lambda secret, name: name)),
    Plant("test_a_region_with_the_earlier_form_is_checked_before_it_is_taken_over", "a line's own hash is not computed",
          setting(chain, "walk", lambda lines: ([chain.parse(x) for x in lines], None))),
)  # fmt: skip
PLACES = [(m, p) for m, plants in ((crashes, CRASHES), (shown, SHOWN)) for p in plants]


@pytest.mark.parametrize(("module", "plant"), PLACES, ids=lambda x: x.id if isinstance(x, Plant) else "")
def test_the_test_sees_its_plant(
    module: Any, plant: Plant, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_seen(plant, module, request, monkeypatch)


def test_a_key_that_others_can_read_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is made with the region, so that this plant comes before it and not after."""
    monkeypatch.setattr(keys, "_make", readable_by_all)
    with pytest.raises(AssertionError):
        shown.test_the_signing_key_is_its_owners_and_not_in_the_folder_that_is_shown(shown.made(tmp_path / "region"))


def test_no_test_is_without_a_plant() -> None:
    itself = {"test_the_order_of_writing_is_what_guards_it"}
    above = {"test_the_signing_key_is_its_owners_and_not_in_the_folder_that_is_shown"}
    assert unplanted([crashes], CRASHES, itself) == set()
    assert unplanted([shown], SHOWN, above) == set()
