"""Buying together: what is bought twice, what each buyer wants, who buys what from whom, and shares that keep everybody."""

from ginnel.procurement.award import Award, Lot, Offer, Tier, Wish, award
from ginnel.procurement.outcome import Outcome, reckon
from ginnel.procurement.pool import Pool, load_pool
from ginnel.procurement.shares import Shares, fair_shares
from ginnel.procurement.term import Market, break_even

__all__ = [
    "Award", "Lot", "Market", "Offer", "Outcome", "Pool", "Shares", "Tier", "Wish", "award", "break_even",
    "fair_shares", "load_pool", "reckon",
]  # fmt: skip
