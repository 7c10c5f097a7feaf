"""Silos: loading what they deliver by contract, and reading it only under a permit."""

from ginnel.sources.contract import Contract, Rule, catalogue, load_contract, load_contracts
from ginnel.sources.gone import Gone, bury, cut_file, read_gone, rewrite
from ginnel.sources.load import LoadReport, current_path, current_version, load
from ginnel.sources.read import read, view_sql
from ginnel.sources.rules import check_row, record_of

__all__ = [
    "Contract",
    "Gone",
    "LoadReport",
    "Rule",
    "bury",
    "catalogue",
    "check_row",
    "current_path",
    "current_version",
    "cut_file",
    "load",
    "load_contract",
    "load_contracts",
    "read",
    "read_gone",
    "record_of",
    "rewrite",
    "view_sql",
]
