"""What commands about doors need of a region: the code of a person for one body."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ginnel.app.setup import migrate, setup
from ginnel.vocabulary import BadInput, Problem


def person_code(folder: Path, body: str, account: str, now: datetime) -> str:
    """The code for `body` in this month of whoever signs in as `account`. Raises `BadInput` where either is unknown."""
    setup(folder)
    migrate()
    from ginnel.app.services import place
    from ginnel.app.services.doors import codes
    from ginnel.store.models import User

    if body not in place.region().directory.organisations:
        raise BadInput(Problem("there is no such organisation", key="BODY", mend="write it as in organisations.toml"))
    user = User.objects.filter(username=account, role="citizen", is_active=True).exclude(person_id="").first()
    if user is None:
        raise BadInput(Problem("no citizen signs in by that name", key="ACCOUNT", mend="use the name of the account"))
    return codes.code_for(user.person_id, body, now)
