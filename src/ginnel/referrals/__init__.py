"""Referrals: cases and their clocks, offers and their answers, and hearing what came of it."""

from ginnel.referrals.case import Case, Event, open_case
from ginnel.referrals.clocks import Clock, ClockRule, clocks_for
from ginnel.referrals.messages import Message, SafeContact, outcome_messages
from ginnel.referrals.offers import Offer, make_offer, may_offer
from ginnel.referrals.states import allowed, apply, remeasured, state_of
from ginnel.referrals.worklist import Viewer, WorkItem, worklist

__all__ = [
    "Case",
    "Clock",
    "ClockRule",
    "Event",
    "Message",
    "Offer",
    "SafeContact",
    "Viewer",
    "WorkItem",
    "allowed",
    "apply",
    "clocks_for",
    "make_offer",
    "may_offer",
    "open_case",
    "outcome_messages",
    "remeasured",
    "state_of",
    "worklist",
]
