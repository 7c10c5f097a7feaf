"""A real browser against a real server: Chromium where it is installed, otherwise skipped with the command that helps."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

WORLD = Path(__file__).parents[1] / "world.py"
HELP = "no Chromium here: `apt-get install -y --no-install-recommends chromium fonts-liberation` makes these tests run"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PATIENCE = 30


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a region and store of its own, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("served")
    command = [sys.executable, str(WORLD), str(folder), str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        base = f"http://127.0.0.1:{port}"
        try:
            _wait(base, process)
            yield base
        finally:
            process.kill()


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"the server stopped: {(process.stderr.read() if process.stderr else b'').decode()[-800:]}")
        try:
            with urllib.request.urlopen(f"{base}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not answer in time")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Closed after its module: while it runs, the thread has an event loop, in which Django refuses to work."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip(HELP)
    api = pytest.importorskip(
        "playwright.sync_api", reason="`make test` installs playwright from requirements-dev.lock"
    )
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_as(server: str, chromium: Any) -> Iterator[Callable[..., Any]]:
    """`open_as("c-amina", width=360)` is a page on which that person has signed in; its errors fail the test."""
    contexts: list[Any] = []
    errors: list[str] = []

    def opened(who: str | None = None, *, width: int = 1280, language: str = "en", scripts: bool = True) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": server}])
        page = context.new_page()
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" and "422" not in m.text else None)
        page.on("request", lambda r: errors.append(f"asks {r.url}") if not r.url.startswith(server) else None)
        page.base = server
        if who is not None:
            page.goto(f"{server}/sign-in")
            page.locator(f'input[value="{who}"] + button').click()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []
