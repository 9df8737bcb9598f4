"""Settings, read once from the environment: RECRUIT_<KEY>, or RECRUIT_<KEY>_FILE for a secret.

Every setting is described in docs/settings.md; a contract test keeps the two complete.
"""

import os
from datetime import timedelta
from pathlib import Path


def _text(key: str, default: str = "") -> str:
    return os.environ.get(f"RECRUIT_{key}", default).strip()


def _number(key: str, default: int) -> int:
    value = _text(key, str(default))
    if not value.isdigit():
        raise ValueError(f"RECRUIT_{key}={value!r}: write a whole number")
    return int(value)


def _flag(key: str, default: bool = False) -> bool:
    value = _text(key, "true" if default else "false").lower()
    if value not in ("true", "false"):
        raise ValueError(f"RECRUIT_{key}={value!r}: write true or false")
    return value == "true"


def _choice(key: str, default: str, choices: tuple[str, ...]) -> str:
    value = _text(key, default)
    if value not in choices:
        raise ValueError(f"RECRUIT_{key}={value!r}: write one of {', '.join(choices)}")
    return value


def _secret(key: str, default: str = "") -> str:
    path = _text(f"{key}_FILE")
    return Path(path).read_text().strip() if path else _text(key, default)


DATA_DIR = str(Path(_text("DATA_DIR", "data")).resolve())
_key_file = Path(DATA_DIR) / "secret_key"

SECRET_KEY = _secret("SECRET_KEY") or (
    _key_file.read_text().strip() if _key_file.is_file() else ""
)
SQLALCHEMY_DATABASE_URI = _secret("DATABASE_URL") or f"sqlite:///{DATA_DIR}/recruit.db"

HOST = _text("HOST", "127.0.0.1")
PORT = _number("PORT", 8000)
THREADS = _number("THREADS", 4)
BASE_URL = _text("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
TRUSTED_HOSTS = [host for host in _text("TRUSTED_HOSTS").split(",") if host] or None
TRUSTED_PROXIES = _number("TRUSTED_PROXIES", 0)
EMBED_ORIGINS = [site for site in _text("EMBED_ORIGINS").split(",") if site]
LOG_LEVEL = _choice("LOG_LEVEL", "info", ("debug", "info", "warning", "error"))

DEMO = _flag("DEMO")
DEMO_PUBLIC = _flag("DEMO_PUBLIC")

SMTP_HOST = _text("SMTP_HOST")
SMTP_PORT = _number("SMTP_PORT", 587)
SMTP_SECURITY = _choice("SMTP_SECURITY", "starttls", ("starttls", "tls", "none"))
SMTP_USER = _text("SMTP_USER")
SMTP_PASSWORD = _secret("SMTP_PASSWORD")
MAIL_FROM = _text("MAIL_FROM", "Recruit <recruit@localhost>")
MAIL_UNDO_SECONDS = _number("MAIL_UNDO_SECONDS", 60)

BABEL_DEFAULT_LOCALE = _choice("LOCALE", "en", ("en", "ro", "ru"))
BABEL_DEFAULT_TIMEZONE = _text("TIMEZONE", "UTC")

MAX_UPLOAD_MB = _number("MAX_UPLOAD_MB", 10)
MAX_CONTENT_LENGTH = (MAX_UPLOAD_MB + 1) * 1024 * 1024
MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
MAX_FORM_PARTS = 5000

SESSION_COOKIE_NAME = "recruit"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = BASE_URL.startswith("https://")
PERMANENT_SESSION_LIFETIME = timedelta(hours=12)
WTF_CSRF_TIME_LIMIT = None  # as long as the session: a form left open over lunch still works
COMPRESS_MIMETYPES = [
    "text/html",
    "text/css",
    "text/csv",
    "text/plain",
    "text/calendar",
    "text/javascript",
    "application/javascript",
    "application/json",
    "application/xml",
    "image/svg+xml",
]
