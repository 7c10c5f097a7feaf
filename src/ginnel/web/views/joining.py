"""The page on which a body joins an agreement: what it says, what it would mean, the form, its signatures."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import place
from ginnel.app.services.agreeing import drafts, joining, publish, sign, takes_on
from ginnel.vocabulary import BadInput
from ginnel.web import words_papers
from ginnel.web.jinja import language
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page


def join(request: Request, id: str, side: str) -> HttpResponse:
    """One side of one agreement, for the body of whoever looks."""
    d, user, faults = _door(request, id, side), user_of(request), Faults()
    if d.row is not None:
        publish.complete(d.row)
    if request.method == "POST":
        try:
            _do(request, d, faults)
        except BadInput as error:
            said = "; ".join(p.message for p in error.problems)
            faults.add("id_do", said if language() == "en" else _("That cannot be done now"))
        if not faults:
            messages.success(request, _("Saved."))
            return redirect("join", id, side)
        d = _door(request, id, side)
    version = drafts.latest(d.row) if d.row else None
    form, closed = joining.form_of(d, request.now), joining.closed(d, version)
    missing, whole = joining.missing(d, request.now), d.row is not None and not joining.open_fields(d, request.now)
    return page(
        request, "papers/join.html", faults=faults, d=d, a=d.agreement, row=d.row, version=version, form=form,
        more=takes_on.more(form, request.now), fields=joining.fields(d, request.now), missing=missing,
        answers=joining.answers(d, request.now), law=place.region().law, hints=words_papers.PAPER_HINTS,
        checked=joining.checked(d, request.now) if whole and not missing else (), whole=whole and not missing,
        changed=version is None or version.hash != form.hash, closed=closed,
        lines=sign.lines(version) if version else [],
        mine=sign.may_sign(user, version) if version and not closed else [],
        waits=publish.waits(d.row, version, request.now) if d.row and version else None,
        against=joining.against(d, request.now),
    )  # fmt: skip


def _door(request: Request, id: str, side: str) -> joining.Door:
    found = joining.door(user_of(request), id, side, request.now)
    if found is None:
        raise Http404
    return found


def _do(request: Request, d: joining.Door, faults: Faults) -> None:
    user, what = user_of(request), request.POST.get("do", "")
    if what == "save":
        post = {k: [str(v) for v in request.POST.getlist(k)] for k in request.POST}
        for name, code in joining.save(user, d, post, request.POST.get("edition", ""), request.now):
            faults.add(f"id_{name or 'edition'}", words_papers.PAPER_FAULTS[code].in_(language()))
    elif d.row is None:
        raise Http404
    elif what == "keep":
        joining.keep(user, d, request.now)
    elif what == "approve":
        sign.approve(user, d.row, request.POST.get("role", ""), request.POST.get("hash", ""), request.now)
    elif what == "publish":
        publish.publish(user, d.row, request.now)
    else:
        raise Http404
