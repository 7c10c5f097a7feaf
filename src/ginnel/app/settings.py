"""Django settings of one region, read from its folder (`GINNEL_REGION`, set by every command that needs it)."""

from __future__ import annotations

import os
import secrets
import tomllib
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from ginnel.app.database import database

REGION = Path(os.environ.get("GINNEL_REGION", ".")).resolve()
"""The folder of the region that this process serves."""


def _region() -> dict[str, dict[str, object]]:
    path = REGION / "region.toml"
    return tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}


_FILE = _region()
MODE = str(_FILE.get("region", {}).get("mode", "live"))
DEMO = MODE == "demo"
STORE = REGION / str(_FILE.get("store", {}).get("path", "ginnel.sqlite3"))


def _secret_key() -> str:
    """Kept beside the region; made by the operating system's randomness on first use."""
    path = REGION / "ledger" / "secrets" / "django.key"
    if not (REGION / "region.toml").exists():
        return secrets.token_urlsafe(50)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8")


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver", *filter(None, os.environ.get("GINNEL_HOSTS", "").split(","))]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "ginnel.store.apps.StoreConfig",
    "ginnel.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ginnel.web.auth.middleware.UserMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]
ROOT_URLCONF = "ginnel.web.urls"
WSGI_APPLICATION = "ginnel.app.wsgi.application"
AUTH_USER_MODEL = "store.User"
DATABASES = {"default": database(os.environ.get("GINNEL_STORE", ""), STORE)}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "ginnel.web.jinja.environment"},
    }
]
STATIC_URL = "/static/"
# Served by finders from the package itself: nothing is collected into the region.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "web" / "locale"]
USE_TZ = True
TIME_ZONE = str(_FILE.get("region", {}).get("time_zone", "Europe/London"))
CSRF_FAILURE_VIEW = "ginnel.web.views.errors.csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_SECURE = not DEMO
# Other sites learn nothing; "no-referrer" would make browsers send "Origin: null", and every form would be refused.
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 60 * 60 * 2
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Paths of this application hold no personal data; request bodies and query strings are never logged.
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A stranger's Host header is answered with 400; a traceback for each would only fill the log.
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
