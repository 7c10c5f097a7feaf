"""Getting Django ready for a region: once a process, before anything of the store is imported."""

from __future__ import annotations

import os
from pathlib import Path


def setup(region: Path) -> None:
    """Point Django at `region` and bring its store up to date. A second region in one process is refused."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "ginnel.app.settings"
    here = str(region.resolve())
    import django
    from django.conf import settings

    if settings.configured and hasattr(settings, "REGION") and str(settings.REGION) != here:
        raise RuntimeError(f"this process already serves {settings.REGION}; start another for {here}")
    os.environ["GINNEL_REGION"] = here
    django.setup()


def migrate() -> None:
    """Create or update the tables of the store."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
