"""People and homes: which records of which silos are about one person, and where that person lives."""

from ginnel.identity.derived import derived
from ginnel.identity.homes import Homes, Place, home_of_uprn, normal_address
from ginnel.identity.link import LinkResult, link
from ginnel.identity.people import Ids, stable_ids
from ginnel.identity.tables import Identity, resolve

__all__ = [
    "Homes",
    "Identity",
    "Ids",
    "LinkResult",
    "Place",
    "derived",
    "home_of_uprn",
    "link",
    "normal_address",
    "resolve",
    "stable_ids",
]
