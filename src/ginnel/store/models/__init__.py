"""The tables of the operational store."""

from ginnel.store.models.children import CompetenceReview
from ginnel.store.models.governance import ChoiceRow, LedgerNote, Look, OverrideRow, RunRow, UseRow
from ginnel.store.models.needs import KeepsHappening, NeedDecision
from ginnel.store.models.openings import AskRow, MandateRow, ReceivedRow, RefusedAskRow
from ginnel.store.models.papers import DraftComment, DraftRow, DraftVersion, Office, PaperApproval
from ginnel.store.models.people import Holding, Home, NamedStaff, Nearby, Person, User
from ginnel.store.models.referrals import CaseEventRow, CaseRow, MessageRow, OfferRow, ProposalRow
from ginnel.store.models.rights import (
    Breach,
    ErasureStep,
    RightsEvent,
    RightsExemption,
    RightsItem,
    RightsNotice,
    RightsProxy,
    RightsRequest,
)

__all__ = [
    "AskRow",
    "Breach",
    "CaseEventRow",
    "CaseRow",
    "ChoiceRow",
    "CompetenceReview",
    "DraftComment",
    "DraftRow",
    "DraftVersion",
    "ErasureStep",
    "Holding",
    "Home",
    "KeepsHappening",
    "LedgerNote",
    "Look",
    "MandateRow",
    "MessageRow",
    "NamedStaff",
    "Nearby",
    "NeedDecision",
    "OfferRow",
    "Office",
    "OverrideRow",
    "PaperApproval",
    "Person",
    "ProposalRow",
    "ReceivedRow",
    "RefusedAskRow",
    "RightsEvent",
    "RightsExemption",
    "RightsItem",
    "RightsNotice",
    "RightsProxy",
    "RightsRequest",
    "RunRow",
    "UseRow",
    "User",
]
