"""`ginnel proxies`: who may ask for somebody else is recorded with evidence, and a worker is named for somebody protected."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

WORLD = Path(__file__).parents[1] / "web"
ADD = ["--proxy", "c-karl", "--for", "c-tom", "--purpose", "money-advice", "--from", "2026-11-01", "--until", "2027-11-01",
       "--evidence", "written-yes", "--reference", "letter", "--by", "Ruth"]  # fmt: skip
SCRIPT = """
import json, sys
from datetime import date, datetime, UTC
from pathlib import Path
from click.testing import CliRunner
sys.path.insert(0, sys.argv[1])
import world
from ginnel.app.setup import migrate, setup
from ginnel.region import new_region
folder = Path(sys.argv[2])
new_region(folder, today=date(2026, 11, 25))
setup(folder)
migrate()
world.fill(datetime(2026, 11, 25, 12, tzinfo=UTC))
from ginnel.cli.main import main
out = []
for args in json.loads(sys.argv[3]):
    done = CliRunner().invoke(main, [*args[:2], str(folder), *args[2:]])
    out.append([done.exit_code, done.output])
from ginnel.store.models import MandateRow, NamedStaff
found = [list(MandateRow.objects.values_list("proxy", "person", "evidence", "recorded_by")), NamedStaff.objects.filter(username="o-olga", person="grace").count()]
print(json.dumps([out, found]))
"""


def test_a_scope_is_recorded_and_what_is_wrong_is_named(tmp_path: Path) -> None:
    wrong = [*ADD[:11], "married", *ADD[12:]]
    commands = [
        ["proxies", "add", *ADD], ["proxies", "add", *wrong], ["proxies", "add", *ADD[:1], "nobody", *ADD[2:]],
        ["proxies", "name", "--worker", "o-olga", "--for", "c-grace", "--by", "Ruth"],
        ["proxies", "name", "--worker", "s-sana", "--for", "c-grace", "--by", "Ruth"],
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(WORLD), str(tmp_path / "region"), json.dumps(commands)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    said, (mandates, named) = json.loads(done.stdout.strip().splitlines()[-1])
    assert [code for code, _ in said] == [0, 2, 2, 0, 2], said
    assert said[0][1].startswith("recorded pm-")
    assert "lasting-power" in said[1][1]
    assert mandates == [["karl", "tom", "written-yes", "Ruth"]]
    assert named == 1
