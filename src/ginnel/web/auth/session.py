"""Signing in and out: the session holds the number of the user and when she signed in, nothing else about her."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.middleware.csrf import rotate_token

from ginnel.app.services import place
from ginnel.app.services.users import User
from ginnel.web.request import Request

KEY, SINCE = "user", "since"
FRESH = timedelta(minutes=10)
"""How long after signing in a copy of one's data may be taken away, in a live region."""


def user_id(request: Request) -> int | None:
    found = request.session.get(KEY)
    return found if isinstance(found, int) else None


def sign_in(request: Request, user: User) -> None:
    """A new session, so that nobody who knew the old one is in."""
    request.session.flush()
    request.session[KEY] = user.pk
    request.session[SINCE] = request.now.isoformat()
    rotate_token(request)


def fresh(request: Request) -> bool:
    """Whether she signed in a few minutes ago. In a demonstration nobody is asked again: all people are invented."""
    if place.demo():
        return True
    try:
        since = datetime.fromisoformat(str(request.session.get(SINCE)))
    except ValueError:
        return False
    return since.tzinfo is not None and timedelta(0) <= request.now - since <= FRESH


def sign_out(request: Request) -> None:
    request.session.flush()
