"""Codes that stand for people at a door: one for each person, receiving body and month, and nothing can be read in one.

A code is the person's id under deterministic authenticated encryption (AES-SIV, RFC 5297) with the body and the month
bound to it. So no table of codes has to be kept, a code of another body or month is nobody's, and none can be made up.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from ginnel.app.entropy import entropy_for
from ginnel.app.services import place
from ginnel.app.services.doors import clients
from ginnel.governance.tlog import disk
from ginnel.store.models import Person

START = "c-"
NOBODY = "-"
"""The id under which an unknown code is looked up, so that the same is asked of the store as for a known one."""
_LETTERS = str.maketrans("234567", "GHJKLM")
_BACK = str.maketrans("GHJKLM", "234567")


def code_for(person: str, body: str, now: datetime) -> str:
    """The code of `person` for `body` in the local month of `now`; letters only, so that it looks like no number."""
    sealed = _cipher().encrypt(person.encode(), _bound(body, now))
    return START + base64.b32encode(sealed).decode().rstrip("=").lower().translate(_LETTERS)


def person_of(code: str, body: str, now: datetime) -> str:
    """Whose code it is; `NOBODY` for one that is made up, of another body, or of another month."""
    text = code.removeprefix(START).translate(_BACK).upper()
    try:
        sealed = base64.b32decode(text + "=" * (-len(text) % 8))
        found = _cipher().decrypt(sealed, _bound(body, now)).decode()
    except (InvalidTag, binascii.Error, ValueError):
        return NOBODY
    # A code can be written in more than one way in base 32; only the one that we gave counts.
    return found if code == code_for(found, body, now) else NOBODY


def of_person(person: Person, now: datetime) -> list[tuple[str, str]]:
    """(body, code of this month) for each body that holds a key today.

    Somebody about whom no door speaks has codes like everybody: their absence would tell whoever shares her home or her
    telephone that somebody there is protected. They open nothing.
    """
    day = place.today(now)
    bodies = {c.body for c in clients.load_clients(place.folder() / clients.FILE) if c.made <= day < c.ends}
    return [(body, code_for(person.id, body, now)) for body in sorted(bodies)]


def silent(person: Person) -> bool:
    """Whether the doors say nothing about somebody: she, or somebody in her home, is protected."""
    if person.protected:
        return True
    return bool(person.home_id) and Person.objects.filter(home_id=person.home_id, protected=True).exists()


def _bound(body: str, now: datetime) -> list[bytes]:
    return [f"{place.today(now):%Y-%m}".encode(), body.encode()]


def secret_path(folder: Path) -> Path:
    return folder / "ledger" / "secrets" / "codes.key"


def _cipher() -> AESSIV:
    path = secret_path(place.folder())
    if not path.exists():
        with disk.locked(path.with_name(".codes.lock")):
            if not path.exists():  # another process may have been faster
                disk.replace_secret(path, entropy_for(place.folder())(64))
    return AESSIV(path.read_bytes())
