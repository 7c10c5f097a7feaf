"""How each dataset is laid out on disk. The contracts of the template say the same; a test compares the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Layout:
    """`dates` maps each date column to its strftime form. `blank` and `late` are the columns that bad rows spoil."""

    columns: tuple[str, ...]
    suffix: str = "csv"
    dates: Mapping[str, str] = field(default_factory=dict)
    blank: str = ""
    """A required column other than the key, left empty in a bad row."""
    late: str = ""
    """A date column that holds no date in a bad row."""
    whole: bool = False
    """No bad row is planted: one unreadable choice rightly stops every use of people's records."""


ISO, BRITISH = "%Y-%m-%d", "%d/%m/%Y"


def _csv(
    columns: str, *, dates: tuple[str, ...], blank: str, late: str, form: str = ISO, whole: bool = False
) -> Layout:
    return Layout(tuple(columns.split()), "csv", dict.fromkeys(dates, form), blank, late, whole)


def _parquet(columns: str) -> Layout:
    return Layout(tuple(columns.split()), "parquet")


_SPAN = ("since", "until")

LAYOUTS: MappingProxyType[str, Layout] = MappingProxyType(
    {
        "gp_patients": _csv(
            "patient_id nhs_number given_name family_name born sex address postcode phone language responsible_adult"
            " responsible_kind responsible_evidence responsible_since responsible_until",
            dates=("born", "responsible_since", "responsible_until"),
            blank="family_name",
            late="born",
        ),
        "gp_conditions": _csv(
            "condition_id patient_id code coded_on", dates=("coded_on",), blank="patient_id", late="coded_on"
        ),
        "tenancies": _csv(
            "occupant_id tenancy_id given_name family_name born phone address postcode uprn tenant language"
            " since until",
            dates=("born", *_SPAN),
            blank="family_name",
            late="since",
        ),
        "rent_accounts": _csv(
            "entry_id tenancy_id occupant_id period_end charged paid owed",
            dates=("period_end",),
            blank="tenancy_id",
            late="period_end",
        ),
        "council_tax": _csv(
            "account_id given_name family_name address postcode uprn since until single_discount",
            dates=_SPAN,
            blank="address",
            late="since",
        ),
        "benefits": _csv(
            "claim_id nino given_name family_name born address postcode benefit weekly_amount since until",
            dates=("born", *_SPAN),
            blank="family_name",
            late="since",
            form=BRITISH,
        ),
        "means_tests": _csv(
            "claim_id assessed_on partner partner_born state_pension other_pension earnings other_income capital"
            " carers children pension_credit",
            dates=("assessed_on", "partner_born"),
            blank="assessed_on",
            late="partner_born",
            form=BRITISH,
        ),
        "social_care": _csv(
            "client_id nhs_number given_name family_name born address postcode support protected since until"
            " order_kind order_role order_since order_until",
            dates=("born", *_SPAN, "order_since", "order_until"),
            blank="protected",
            late="since",
        ),
        "landlord_devices": _csv("device_id uprn room tenure since until", dates=_SPAN, blank="uprn", late="since"),
        "landlord_readings": _parquet("device_id recorded_at temperature humidity"),
        "council_devices": _csv("device_id uprn room tenure since until", dates=_SPAN, blank="uprn", late="since"),
        "council_readings": _parquet("device_id recorded_at temperature humidity"),
        "weather": _parquet("recorded_at temperature humidity"),
        "choices": _csv(
            "choice_id dataset about_record kind purpose since until",
            dates=_SPAN,
            blank="about_record",
            late="since",
            whole=True,
        ),
    }
)
