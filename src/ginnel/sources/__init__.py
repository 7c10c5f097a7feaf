"""Silos: loading what they deliver by contract, and reading it only under a permit."""

from ginnel.sources.contract import Contract, Rule, catalogue, load_contract, load_contracts
from ginnel.sources.load import LoadReport, current_path, current_version, load
from ginnel.sources.read import read, view_sql
from ginnel.sources.rules import check_row, record_of

__all__ = [
    "Contract",
    "LoadReport",
    "Rule",
    "catalogue",
    "check_row",
    "current_path",
    "current_version",
    "load",
    "load_contract",
    "load_contracts",
    "read",
    "record_of",
    "view_sql",
]
