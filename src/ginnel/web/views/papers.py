"""Papers that people sign: the questions, the draft, its comparison, its prints; the public register."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import place
from ginnel.app.services.agreeing import drafts, joining, prints, publish, sign, takes_on, walk
from ginnel.vocabulary import BadInput
from ginnel.web import words_papers
from ginnel.web.jinja import language
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page

TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def board(request: Request) -> HttpResponse:
    """The drafts of her body, a new one, and who holds which office there."""
    user, faults = user_of(request), Faults()
    if request.method == "POST":
        try:
            if request.POST.get("do") == "office":
                sign.give_office(user, request.POST.get("username", ""), request.POST.get("role", ""), request.now)
                messages.success(request, _("Saved."))
                return redirect("papers")
            row = drafts.begin(user, request.POST.get("title", ""), request.now)
            return redirect("ask-paper", row.key, walk.STEPS[0])
        except BadInput:
            if request.POST.get("do") == "office":
                faults.add("id_username", _("Choose a colleague, not yourself, and an office"))
            else:
                faults.add("id_title", _("Write a title that no other agreement has"))
    for begun in (*drafts.mine(user), *joining.forms(user)):
        publish.complete(begun)
    return page(
        request, "papers/board.html", faults=faults, rows=drafts.mine(user), offices=sign.of_body(user),
        colleagues=sign.colleagues(user), roles=sign.ROLES, bodies=takes_on.bodies(), doors=joining.doors(user, request.now),
    )  # fmt: skip


def ask(request: Request, key: str, step: str) -> HttpResponse:
    """One page of questions. Saving goes to the next page, and from the last one to the draft."""
    if step not in walk.STEPS:
        raise Http404
    row, faults = _row(request, key), Faults()
    if request.method == "POST":
        post = {k: [str(v) for v in request.POST.getlist(k)] for k in request.POST}
        found = drafts.answer(row, step, post, request.POST.get("edition", ""), request.now)
        for name, code in found:
            faults.add(f"id_{name or 'edition'}", words_papers.PAPER_FAULTS[code].in_(language()))
        after = walk.STEPS[walk.STEPS.index(step) + 1 :]
        if not faults:
            return redirect("ask-paper", key, after[0]) if after else redirect("paper", key)
    r = drafts.register(request.now)
    answers = walk.preset(row.answers, r)
    return page(
        request, "papers/ask.html", faults=faults, row=row, step=step, steps=walk.STEPS, answers=answers,
        fields=walk.fields(step, answers, r), law=r.law,
        hints=words_papers.PAPER_HINTS,
    )  # fmt: skip


def draft(request: Request, key: str) -> HttpResponse:
    """The draft: what the check says, versions, signatures, comments, publishing."""
    row, user, faults = _row(request, key), user_of(request), Faults()
    if request.method == "POST":
        try:
            _do(request, row)
            messages.success(request, _("Saved."))
            return redirect("paper", key)
        except BadInput as error:
            faults.add(
                "id_do",
                "; ".join(p.message for p in error.problems) if language() == "en" else _("That cannot be done now"),
            )
    version = drafts.latest(row)
    open_steps = drafts.open_steps(row, request.now)
    problems, missing = drafts.faults_of(row, request.now) if not open_steps else ([], ())
    whole = not open_steps and not problems and not missing
    agreement = drafts.agreement_of(row, request.now)
    return page(
        request, "papers/draft.html", faults=faults, row=row, version=version, open_steps=open_steps, missing=missing,
        problems=problems, answers=drafts.checked(agreement, request.now) if whole else (), whole=whole, a=agreement,
        lines=sign.lines(version) if version else [], mine=sign.may_sign(user, version) if version else [],
        versions=row.versions.order_by("-number"), comments=row.comments.order_by("said_at", "id"),
        kinds=prints.KINDS, forms=prints.FORMS, changed=version is None or version.hash != agreement.hash,
        waits=publish.waits(row, version, request.now) if version else None, joined=joining.joined(row.agreement, request.now),
    )  # fmt: skip


def _do(request: Request, row: Any) -> None:
    user, what = user_of(request), request.POST.get("do", "")
    if what == "keep":
        drafts.keep(user, row, request.now)
    elif what == "comment":
        drafts.comment(user, row, request.POST.get("words", ""), request.now)
    elif what == "publish":
        publish.publish(user, row, request.now)
    elif what == "approve":
        sign.approve(user, row, request.POST.get("role", ""), request.POST.get("hash", ""), request.now)
    else:
        raise Http404


def compare(request: Request, key: str) -> HttpResponse:
    """Two versions, line by line."""
    row = _row(request, key)
    one, other = (request.GET.get(k, "") for k in ("from", "to"))
    if not all(n.isascii() and n.isdigit() and len(n) < 5 for n in (one, other)):
        raise Http404
    try:
        lines = drafts.compared(row, int(one), int(other))
    except BadInput:
        raise Http404 from None
    return page(request, "papers/compare.html", row=row, one=one, other=other, lines=lines)


def print_draft(request: Request, key: str, kind: str, form: str) -> HttpResponse:
    """A paper of the latest version, as a page, for Word or as PDF."""
    row = _row(request, key)
    version = drafts.latest(row)
    if version is None or kind not in prints.KINDS or form not in TYPES:
        raise Http404
    answer = HttpResponse(prints.of_version(version, kind, form, request.now), content_type=TYPES[form])
    if form != "html":
        answer["Content-Disposition"] = f'attachment; filename="{row.agreement}-{kind}.{form}"'
    return answer


def register(request: Request) -> HttpResponse:
    """What the bodies of the region have agreed, for anybody. Nobody's name and no number of people stands on it."""
    return page(request, "papers/register.html", entries=place.register(request.now).agreements)


def entry(request: Request, id: str) -> HttpResponse:
    found = place.agreement(id, request.now)
    if found is None:
        raise Http404
    return page(
        request, "papers/entry.html", a=found, state=prints.state(found, request.now), law=place.law_rows((id,), request.now),
        joined=joining.joined(id, request.now),
    )  # fmt: skip


def published(id: str, now: datetime) -> bool:
    return place.agreement(id, now) is not None


def _row(request: Request, key: str) -> Any:
    row = drafts.draft_of(user_of(request), key)
    if row is None:
        raise Http404
    publish.complete(row)
    return row


def body(request: Request, id: str) -> HttpResponse:
    """What one body takes on here, and what it does not."""
    found = takes_on.of(id, request.now)
    if found is None:
        raise Http404
    return page(request, "papers/body.html", t=found)
