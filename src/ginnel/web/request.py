"""The request as our pages know it: who asks, and when. The clock is read here and nowhere below."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from ginnel.app.services.users import User


class Request(HttpRequest):
    """Filled in by `auth.middleware.UserMiddleware` and the CSP middleware."""

    who: User | None
    now: datetime
    csp_nonce: str
    caller: str
    """At a door: the body whose key the request bears."""


def user_of(request: Request) -> User:
    """The user of a page that only signed-in people reach; the route's rule has seen to that."""
    if request.who is None:
        raise RuntimeError("a page that needs a user was reached without one: its rule in auth/rules.py is wrong")
    return request.who


def caller_of(request: Request) -> str:
    """The body that knocks at a door; the route's rule has seen to its key."""
    return request.caller
