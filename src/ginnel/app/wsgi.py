"""What the web server calls. `GINNEL_REGION` names the region's folder."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ginnel.app.settings")
application = get_wsgi_application()
