"""Every setting of an installation, read from the environment once; a bad value stops the start with a sentence.

| variable | meaning | default |
|---|---|---|
| SAPWOOD_HOME | the folder that holds all state | ~/.local/share/sapwood |
| SAPWOOD_DATABASE_URL | where records live | SQLite inside home |
| SAPWOOD_LOG_URL | where the interaction log and the kept texts live | folder `log` inside home |
| SAPWOOD_ENGINE | what computes the measures; this version knows `duckdb` only | duckdb |
| SAPWOOD_SECRET_KEY | signs sessions, keys the log, encrypts texts; at least 32 characters | made on first use |
| SAPWOOD_HOSTS | host names the web server answers to, separated by commas | localhost,127.0.0.1,[::1] |
| SAPWOOD_AS_OF | pins "today" to a date, for a demonstration or an archive | the clock |
| SAPWOOD_KEEP_TEXT_DAYS | how long own words are kept after an import; 0 never, `forever` without end | 90 |
| SAPWOOD_WORKERS | processes that read mail during an import | 2 |
| SAPWOOD_WEB_WORKERS | processes that answer pages | one a core, at most 4 |
| SAPWOOD_SMTP_URL | by which server mail to guests leaves: smtp://user:password@host:587, or smtps:// | none leaves |
| SAPWOOD_MAIL_FROM | the sender of that mail, such as sapwood@home.example | needed with SAPWOOD_SMTP_URL |
| SAPWOOD_URL | the address under which guests reach the pages, with https | needed with SAPWOOD_SMTP_URL |
| SAPWOOD_PROXIES | how many reverse proxies of yours stand in front of the web server | 0 |
| SAPWOOD_DEBUG | 1 shows errors in the browser; never in earnest | 0 |
"""

import os
import secrets
import sys
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def _stop(sentence: str) -> None:
    sys.exit(f"Sapwood did not start. {sentence} Nothing was changed.")


def _home() -> Path:
    home = Path(os.environ.get("SAPWOOD_HOME") or "~/.local/share/sapwood").expanduser().absolute()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        _stop(
            f"SAPWOOD_HOME is {home}, which cannot be used as a folder ({error.strerror}). Name one you may write to."
        )
    return home


def _secret(home: Path) -> str:
    """The secret from the environment, else from home; two first starts at once agree on one."""
    given = os.environ.get("SAPWOOD_SECRET_KEY")
    if given is not None:
        if len(given) < 32:
            _stop("SAPWOOD_SECRET_KEY has fewer than 32 characters. Set a longer one, or unset it to have one made.")
        return given
    file = home / "secret.key"
    if not file.exists():
        draft = home / f"secret.key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, file)  # refuses where another process was first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def _as_of() -> date | None:
    given = os.environ.get("SAPWOOD_AS_OF")
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        _stop(f"SAPWOOD_AS_OF is {given!r}, which is not a date like 2026-06-15.")


def _keep_text_days() -> int | None:
    given = os.environ.get("SAPWOOD_KEEP_TEXT_DAYS", "90")
    if given == "forever":
        return None
    if not given.isdecimal():
        _stop(f"SAPWOOD_KEEP_TEXT_DAYS is {given!r}. Give a number of days, 0 for never, or 'forever'.")
    return int(given)


def _workers() -> int:
    given = os.environ.get("SAPWOOD_WORKERS", "2")
    if not given.isdecimal() or not 1 <= int(given) <= 64:
        _stop(f"SAPWOOD_WORKERS is {given!r}. Give a number from 1 to 64.")
    return int(given)


def _url() -> str:
    """The address of the pages as guests reach them, without a slash at its end; "" where none is given."""
    given = os.environ.get("SAPWOOD_URL", "").strip().rstrip("/")
    if not given:
        return ""
    parts = _split("SAPWOOD_URL", given)
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or parts.path or parts.query or parts.username or not (plain or parts.scheme == "https"):
        _stop(
            f"SAPWOOD_URL is {given!r}. Give the address of the pages such as https://sapwood.home.example; "
            "http is for this machine alone, since guests come over the open net."
        )
    return given


def _smtp(url: str) -> dict | None:
    """How mail to guests leaves, as Django's SMTP backend wants it; None where the operator has not switched it
    on. Encrypted everywhere but on this machine itself. No sentence repeats the address: it holds a password."""
    given = os.environ.get("SAPWOOD_SMTP_URL", "").strip()
    if not given:
        return None
    parts = _split("SAPWOOD_SMTP_URL", given, show=False)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/"):
        _stop("SAPWOOD_SMTP_URL is not an address such as smtp://user:password@mail.home.example:587.")
    if not url:
        _stop("SAPWOOD_SMTP_URL is set, but SAPWOOD_URL is not: a mail to a guest needs an address to lead to.")
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25 if parts.hostname in LOOPBACK else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and parts.hostname not in LOOPBACK,
        "timeout": 10,
    }


def _split(name: str, given: str, show: bool = True):
    """The parts of an address; its port, which is read late, is looked at here."""
    try:
        parts = urlsplit(given)
        parts.port  # noqa: B018
    except ValueError:
        _stop(f"{name} is {given!r}, which is no address." if show else f"{name} is no address that can be read.")
    return parts


def _mail_from() -> str:
    given = os.environ.get("SAPWOOD_MAIL_FROM", "").strip()
    if not given and not os.environ.get("SAPWOOD_SMTP_URL", "").strip():
        return ""
    local, at, domain = given.rpartition("@")
    if not (local and at and domain) or not given.isprintable() or set(given) & set(' <>,;"'):
        _stop(f"SAPWOOD_MAIL_FROM is {given!r}. Give the sender of mail to guests, such as sapwood@home.example.")
    return given


def _proxies() -> int:
    given = os.environ.get("SAPWOOD_PROXIES", "0")
    if not given.isdecimal() or int(given) > 9:
        _stop(f"SAPWOOD_PROXIES is {given!r}. Give how many reverse proxies stand in front, from 0 to 9.")
    return int(given)


def _web_workers() -> int:
    given = os.environ.get("SAPWOOD_WEB_WORKERS") or str(min(os.cpu_count() or 1, 4))
    if not given.isdecimal() or not 1 <= int(given) <= 64:
        _stop(f"SAPWOOD_WEB_WORKERS is {given!r}. Give a number from 1 to 64.")
    return int(given)


def _engine() -> str:
    given = os.environ.get("SAPWOOD_ENGINE", "duckdb")
    if given != "duckdb":
        _stop(f"SAPWOOD_ENGINE is {given!r}. This version computes on 'duckdb' only.")
    return given


def _database(home: Path) -> dict:
    url = os.environ.get("SAPWOOD_DATABASE_URL") or f"sqlite:///{home}/records.sqlite3"
    try:
        database = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (ValueError, KeyError, dj_database_url.UnknownSchemeError):
        _stop("SAPWOOD_DATABASE_URL is not an address that is understood, such as postgres://user@host/name.")
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",  # a writer waits for its turn at the start, where waiting is safe
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000; "
            "PRAGMA secure_delete=ON;",
        }
    elif not database["ENGINE"].endswith("postgresql"):
        _stop("SAPWOOD_DATABASE_URL names a database that is not supported. Use SQLite or PostgreSQL.")
    return database


# Sums here are short: threads for them only spin, at the cost of what other processes do. Read when NumPy loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

SAPWOOD_HOME = _home()
SAPWOOD_LOG_URL = os.environ.get("SAPWOOD_LOG_URL") or str(SAPWOOD_HOME / "log")
SAPWOOD_ENGINE = _engine()
SAPWOOD_AS_OF = _as_of()
SAPWOOD_KEEP_TEXT_DAYS = _keep_text_days()
SAPWOOD_WORKERS = _workers()
SAPWOOD_WEB_WORKERS = _web_workers()
SAPWOOD_URL = _url()
SAPWOOD_SMTP = _smtp(SAPWOOD_URL)
SAPWOOD_MAIL_FROM = _mail_from()
SAPWOOD_PROXIES = _proxies()

SECRET_KEY = _secret(SAPWOOD_HOME)
DEBUG = os.environ.get("SAPWOOD_DEBUG") == "1"
ALLOWED_HOSTS = [h for h in os.environ.get("SAPWOOD_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
if SAPWOOD_URL and urlsplit(SAPWOOD_URL).hostname not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(urlsplit(SAPWOOD_URL).hostname)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]
if SAPWOOD_URL and SAPWOOD_URL not in CSRF_TRUSTED_ORIGINS:
    CSRF_TRUSTED_ORIGINS.append(SAPWOOD_URL)  # with its port

INSTALLED_APPS = [
    "sapwood.records.access",
    "sapwood.records.imports",
    "sapwood.records.directory",
    "sapwood.records.relationships",
    "sapwood.records.guests",
    "sapwood.surfaces.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sapwood.surfaces.web.in_turn.InTurn",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sapwood.surfaces.web.middleware.Safeguards",
]
ROOT_URLCONF = "sapwood.surfaces.web.urls"
WSGI_APPLICATION = "sapwood.surfaces.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "surfaces" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sapwood.surfaces.web.frame.frame",
            ]
        },
    }
]

DATABASES = {"default": _database(SAPWOOD_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come in by invitation or by the operator's one-time link
ACCOUNT_ADAPTER = "sapwood.surfaces.web.adapter.ClosedDoor"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_NAME = "sapwood_session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sapwood.surfaces.web.views.stale.stale"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # served from the package: nothing to collect at an upgrade
MEDIA_ROOT = SAPWOOD_HOME / "uploads"
DATA_UPLOAD_MAX_NUMBER_FILES = 5000  # a folder of single .eml files
FILE_UPLOAD_TEMP_DIR = str(SAPWOOD_HOME)
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nothing leaves the machine unless it is switched on

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"no tokens": {"()": "sapwood.surfaces.web.quiet_log.NoTokens"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no tokens"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
