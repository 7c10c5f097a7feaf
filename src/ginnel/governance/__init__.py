"""Lawful sharing made checkable: law rows, agreements, choices, the flow check, openings, the ledger."""

from ginnel.governance.agreements import Agreement, Approval
from ginnel.governance.check import (
    Tellable,
    Use,
    check_answer,
    check_derive,
    check_link,
    check_load,
    check_need,
    check_telling,
)
from ginnel.governance.choices import Choice
from ginnel.governance.ledger import Entry, LedgerPort, Note
from ginnel.governance.openings import Ask, Disclosure, OwnCase, Received, ask, disclosure, own_case, received
from ginnel.governance.permit import Permit
from ginnel.governance.reasons import REASONS, Reason, Refusal
from ginnel.governance.register import Body, Register

__all__ = [
    "REASONS",
    "Agreement",
    "Approval",
    "Ask",
    "Body",
    "Choice",
    "Disclosure",
    "Entry",
    "LedgerPort",
    "Note",
    "OwnCase",
    "Permit",
    "Reason",
    "Received",
    "Refusal",
    "Register",
    "Tellable",
    "Use",
    "ask",
    "check_answer",
    "check_derive",
    "check_link",
    "check_load",
    "check_need",
    "check_telling",
    "disclosure",
    "own_case",
    "received",
]
