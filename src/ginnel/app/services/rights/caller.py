"""Finding the one person who telephoned, without a list to look through: all must fit, and one only."""

from __future__ import annotations

from datetime import date, datetime

from ginnel.app.services import access, notes
from ginnel.store.models import Person, User
from ginnel.vocabulary import BadInput, Problem


def the_caller(user: User, given: str, family: str, born: date | None, postcode: str, now: datetime) -> Person:
    """Raises `BadInput` unless exactly one person fits all four, whom this worker may know of.

    A protected person and somebody whom the worker declared look like nobody, so that trying tells nothing. Every try
    is in the ledger: which body, and a commitment to who tried and what.
    """
    key = f"rights-caller:{user.pk}:{now.isoformat()}"
    tried = notes.sealed(key, {"by": user.username, "given": given, "family": family, "born": str(born)}, now)
    notes.write(key, "rights-caller", {"body": user.organisation, "commitment": tried}, now)
    notes.flush()
    wanted = "".join(postcode.split()).upper()
    nobody = BadInput(Problem("no one person fits; ask for more, or send the form on paper", key="caller"))
    if not (given.strip() and family.strip() and born and wanted):
        raise nobody
    rows = Person.objects.filter(given_name__iexact=given.strip(), family_name__iexact=family.strip(), born=born)
    found = [p for p in rows.select_related("home") if p.home and _plain(p.home.postcode) == wanted]
    barred, protected = access.bars(user), access.protected_from(user)
    home = found[0].home_id or "" if len(found) == 1 else ""
    if len(found) != 1 or protected.keeps(home, found[0].id, False) or barred.hides(home, found[0].id):
        raise nobody
    return found[0]


def _plain(postcode: str) -> str:
    return "".join(postcode.split()).upper()
