"""A load that was cut short leaves nothing half-written, and the same command then finishes it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ginnel.engines.duck import connect
from ginnel.governance.permit import make_permit
from ginnel.sources import current_path, load, load_contract
from ginnel.sources import load as load_function

CONTRACT = """
dataset = "d"
controller = "o"
kind = "other"
row_categories = ["none"]
key = ["id"]
reject_limit = 1
[[column]]
name = "id"
type = "integer"
categories = ["none"]
[[column]]
name = "v"
type = "number"
categories = ["none"]
"""


@pytest.mark.parametrize("step", ["write_text", "write_query"])
@pytest.mark.parametrize("call", [0, 1, 2])
def test_a_crash_at_any_write_is_mended_by_the_same_command(tmp_path: Path, monkeypatch, step: str, call: int) -> None:
    module = __import__("sys").modules[load_function.__module__]
    (tmp_path / "c.toml").write_text(CONTRACT)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.csv").write_text("id,v\n2,1.5\n1,2\nx,3\n")
    contract = load_contract(tmp_path / "c.toml")
    permit = make_permit(
        kind="load",
        id="p",
        purpose="identity",
        controllers=frozenset({"o"}),
        columns={"d": ("id", "v")},
        agreements=(),
        agreement_hashes=(),
    )
    connection = connect(scratch=tmp_path / "scratch")
    now = datetime(2026, 1, 5, tzinfo=UTC)
    real, calls = getattr(module, step), []

    def cut(*given: object) -> object:
        calls.append(1)
        if len(calls) == call + 1:
            raise KeyboardInterrupt
        return real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(module, step, cut)
        try:
            load(contract, tmp_path / "data", tmp_path / "lake", permit, now=now, connection=connection)
        except KeyboardInterrupt:
            assert len(calls) == call + 1
    report = load(contract, tmp_path / "data", tmp_path / "lake", permit, now=now, connection=connection)
    assert (report.rows, report.rejected, report.stopped) == (2, 1, None)
    assert report.path == current_path(tmp_path / "lake", "d")
    kept = connection.execute(f"SELECT record, v FROM read_parquet('{report.path}')").fetchall()
    assert kept == [("1", 2.0), ("2", 1.5)]
    assert not list((tmp_path / "lake").rglob("*.part"))
