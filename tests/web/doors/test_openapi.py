"""The doors do what their OpenAPI documents say: schemathesis asks the running server, with every check that it has.

The server is a process of its own on loopback, as people run it; the key is made by the command.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import ginnel.web
from ginnel.app.services.doors.opaque import PATTERN

DOCUMENTS = Path(ginnel.web.__file__).parent / "openapi"
WORLD = Path(__file__).parents[1] / "world.py"
NAMES = ("authzen.yaml", "data-tracker.yaml")
EXAMPLES = "5"
"""Random questions for each operation, beside those that cover each boundary of each schema. A deep run takes more."""


def document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DOCUMENTS / name).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a server with a region and store of its own, and a key of the care board."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{free.getsockname()[1]}"
    folder = tmp_path_factory.mktemp("doors") / "region"
    command = [sys.executable, str(WORLD), str(folder), base.rpartition(":")[2]]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(base, process)
            run = "from ginnel.cli.main import main; main()"
            add = [sys.executable, "-c", run, "clients", "add", str(folder), "northshire-icb"]
            yield base, subprocess.run(add, capture_output=True, text=True, check=True).stdout.strip()
        finally:
            process.kill()


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{base}/health", timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the server did not answer")


@pytest.mark.parametrize("name", NAMES)
def test_the_running_server_does_what_its_document_says(server: tuple[str, str], name: str, tmp_path: Path) -> None:
    base, key = server
    command = [
        sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run", str(DOCUMENTS / name),
        "-u", base, "-H", f"Authorization: Bearer {key}", "--checks", "all", "--max-examples", EXAMPLES, "--seed", "1",
        "--suppress-health-check", "all", "--no-color", "--generation-database", "none",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert f"Tested: {sum(len(p) for p in document(name)['paths'].values())}" in done.stdout


def test_the_key_that_it_used_opens(server: tuple[str, str]) -> None:
    """A wrong key would be answered 401 every time, which a document allows: then nothing would have been asked."""
    base, key = server
    body = {"subject": {"type": "organisation", "id": "northshire-icb"}, "action": {"name": "load"},
            "resource": {"type": "flow", "id": "load:gp_patients"}}  # fmt: skip
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{base}/access/v1/evaluation", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=20) as response:
        assert json.load(response)["decision"] is True


def test_the_pattern_of_an_id_is_the_one_in_the_code() -> None:
    for name in NAMES:
        assert document(name)["components"]["schemas"]["Opaque"]["pattern"] == PATTERN


def test_every_door_is_documented_and_nothing_else(store: Any) -> None:
    from ginnel.web.auth.rules import KEY, ROUTES

    said = {path for name in NAMES for path in document(name)["paths"]}
    assert said == {f"/{r.path}" for r in ROUTES if r.role == KEY} | {"/.well-known/authzen-configuration"}


def test_the_documents_are_valid_openapi() -> None:
    from jsonschema_rs import validator_for

    for name in NAMES:
        found = document(name)
        assert found["openapi"].startswith("3.1")
        for schema in found["components"]["schemas"].values():
            validator_for({"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {}, **schema,
                           "components": found["components"]})  # fmt: skip
