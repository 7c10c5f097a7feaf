"""Serving a region's pages with gunicorn on the loopback address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ginnel.app.setup import migrate, setup
from ginnel.region import load_region


def serve(folder: Path, port: int, workers: int = 2) -> None:
    """Serve until stopped. Region files are checked first, so that a broken one is a message and not a page."""
    load_region(folder)
    setup(folder)
    migrate()
    from django.db import connections
    from gunicorn.app.base import BaseApplication

    connections.close_all()

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in _options(port, workers).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from ginnel.app.wsgi import application

            return application

    Server().run()


def _options(port: int, workers: int) -> dict[str, Any]:
    # No access log: it would hold who looked at which page when, outside the ledger.
    return {"bind": f"127.0.0.1:{port}", "workers": workers, "accesslog": None, "loglevel": "warning", "timeout": 60}
