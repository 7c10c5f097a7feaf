"""Organisations, services, needs, and the dated tables of bank holidays."""

from ginnel.directory.holidays import holidays_of
from ginnel.directory.organisations import (
    LEGAL_CLASSES,
    NATIONS,
    Directory,
    Need,
    Organisation,
    Service,
    import_local_authorities,
    load_directory,
)

__all__ = [
    "LEGAL_CLASSES",
    "NATIONS",
    "Directory",
    "Need",
    "Organisation",
    "Service",
    "holidays_of",
    "import_local_authorities",
    "load_directory",
]
