"""The tables of the operational store."""

from ginnel.store.models.governance import ChoiceRow, LedgerNote, Look, OverrideRow, RunRow, UseRow
from ginnel.store.models.needs import KeepsHappening, NeedDecision
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
    "Breach",
    "CaseEventRow",
    "CaseRow",
    "ChoiceRow",
    "ErasureStep",
    "Holding",
    "Home",
    "KeepsHappening",
    "LedgerNote",
    "Look",
    "MessageRow",
    "NamedStaff",
    "Nearby",
    "NeedDecision",
    "OfferRow",
    "OverrideRow",
    "Person",
    "ProposalRow",
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
