"""Words that every room shares: errors with a mend, periods, the catalogue's data types, sealed values."""

from ginnel.vocabulary.canonical import canonical, digest, keyed
from ginnel.vocabulary.catalogue import (
    CATEGORIES,
    LINK_ROLES,
    PERSON_ROLES,
    ROLES,
    Catalogue,
    Category,
    Column,
    Dataset,
)
from ginnel.vocabulary.errors import BadInput, GinnelError, NotAllowed, Problem, nearest
from ginnel.vocabulary.periods import Period
from ginnel.vocabulary.seal import Seal, Sealed

__all__ = [
    "CATEGORIES",
    "LINK_ROLES",
    "PERSON_ROLES",
    "ROLES",
    "BadInput",
    "Catalogue",
    "Category",
    "Column",
    "Dataset",
    "GinnelError",
    "NotAllowed",
    "Period",
    "Problem",
    "Seal",
    "Sealed",
    "canonical",
    "digest",
    "keyed",
    "nearest",
]
