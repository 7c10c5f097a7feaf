"""Information governance's pages about requests of its own body: the inbox, one request, somebody who telephones, the board."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services.rights import ask, board, caller, desk, exempt, who
from ginnel.app.services.rights.words import RIGHTS, RIGHTS_EXEMPTIONS
from ginnel.vocabulary import BadInput
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page
from ginnel.web.views.rights import spoken

LONGEST = 12


def inbox(request: Request) -> HttpResponse:
    user = user_of(request)
    if request.method == "POST":
        done = board.seen(user, number(request.POST.get("notice", "")), request.now)
        if done or exempt.still_holds(user, number(request.POST.get("holds", "")), request.now):
            messages.success(request, _("Saved."))
        return redirect("rights")
    return page(
        request, "rights/inbox.html", lines=desk.inbox(user, request.now), notices=board.notices(user),
        reviews=exempt.to_review(user, request.now),
        body=user.organisation,
    )  # fmt: skip


def overview(request: Request) -> HttpResponse:
    """All bodies by counts: small ones are hidden, for several bodies see this page."""
    return page(request, "rights/board.html", table=board.by_body(request.now), stands=board.STANDS)


def one(request: Request, id: str) -> HttpResponse:
    """One request. What is done is chosen by a person, with reasons; opening it is a look that the citizen sees."""
    user, faults = user_of(request), Faults()
    if request.method == "POST":
        try:
            _do(request, id)
        except BadInput as error:
            spoken(error, faults)
        else:
            messages.success(request, _("Saved."))
            return redirect("right", id=id)
    row = who.request_for_body(user, id)
    if row is None:
        raise Http404
    desk.look_at(user, row, request.now)
    said = {
        k: request.POST.get(k, "")
        for k in ("step", "reasons", "worker", "code", "why", "opinion", "review_by", "scope")
    }
    return page(
        request, "rights/desk.html", faults=faults, d=desk.desk(row, request.now), said=said,
        codes=list(RIGHTS_EXEMPTIONS), me=user.username,
    )  # fmt: skip


def _do(request: Request, id: str) -> None:
    """What the form says: a step, a decision about one thing found, or a reason for leaving something out."""
    user, post, now = user_of(request), request.POST, request.now
    row = who.request_for_body(user, id)
    if row is None:
        raise Http404
    what = post.get("do", "step")
    if what == "item":
        item = number(post.get("item", ""))
        desk.decide(
            user, row, item, post.get("decision", ""), post.getlist("cut"), number(post.get("exemption", "")) or None
        )
    elif what == "exempt":
        exempt.propose(
            user,
            row,
            post.get("code", ""),
            post.get("why", ""),
            day(post.get("review_by", "")),
            post.get("opinion", ""),
            now,
        )
    elif what == "approve":
        exempt.approve(user, row, number(post.get("exemption", "")), now)
    else:
        version = number(post.get("version", "")) if post.get("version") else None
        desk.step(
            user,
            id,
            post.get("step", ""),
            post.get("reasons", ""),
            -1 if version is None else version,
            now,
            {"worker": post.get("worker", ""), "scope": post.get("scope", "")},
        )


def telephone(request: Request) -> HttpResponse:
    """Written down for somebody who asks by telephone."""
    user, faults = user_of(request), Faults()
    fields = ("kind", "given", "family", "born", "postcode", "about", "worker", "everywhere")
    said = {k: request.POST.get(k, "") for k in fields}
    if request.method == "POST":
        try:
            person = caller.the_caller(
                user, said["given"], said["family"], day(said["born"]), said["postcode"], request.now
            )
            form = ask.Form(said["kind"], said["about"], (user.organisation,), said["worker"])
            ask.ask_for_caller(user, person, form, said["everywhere"] == "yes", request.now)
        except BadInput as error:
            spoken(error, faults)
        else:
            messages.success(request, _("Written down. Check who asks before you answer."))
            return redirect("rights")
    return page(request, "rights/telephone.html", faults=faults, said=said, kinds=list(RIGHTS), body=user.organisation)


def number(text: str) -> int:
    """A whole number from a form; 0 for anything else, which is nobody's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST else 0


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
