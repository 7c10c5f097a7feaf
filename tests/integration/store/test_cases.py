"""The Django store keeps the contract that every case store keeps."""

from __future__ import annotations

from pathlib import Path

CONTRACT = Path(__file__).parents[2] / "unit" / "referrals" / "case_store_contract.py"


def test_the_store_keeps_the_contract(tools, tmp_path: Path) -> None:
    region = tmp_path / "region"
    tools.ginnel("new", region, "--now", tools.now)
    answer = tools.in_region(
        region,
        f"""
import importlib.util
spec = importlib.util.spec_from_file_location("contract", {str(CONTRACT)!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from ginnel.store.cases import DjangoCaseStore
from ginnel.store.models import CaseEventRow, CaseRow, MessageRow, OfferRow
made = []
def make():
    for model in (CaseEventRow, CaseRow, MessageRow, OfferRow):
        model.objects.all().delete()
    made.append(1)
    return DjangoCaseStore(now)
module.check_case_store(make)
answer = len(made)
""",
    )
    assert answer >= 7
