"""Every route there is, in one table: its path, its page, and who may. A path that is not here answers 404."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ginnel.app.services import access, journeys, orders, proxies, reviews
from ginnel.app.services import asks as help_asked
from ginnel.app.services import overrides as decided
from ginnel.app.services.agreeing import drafts, joining, takes_on
from ginnel.app.services.rights import breach, who
from ginnel.app.services.users import User
from ginnel.web.doors import authzen, tracker
from ginnel.web.views import (
    asks,
    breaches,
    children,
    citizen,
    errors,
    evidence,
    governance,
    needs,
    officer,
    overrides,
    papers,
    plan,
    pool,
    public,
    received,
    rights,
    rights_desk,
    sender,
)
from ginnel.web.views import joining as joining_page
from ginnel.web.views import journeys as journey_pages

Owns = Callable[[User, Mapping[str, str], datetime], bool]
"""Whether what the path names is hers to see."""


def anything(_user: User, _named: Mapping[str, str], _now: datetime) -> bool:
    """For pages that name nothing: they show only what is hers."""
    return True


def own_offer(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    return access.offer_for_citizen(user, named["id"]) is not None


def own_case(user: User, named: Mapping[str, str], now: datetime) -> bool:
    return access.case_for_citizen(user, named["id"], now) is not None


def own_choice(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    return access.choice_for_citizen(user, named["key"]) is not None


def case_of_body(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    return access.case_for_officer(user, named["id"]) is not None


def proposal_of_body(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    return access.proposal_for_sender(user, named["key"]) is not None


def override_of_body(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    """One that her body asked for; the operator's people decide about all."""
    return any(row.key == named["key"] for row in decided.waiting(user))


def journey_of_region(_user: User, named: Mapping[str, str], _now: datetime) -> bool:
    """Journeys are open to all of information governance; what is not there is not told apart from what is not hers."""
    return journeys.journey(named["id"]) is not None


def for_whom(user: User, named: Mapping[str, str], now: datetime) -> bool:
    n = named["n"]
    return n.isascii() and n.isdigit() and len(n) < 4 and int(n) < len(who.may_ask_for(user, now))


def own_request(user: User, named: Mapping[str, str], now: datetime) -> bool:
    return who.request_for_citizen(user, named["id"], now) is not None


def own_copy(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    return who.own_answer(user, named["id"]) is not None


def request_of_body(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    return who.request_for_body(user, named["id"]) is not None


def breach_of_body(user: User, named: Mapping[str, str], now: datetime) -> bool:
    return breach.for_body(user, named["id"], now) is not None


def a_service(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    """A service that the region has, for somebody who is known: services are no secret."""
    return access.person_of(user) is not None and help_asked.service_of(named["service"]) is not None


def own_proxy(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    return proxies.of_citizen(user, named["key"])


def person_of_case(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    """A case of her body about a person."""
    return reviews.person_of_case(user, named["id"]) is not None


def person_of_question(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    return reviews.person_of_question(user, named["key"]) is not None


def asked_of_body(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    """A question that this officer answers for a child by an order."""
    return orders.one(user, named["id"]) is not None


KEY = "a body with a key"
"""The role of a door: a program of a body, known by its key alone. What it may learn is for the door's own services."""


def draft_of_party(user: User, named: Mapping[str, str], _now: datetime) -> bool:
    """A draft in which her body takes part, or that it began."""
    return drafts.draft_of(user, named["key"]) is not None


def a_body(_user: User, named: Mapping[str, str], _now: datetime) -> bool:
    """What a body takes on stands in the region's files: open to all of information governance."""
    return any(b.id == named["id"] for b in takes_on.bodies())


def may_join(user: User, named: Mapping[str, str], now: datetime) -> bool:
    """Where the agreement lets her body in on that side, or her body has a form for it already."""
    return joining.door(user, named["id"], named["side"], now) is not None


def published(_user: User, named: Mapping[str, str], now: datetime) -> bool:
    return papers.published(named["id"], now)


@dataclass(frozen=True)
class Route:
    """`role` is None for pages that anybody may read, `KEY` for doors; `owns` is asked after the role."""

    path: str
    view: Callable[..., Any]
    name: str
    role: str | None
    owns: Owns = anything


ROUTES: tuple[Route, ...] = (
    # Anybody, signed in or not. These pages hold nothing about a person.
    Route("", public.start, "start", None),
    Route("accessibility", public.accessibility, "accessibility", None),
    Route("privacy", public.privacy, "privacy", None),
    Route("health", public.health, "health", None),
    Route("language/<str:code>", public.language, "language", None),
    Route("leave", public.leave, "leave", None),
    Route("sign-in", public.sign_in, "sign-in", None),
    Route("sign-out", public.sign_out, "sign-out", None),
    # A citizen: her own person, and offers that she herself is asked.
    Route("me", citizen.overview, "me", "citizen"),
    Route("me/uses", citizen.uses, "uses", "citizen"),
    Route("me/codes", citizen.codes, "codes", "citizen"),
    Route("me/choices", citizen.choices, "choices", "citizen"),
    Route("me/choices/<str:key>/end", citizen.end_choice, "end-choice", "citizen", own_choice),
    Route("me/offers/<str:id>", citizen.offer, "offer", "citizen", own_offer),
    Route("me/offers/<str:id>/take-back", citizen.take_back, "take-back", "citizen", own_offer),
    Route("me/cases/<str:id>", citizen.case, "my-case", "citizen", own_case),
    # Her rights: her own requests, and those that she asked for somebody for whom she still may. A copy is hers alone.
    Route("me/rights", rights.overview, "my-rights", "citizen"),
    Route("me/rights/helpers", rights.helpers, "my-helpers", "citizen"),
    Route("me/rights/ask/<str:n>", rights.form, "ask-rights", "citizen", for_whom),
    Route("me/rights/<str:id>", rights.one, "my-right", "citizen", own_request),
    Route("me/rights/<str:id>/copy/<str:shape>", rights.copy, "my-copy", "citizen", own_copy),
    # An officer: cases of her body, less what is protected or barred.
    Route("cases", officer.worklist, "cases", "officer"),
    Route("cases/<str:id>", officer.case, "case", "officer", case_of_body),
    Route("cases/<str:id>/<str:event>", officer.step, "step", "officer", case_of_body),
    Route("keeps-happening/<str:id>", needs.remark, "keeps-happening", "officer", case_of_body),
    Route("override/<str:id>", overrides.ask, "ask-override", "officer", case_of_body),
    # A sender: what waits for her body to tell.
    Route("release", sender.waiting, "release", "sender"),
    Route("release/batch", sender.batch, "release-batch", "sender"),
    Route("release/<str:key>", sender.proposal, "proposal", "sender", proposal_of_body),
    # Information governance: rules, counts and evidence, never a person.
    Route("governance", governance.numbers, "governance", "governance"),
    Route("governance/agreements", governance.agreements, "agreements", "governance"),
    Route("governance/agreements/<str:id>", governance.agreement, "agreement", "governance"),
    Route("governance/refusals", governance.refusals, "refusals", "governance"),
    Route("governance/ledger", governance.ledger, "ledger", "governance"),
    # What somebody of information governance decides is checked against her body in the service.
    Route("governance/overrides", overrides.board, "overrides", "governance"),
    Route("governance/overrides/<str:key>", overrides.decide, "decide-override", "governance", override_of_body),
    Route("governance/runs", governance.runs, "runs", "governance"),
    # Information governance of one body: people's requests to that body, and its breaches. Here it does see people.
    Route("rights", rights_desk.inbox, "rights", "governance"),
    Route("rights/board", rights_desk.overview, "rights-board", "governance"),
    Route("rights/telephone", rights_desk.telephone, "rights-telephone", "governance"),
    Route("rights/one/<str:id>", rights_desk.one, "right", "governance", request_of_body),
    Route("breaches", breaches.register, "breaches", "governance"),
    Route("breaches/<str:id>", breaches.one, "breach", "governance", breach_of_body),
    Route("plan", plan.overview, "plan", "governance"),
    Route("pool", pool.overview, "pool", "governance"),
    Route("pool/demand/<str:buyer>", pool.demand, "pool-demand", "governance"),
    Route("needs", needs.overview, "needs", "governance"),
    Route("needs/queue", needs.queue, "needs-queue", "governance"),
    # The same: journeys, as counts that are large enough and as intentions. A page shows no case.
    Route("journeys", journey_pages.overview, "journeys", "governance"),
    Route("journeys/draw", journey_pages.draw, "draw-journey", "governance"),
    Route("journeys/<str:id>", journey_pages.one, "journey", "governance", journey_of_region),
    Route("journeys/<str:id>/edit", journey_pages.edit, "edit-journey", "governance", journey_of_region),
    # Asking for help, for oneself or within a recorded scope; what came from outside, for a worker's own body.
    Route("me/ask", asks.choose, "ask-choose", "citizen"),
    Route("me/ask/<str:service>", asks.ask, "ask", "citizen", a_service),
    Route("me/proxies", asks.proxy_list, "proxies", "citizen"),
    Route("me/proxies/<str:key>", asks.change_proxy, "change-proxy", "citizen", own_proxy),
    Route("received/new", received.new, "new-received", "officer"),
    # Children: a review from a case or a question about the child; questions that a body answers by an order.
    Route("competence/case/<str:id>", children.review_of_case, "review-case", "officer", person_of_case),
    Route(
        "competence/question/<str:key>", children.review_of_question, "review-question", "sender", person_of_question
    ),
    Route("decided-by-body", children.decided_by_body, "decided-by-body", "officer"),
    Route("decided-by-body/<str:id>", children.decide, "decide-by-body", "officer", asked_of_body),
    Route("governance/duty", children.duty, "children-duty", "governance"),
    # Evidence about sharing, and what a change of the files would do.
    Route("governance/evidence", evidence.board, "evidence", "governance"),
    Route("governance/what-if", evidence.what_if, "what-if", "governance"),
    # Doors for programs. Where they are, anybody may read.
    Route(".well-known/authzen-configuration", authzen.configuration, "authzen-configuration", None),
    Route("access/v1/evaluation", authzen.evaluation, "authzen-evaluation", KEY),
    Route("access/v1/evaluations", authzen.evaluations, "authzen-evaluations", KEY),
    Route("access/v1/search/subject", authzen.search_subject, "authzen-search-subject", KEY),
    Route("access/v1/search/resource", authzen.search_resource, "authzen-search-resource", KEY),
    Route("access/v1/search/action", authzen.search_action, "authzen-search-action", KEY),
    Route("v2/findUsage", tracker.find_usage, "find-usage", KEY),
    Route("v2/usagePeriod", tracker.usage_period, "usage-period", KEY),
    Route("v2/heartbeat", tracker.heartbeat, "heartbeat", KEY),
    # Papers that people sign: a body's people see the drafts in which it takes part. The register is for anybody.
    Route("governance/papers", papers.board, "papers", "governance"),
    Route("governance/bodies/<str:id>", papers.body, "body", "governance", a_body),
    Route("governance/papers/<str:key>", papers.draft, "paper", "governance", draft_of_party),
    Route("governance/papers/<str:key>/compare", papers.compare, "compare-paper", "governance", draft_of_party),
    Route("governance/papers/<str:key>/ask/<str:step>", papers.ask, "ask-paper", "governance", draft_of_party),
    Route(
        "governance/papers/<str:key>/print/<str:kind>/<str:form>",
        papers.print_draft,
        "print-paper",
        "governance",
        draft_of_party,
    ),
    Route("governance/join/<str:id>/<str:side>", joining_page.join, "join", "governance", may_join),
    Route("register", papers.register, "register", None),
    Route("register/<str:id>", papers.entry, "register-entry", None, published),
)
BY_NAME: Mapping[str, Route] = {r.name: r for r in ROUTES}
ERROR_PAGES = {400: errors.bad, 403: errors.forbidden, 404: errors.missing, 500: errors.broken}
