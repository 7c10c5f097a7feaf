"""A region's ledger: opened for writing, checked from its files, held against the store, proven, witnessed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ginnel.app.entropy import entropy_for
from ginnel.app.setup import migrate, setup
from ginnel.engines import write_bytes
from ginnel.governance import Entry, chain
from ginnel.governance.openings import rebuilt, rebuilt_opening
from ginnel.governance.tlog import (
    LOG,
    WITNESS,
    Fault,
    Log,
    Proof,
    Verifier,
    audit,
    checked,
    key_at,
    prove,
    public_key,
    witnessed,
)
from ginnel.governance.tlog import Report as Report
from ginnel.governance.tlog.log import EARLIER
from ginnel.governance.tlog.signed import BadNote, packed
from ginnel.governance.tlog.witness import file_name
from ginnel.vocabulary import BadInput, NotAllowed, Problem, keyed

FOLDER = "ledger"
"""Where the log lies in a region. Everything in it but `secrets/` may be shown to anybody."""
KEY = Path("secrets") / "ledger.key"
SEEN = Path("secrets") / "ledger.head"

_open: dict[Path, Log] = {}


def open_log(folder: Path) -> Log:
    """The log of the region in `folder`. One object a process, so that its keys are read once."""
    place = folder.resolve()
    if place not in _open:
        _open[place] = Log(
            folder / FOLDER,
            lambda: key_at(folder / KEY, _origin(folder), LOG, lambda count: entropy_for(folder)(count)),
            folder / SEEN,
            lambda key, at: sealed_key(secret_of(folder, datetime.fromisoformat(at)), key),
        )
    return _open[place]


def secret_of(folder: Path, now: datetime) -> bytes:
    """The month's secret, made on first use; deleted when what was looked at, told and noted may be forgotten."""
    path = secret_path(folder, now)
    if not path.exists():
        write_bytes(path, entropy_for(folder)(32))
        path.chmod(0o600)
    return path.read_bytes()


def secret_path(folder: Path, now: datetime) -> Path:
    return folder / FOLDER / "secrets" / f"desk-{now:%Y%m}.key"


def sealed_key(secret: bytes, key: str) -> str:
    """The key of a note as it is written: it matches a row of the store only for whoever holds the month's secret."""
    return keyed(secret, "key", key)[:32]


def names_of(folder: Path, key: str) -> set[str]:
    """Every key under which a note may stand in the ledger: as it is, or sealed with the secret of any month."""
    secrets = sorted((folder / FOLDER / "secrets").glob("desk-*.key"))
    return {key, *(sealed_key(path.read_bytes(), key) for path in secrets)}


def _origin(folder: Path) -> str:
    """The log's name: the region's, in small letters. It stays what it was when the key was made."""
    try:
        name = str(tomllib.loads((folder / "region.toml").read_text(encoding="utf-8-sig"))["region"]["name"])
    except (OSError, ValueError, KeyError, TypeError):
        name = folder.resolve().name
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-")
    return f"{plain or 'region'}/ledger"


@dataclass(frozen=True)
class Vouched:
    """Tellings in the store against the ledger: how many it vouches for, the faults, and how many can no longer be
    checked because their month's key was deleted on purpose."""

    good: int
    faults: tuple[str, ...]
    unreadable: int


def vouched(folder: Path) -> Vouched:
    """Check each telling, each ask and what was received in the store against its ledger entry."""
    setup(folder)
    migrate()
    from ginnel.store.models import AskRow, ProposalRow, ReceivedRow

    kept = [(f"disclosure:{r.key}", r.opening) for r in ProposalRow.objects.filter(state="released").order_by("key")]
    kept += [(f"ask:{r.key}", r.opening) for r in AskRow.objects.order_by("key")]
    kept += [(f"received:{r.key}", r.opening) for r in ReceivedRow.objects.order_by("key")]
    entries = {e.key: e for e in _all_entries(folder) if e.kind in ("disclosure", "ask", "received")}
    forgotten = any(not secret_path(folder, datetime.fromisoformat(e.at)).exists() for e in entries.values())
    faults, good, unreadable = [], 0, 0
    for key, opening in kept:
        entry = next((entries[name] for name in names_of(folder, key) if name in entries), None)
        secret = secret_path(folder, datetime.fromisoformat(entry.at)) if entry else None
        if (entry is None and forgotten) or (secret is not None and not secret.exists()):
            unreadable += 1
        elif entry is None or secret is None or opening is None:
            faults.append(f"{key.partition(':')[2][:12]}: the ledger has no entry for it")
        else:
            try:
                _rebuilt(opening, replace(entry, key=key), secret.read_bytes())
                good += 1
            except NotAllowed as error:
                faults.append(f"{key.partition(':')[2][:12]}: {error}")
    return Vouched(good, tuple(faults), unreadable)


def _rebuilt(opening: dict[str, Any], entry: Entry, secret: bytes) -> None:
    (rebuilt if entry.kind == "disclosure" else rebuilt_opening)(opening, entry, secret)


def _all_entries(folder: Path) -> Iterator[Entry]:
    """Entries of the log and, before them, those of the chain that it took over."""
    for line in chain.lines_of(folder / FOLDER / EARLIER):
        link = chain.parse(line)
        yield Entry(link.number, link.key, link.kind, link.at, link.body)
    yield from open_log(folder).entries()


def place_of(folder: Path) -> Path:
    """The log in a region's folder, or the folder itself when it is a copy of a log. Raises `BadInput`."""
    for place in (folder / FOLDER, folder):
        if any((place / name).exists() for name in ("checkpoint", "tile", "log.pub", EARLIER)):
            return place
    raise BadInput(
        Problem("there is no ledger yet", file=str(folder / FOLDER), mend=f"ginnel nightly {folder} writes one")
    )


def verify(folder: Path, *, key: str | None = None, since: Path | None = None) -> Report:
    """Check the log in `folder` from its public files. `key` is a public key or a file with one; `since` a checkpoint
    that the caller kept. Raises `BadInput` when there is no log."""
    place = place_of(folder)
    if [p.name for p in place.iterdir() if p.name in ("checkpoint", "tile", "log.pub", EARLIER)] == [EARLIER]:
        return _chain_only(place)
    return audit(place, public_key(key) if key else None, since.read_bytes() if since else None)


def _chain_only(place: Path) -> Report:
    """A region whose ledger still has its earlier form."""
    links, broken = chain.walk(chain.lines_of(place / EARLIER))
    faults = (Fault(EARLIER, broken.what, line=broken.line),) if broken else ()
    return Report(None, (), faults, (), len(links), (), True)


def has_store(folder: Path) -> bool:
    """Whether this is a region, so that its tellings can be held against the log, and not only a copy of a log."""
    return (folder / "region.toml").exists()


def as_json(report: Report) -> dict[str, Any]:
    """A report as data for programs."""
    head = report.head
    return {
        "origin": head.origin if head else None,
        "entries": head.size if head else 0,
        "root": packed(head.root) if head else None,
        "kinds": report.kinds,
        "faults": [asdict(f) for f in report.faults],
        "witnesses": [asdict(w) for w in report.witnesses],
        "earlier": report.earlier,
        "left_over": list(report.left_over),
        "key_from_the_folder": report.own_key,
    }


def proof_of(folder: Path, which: str) -> str:
    """The proof of an entry, by number or key. Raises `BadInput` when there is none or the log does not fit itself."""
    place = place_of(folder)
    log = Log(place, lambda: key_at(folder / KEY, "", LOG, entropy_for(folder)), folder / SEEN)
    report = audit(place)
    names = names_of(folder, which)
    found = [e for e in report.entries if e.key in names or str(e.number) == which]
    if report.faults:
        raise BadInput(Problem("the ledger does not fit itself", file=str(place), mend="run `ginnel ledger verify`"))
    if not found:
        raise BadInput(Problem("no entry has this number or key", found=which, expected=f"0 to {log.head().size - 1}"))
    return prove(log, found[0].number)


def check_proof(file: Path, key: str) -> Proof:
    """What the proof in `file` shows, under the log's public key. Raises `NotAllowed` when it shows nothing."""
    try:
        return checked(file.read_text(encoding="utf-8"), public_key(key))
    except (BadNote, UnicodeDecodeError) as error:
        raise NotAllowed(str(error)) from None


@dataclass(frozen=True)
class Witnessed:
    """What a witness signed, and where what it knows is kept."""

    origin: str
    size: int
    name: str
    first: bool


def witness(folder: Path, *, body: str, keep: Path, key: str | None, now: datetime) -> Witnessed:
    """Sign the log's checkpoint as `body`, whose key and memory are in the folder `keep`, outside the log.

    The log's key is taken from `key`, else from what `keep` remembers, else, the first time, from the log itself.
    Raises `NotAllowed` for a log that no longer holds what was seen before.
    """
    place = place_of(folder)
    if keep.resolve().is_relative_to(place.resolve()):
        raise BadInput(Problem("a witness keeps what it saw outside the log", found=str(keep), key="--keep"))
    signer = key_at(keep / f"{file_name(body)}.key", body, WITNESS, entropy_for(folder))
    log = public_key(key) if key else _known(place, keep)
    pinned = keep / f"{file_name(log.name)}.pub"
    state = keep / f"{file_name(log.name)}.checkpoint"
    first = not state.exists()
    head = witnessed(place, log, signer, state, int(now.timestamp()))
    pinned.write_text(f"{log.text}\n", encoding="utf-8")
    return Witnessed(head.origin, head.size, body, first)


def _known(place: Path, keep: Path) -> Verifier:
    """The log's key as the witness saw it first; a log that comes with another key under its name is refused."""
    own = public_key(str(place / "log.pub"))
    pinned = keep / f"{file_name(own.name)}.pub"
    known = public_key(str(pinned)) if pinned.exists() else own
    if known != own:
        raise NotAllowed(f"{own.name} comes with another key than before: ask its operator, then give --public-key")
    return known
