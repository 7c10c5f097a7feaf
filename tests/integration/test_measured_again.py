"""After the works the home is measured again: dry lets the case close, damp opens it again, silence moves nothing."""

from __future__ import annotations

from pathlib import Path

CODE = """
from datetime import timedelta
import pyarrow as pa, pyarrow.parquet as pq, csv
from ginnel.app.entropy import entropy_for
from ginnel.app.night import run_night
from ginnel.flow.run import region_secret
from ginnel.identity import home_of_uprn
from ginnel.referrals import Event, apply, state_of
from ginnel.store.cases import DjangoCaseStore, to_case
from ginnel.store.models import CaseRow
secret = region_secret(folder)
devices = list(csv.DictReader((folder / "data/landlord_devices/landlord_devices.csv").open()))
device_of = {home_of_uprn(secret, d["uprn"]): d["device_id"] for d in devices}
store = DjangoCaseStore(now)
cases = [c for c in store.cases_for("northshire-homes") if c.use == "damp.damp_home" and c.home in device_of][:3]
steps = [("acknowledged", {}, ""), ("assessed", {"hazard": "significant"}, "seen"), ("investigated", {"found": "significant"}, "seen"),
         ("works-ordered", {}, ""), ("works-done", {}, "")]
for case in cases:
    done = case
    for kind, data, why in steps:
        done = apply(done, Event(kind, now, "worker", why, data))
    _, version = store.case(case.id)
    store.save(done, version)
hours = [now.replace(minute=0) + timedelta(hours=h) for h in range(30 * 24)]
def add(dataset, rows):
    path = next((folder / "data" / dataset).glob("*.parquet"))
    table = pq.read_table(path)
    columns = {c: [r.get(c) for r in rows] for c in table.column_names}
    pq.write_table(pa.concat_tables([table, pa.table(columns).cast(table.schema)]), path)
naive = pq.read_schema(next((folder / "data" / "weather").glob("*.parquet"))).field("recorded_at").type
moment = (lambda h: h) if getattr(naive, "tz", None) else (lambda h: h.replace(tzinfo=None))
if pa.types.is_string(naive):
    moment = lambda h: h.strftime("%Y-%m-%dT%H:%M:%SZ")
add("weather", [dict(recorded_at=moment(h), temperature=6.0 + h.hour / 24, humidity=85.0) for h in hours])
dry, damp = device_of[cases[0].home], device_of[cases[1].home]
add("landlord_readings", [dict(device_id=dry, recorded_at=moment(h), temperature=20.0 + h.hour / 24, humidity=42.0 + h.hour / 24) for h in hours]
    + [dict(device_id=damp, recorded_at=moment(h), temperature=15.0 + h.hour / 24, humidity=88.0 + h.hour / 24) for h in hours])
night = run_night(folder, now=now + timedelta(days=30), entropy=entropy_for(folder), progress=lambda s, w: None)
answer = {"states": [state_of(store.case(c.id)[0]) for c in cases],
          "open": CaseRow.objects.filter(home=cases[1].home, use="damp.damp_home").count()}
"""


def test_dry_still_damp_and_not_known(tools, after_night: Path, tmp_path: Path) -> None:
    found = tools.in_region(tools.copied(after_night, tmp_path / "region"), CODE)
    assert found["states"] == ["dry", "reopened", "works-done"]
    assert found["open"] == 1, "a home that is still damp has its case opened again, not a second one"
