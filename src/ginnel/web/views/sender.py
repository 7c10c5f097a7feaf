"""A releasing worker's pages: what waits to be told, one by one or as a batch with a sample read."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import access, looks, numbers, place, plan, release, reviews, rounds, words
from ginnel.vocabulary import BadInput
from ginnel.web.jinja import language
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page

BATCH, READ = "batch", "batch-sample"


def waiting(request: Request) -> HttpResponse:
    """What waits; choosing several leads to the batch page."""
    user = user_of(request)
    rows, kept, barred = release.waiting(user)
    split = rounds.contested_of(user, request.now)
    faults = Faults()
    chosen = request.POST.getlist("key")
    if request.method == "POST":
        picked = [r for r in rows if r.key in set(chosen)]
        if not picked:
            faults.add("id_key", _("Choose at least one"))
        elif len({(r.use, r.recipient) for r in picked}) > 1:
            faults.add("id_key", _("Choose only ones of the same kind, told to the same body"))
        else:
            # Drawn by chance, so that nobody can choose what is read.
            sample = secrets.SystemRandom().sample([r.key for r in picked], min(release.SAMPLE, len(picked)))
            request.session[BATCH], request.session[READ] = [r.key for r in picked], sample
            return redirect("release-batch")
    return page(
        request, "release/list.html", faults=faults, rows=rows, kept=numbers.large(kept), barred=barred,
        chosen=set(chosen), places=plan.places({r.key for r in rows}), titles=_titles({r.use for r in rows} | {k.use for k in split}), sample=release.SAMPLE,
        contested=split, may_review=reviews.may_record(user_of(request)),
    )  # fmt: skip


def batch(request: Request) -> HttpResponse:
    """A sample of the batch in full. It goes only when each of the sample is ticked as read and a reason is given."""
    user, faults = user_of(request), Faults()
    keys = [k for k in request.session.get(BATCH, []) if access.proposal_for_sender(user, k)]
    sample = [r for k in request.session.get(READ, []) if (r := access.proposal_for_sender(user, k)) is not None]
    if not keys or not sample:
        return redirect("release")
    reason = request.POST.get("reason", "")
    read = set(request.POST.getlist("read"))
    if request.method == "POST":
        if {r.key for r in sample} - read:
            faults.add("id_read", _("Read each of the sample, and tick it"))
        if not reason.strip():
            faults.add("id_reason", _("Write your reasons"))
        if not faults:
            return _told_batch(request, keys, reason)
    else:
        for row in sample:
            looks.at_proposal(user, row, request.now)
    shown = [(r, words.told(r.use, r.words, language())) for r in sample]
    titles = _titles({r.use for r in sample})
    return page(
        request, "release/batch.html", faults=faults, shown=shown, count=len(keys), reason=reason, read=read, titles=titles
    )  # fmt: skip


def _told_batch(request: Request, keys: list[str], reason: str) -> HttpResponse:
    answers = release.release_batch(keys, user_of(request), reason, request.now)
    for name in (BATCH, READ):
        request.session.pop(name, None)
    told = sum(a.told for a in answers)
    return page(
        request, "release/done.html", told=told, asked=len(keys),
        stopped=[r for a in answers for r in a.reasons],
    )  # fmt: skip


def proposal(request: Request, key: str) -> HttpResponse:
    """One telling in full: exactly the words, to whom, under which agreement; told or turned down with reasons."""
    user, faults = user_of(request), Faults()
    row = access.proposal_for_sender(user, key)
    if row is None:
        raise Http404
    form = {k: request.POST.get(k, "") for k in ("decision", "reason")}
    if request.method == "POST":
        if form["decision"] not in ("tell", "no"):
            faults.add("id_decision", _("Choose whether it is told"))
        if not form["reason"].strip():
            faults.add("id_reason", _("Write your reasons"))
        if not faults:
            return _decided(request, key, form)
    else:
        looks.at_proposal(user, row, request.now)
    again = release.check_again(row, request.now)[1] if row.state == "waiting" else ()
    return page(
        request, "release/one.html", faults=faults, p=row, told=words.told(row.use, row.words, language()), form=form,
        agreement=place.agreement(row.agreement, request.now), against=again, titles=_titles({row.use}),
        law=place.law_rows((row.agreement,), request.now), may_review=reviews.may_record(user_of(request)),
    )  # fmt: skip


def _decided(request: Request, key: str, form: dict[str, str]) -> HttpResponse:
    user = user_of(request)
    try:
        if form["decision"] == "no":
            release.turn_down(key, user, form["reason"], request.now)
            messages.success(request, _("Turned down. Nobody was told."))
        else:
            answer = release.release(key, user, form["reason"], request.now)
            if answer.told:
                messages.success(request, _("Told."))
            else:
                messages.error(request, _("Nobody was told: %(why)s") % {"why": str(answer.reasons[0]).split("\n")[0]})
    except BadInput:
        messages.error(request, _("Somebody decided this already. Nothing was changed."))
    return redirect("release")


def _titles(uses: set[str]) -> dict[str, str]:
    found = {use: place.rule_of(use) for use in uses}
    return {use: rule[1].title.in_(language()) if rule else use for use, rule in found.items()}
