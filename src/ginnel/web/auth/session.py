"""Signing in and out: the session holds the number of the user and nothing else about her."""

from __future__ import annotations

from django.middleware.csrf import rotate_token

from ginnel.app.services.users import User
from ginnel.web.request import Request

KEY = "user"


def user_id(request: Request) -> int | None:
    found = request.session.get(KEY)
    return found if isinstance(found, int) else None


def sign_in(request: Request, user: User) -> None:
    """A new session, so that nobody who knew the old one is in."""
    request.session.flush()
    request.session[KEY] = user.pk
    rotate_token(request)


def sign_out(request: Request) -> None:
    request.session.flush()
