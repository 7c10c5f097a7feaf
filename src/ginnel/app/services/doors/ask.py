"""A question in the words of OpenID AuthZEN Authorization API 1.0, read from JSON: who, does what, with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ginnel.app.services.doors.opaque import opaque
from ginnel.vocabulary import BadInput, Problem

MEMBERS = ("subject", "action", "resource")
MOST = 500
"""Questions in one request, and results on one page."""
SEMANTICS = ("execute_all", "deny_on_first_deny", "permit_on_first_permit")


@dataclass(frozen=True)
class Named:
    """A subject or a resource. Its properties are read by nobody and kept nowhere."""

    type: str
    id: str = ""


@dataclass(frozen=True)
class Asked:
    subject: Named
    action: str
    resource: Named


@dataclass(frozen=True)
class Answer:
    """A decision; `context` is what the caller may know about why."""

    decision: bool
    context: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"decision": self.decision, "context": dict(self.context)}


def is_object(value: object, key: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise BadInput(Problem("this must be an object", key=key, expected="{...}", mend="see the OpenAPI document"))


def _entity(value: object, key: str, with_id: bool) -> Named:
    found = is_object(value, key)
    if "properties" in found:
        is_object(found["properties"], f"{key}.properties")
    type_ = opaque(found.get("type"), f"{key}.type")
    return Named(type_, opaque(found.get("id"), f"{key}.id") if with_id else "")


def read(body: Mapping[str, Any], *, without: str = "") -> Asked:
    """One question; `without` names the member that a search looks for: of a subject or resource its id is left out."""
    if "context" in body:
        is_object(body["context"], "context")
    action = ""
    if without != "action":
        given = is_object(body.get("action"), "action")
        if "properties" in given:
            is_object(given["properties"], "action.properties")
        action = opaque(given.get("name"), "action.name")
    subject = _entity(body.get("subject"), "subject", without != "subject")
    return Asked(subject, action, _entity(body.get("resource"), "resource", without != "resource"))


def read_all(body: Mapping[str, Any]) -> tuple[list[Asked], str]:
    """The questions of a batch, each with the defaults of the whole, and how the batch ends."""
    semantic = _semantic(body)
    items = body.get("evaluations", [])
    if not isinstance(items, list) or len(items) > MOST:
        raise BadInput(
            Problem("this must be a list", key="evaluations", expected=f"at most {MOST} questions",
                    mend="send several requests")
        )  # fmt: skip
    for name in (*MEMBERS, "context"):
        if name in body:
            is_object(body[name], name)
    shared = {k: body[k] for k in (*MEMBERS, "context") if k in body}
    _shared(shared)
    asked = [read({**shared, **is_object(item, f"evaluations.{n}")}) for n, item in enumerate(items)]
    return asked or [read(body)], semantic if items else ""


def _shared(shared: Mapping[str, Any]) -> None:
    """Defaults are read even where every question brings its own: nothing malformed passes unseen."""
    for name in ("subject", "resource"):
        if name in shared:
            _entity(shared[name], name, True)
    if "action" in shared:
        action = is_object(shared["action"], "action")
        if "properties" in action:
            is_object(action["properties"], "action.properties")
        opaque(action.get("name"), "action.name")


def _semantic(body: Mapping[str, Any]) -> str:
    options = is_object(body.get("options", {}), "options")
    semantic = options.get("evaluations_semantic", SEMANTICS[0])
    if semantic not in SEMANTICS:
        raise BadInput(
            Problem("there is no such way to answer a batch", key="options.evaluations_semantic",
                    expected=", ".join(SEMANTICS), mend="leave it out for execute_all")
        )  # fmt: skip
    return str(semantic)


def read_page(body: Mapping[str, Any]) -> tuple[str, int]:
    """The token ("" for the first page) and the size of a page."""
    page = is_object(body.get("page", {}), "page")
    token, limit = page.get("token", ""), page.get("limit", 100)
    if "properties" in page:
        is_object(page["properties"], "page.properties")
    if not isinstance(token, str) or len(token) > MOST:
        raise BadInput(Problem("this must be a text", key="page.token", mend="send next_token of the page before"))
    whole = isinstance(limit, (int, float)) and not isinstance(limit, bool) and limit == int(limit)
    if not whole or not 1 <= limit <= MOST:
        raise BadInput(Problem("this must be a whole number", key="page.limit", expected=f"1 to {MOST}"))
    return token, int(limit)
