"""OpenID AuthZEN Authorization API 1.0: one question, a batch with its three ways to end, three searches in pages.

Decisions come from a provider for each type of resource. A type without one is denied like everything unknown.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Literal, Protocol

from ginnel.app.services import notes
from ginnel.app.services.doors import ask, flows
from ginnel.app.services.doors.ask import Answer, Asked

Search = Literal["subject", "resource", "action"]


class Provider(Protocol):
    """Who decides about one type of resource. It sees the caller, and answers only what that body may know."""

    def decide(self, caller: str, asked: Asked, now: datetime) -> Answer: ...
    def subjects(self, caller: str, asked: Asked, now: datetime) -> Iterator[dict[str, Any]]: ...
    def resources(self, caller: str, asked: Asked, now: datetime) -> Iterator[dict[str, Any]]: ...
    def actions(self, caller: str, asked: Asked, now: datetime) -> Iterator[dict[str, Any]]: ...


PROVIDERS: dict[str, Provider] = {flows.TYPE: flows.Flows()}
"""Provider by type of resource. Ginnel has one; a test adds another to show that the port holds any policy."""


class PageGone(LookupError):
    """The token is of no page of this search."""


def decide(caller: str, asked: Asked, now: datetime) -> Answer:
    provider = PROVIDERS.get(asked.resource.type)
    return provider.decide(caller, asked, now) if provider else flows.not_yours()


def evaluation(caller: str, body: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """One decision. Raises `BadInput` for a question that cannot be read."""
    asked = ask.read(body)
    answer = decide(caller, asked, now)
    _note(caller, [(asked, answer)], now)
    return answer.as_json()


def evaluations(caller: str, body: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """A batch in its order; with no `evaluations` in it, one decision as `evaluation` gives it."""
    questions, semantic = ask.read_all(body)
    stop = {"deny_on_first_deny": False, "permit_on_first_permit": True}.get(semantic)
    done: list[tuple[Asked, Answer]] = []
    for asked in questions:
        done.append((asked, decide(caller, asked, now)))
        if stop is not None and done[-1][1].decision is stop:
            break
    _note(caller, done, now)
    if not semantic:
        return done[0][1].as_json()
    return {"evaluations": [answer.as_json() for _, answer in done]}


def search(kind: Search, caller: str, body: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """One page of a search. Raises `BadInput`, and `PageGone` for a token that is not of this search."""
    asked = ask.read(body, without=kind)
    token, limit = ask.read_page(body)
    start = _start(token, kind, caller, asked)
    found = list(islice(_all(kind, caller, asked, now), start, start + limit + 1))
    more = _token(start + limit, kind, caller, asked) if len(found) > limit else ""
    shown = found[:limit]
    if kind == "subject" and asked.subject.type == flows.PERSON:
        _note(caller, [(Asked(ask.Named(r["type"], r["id"]), asked.action, asked.resource), Answer(True)) for r in shown], now)  # fmt: skip
    return {"page": {"next_token": more, "count": len(shown)}, "results": shown}


def _all(kind: Search, caller: str, asked: Asked, now: datetime) -> Iterator[dict[str, Any]]:
    provider = PROVIDERS.get(asked.resource.type)
    if provider is None:
        return iter(())
    return {"subject": provider.subjects, "resource": provider.resources, "action": provider.actions}[kind](
        caller, asked, now
    )


def _token(start: int, kind: Search, caller: str, asked: Asked) -> str:
    """Where the next page starts, bound to the search and its caller: a token is no way into another's search."""
    said = json.dumps([start, kind, caller, asked.subject.type, asked.subject.id, asked.action, asked.resource.type,
                       asked.resource.id])  # fmt: skip
    return f"{start}.{hmac.new(_secret(), said.encode(), hashlib.sha256).hexdigest()[:32]}"


def _start(token: str, kind: Search, caller: str, asked: Asked) -> int:
    if not token:
        return 0
    number = token.partition(".")[0]
    start = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else -1
    if start < 0 or not hmac.compare_digest(_token(start, kind, caller, asked).encode(), token.encode("utf-8", "replace")):  # fmt: skip
        raise PageGone
    return start


def _secret() -> bytes:
    from django.conf import settings

    return hashlib.sha256(b"authzen page" + settings.SECRET_KEY.encode()).digest()


def _note(caller: str, done: list[tuple[Asked, Answer]], now: datetime) -> None:
    """One ledger note for a request that asked about people: who asked, and a commitment to what and the answers."""
    about = [(q.subject.id, q.action, q.resource.id, a.decision) for q, a in done if q.subject.type == flows.PERSON]
    if not about:
        return
    mark = hashlib.sha256(json.dumps([caller, about, now.isoformat()]).encode()).hexdigest()[:32]
    key = f"door:{mark}"
    proof = notes.sealed(key, about, now)
    notes.write(key, "asked-at-door", {"organisation": caller, "door": "authzen", "commitment": proof}, now)


def configuration(base: str) -> dict[str, str]:
    """The metadata of `/.well-known/authzen-configuration`; `base` is the address of this server without a slash."""
    return {
        "policy_decision_point": base,
        "access_evaluation_endpoint": f"{base}/access/v1/evaluation",
        "access_evaluations_endpoint": f"{base}/access/v1/evaluations",
        "search_subject_endpoint": f"{base}/access/v1/search/subject",
        "search_resource_endpoint": f"{base}/access/v1/search/resource",
        "search_action_endpoint": f"{base}/access/v1/search/action",
    }
