"""Every setting of an installation, read from the environment once; a bad value stops the start with a sentence.
environment.py reads and checks them; here they become what Django goes by.

| variable | meaning | default |
|---|---|---|
| SAPWOOD_HOME | the folder that holds all state | ~/.local/share/sapwood |
| SAPWOOD_DATABASE_URL | where records live | SQLite inside home |
| SAPWOOD_LOG_URL | where the interaction log and the kept texts live | folder `log` inside home |
| SAPWOOD_ENGINE | what computes the measures; this version knows `duckdb` only | duckdb |
| SAPWOOD_SECRET_KEY | signs sessions, keys the log, encrypts texts; at least 32 characters | made on first use |
| SAPWOOD_HOSTS | host names the web server answers to, separated by commas | localhost,127.0.0.1,[::1] |
| SAPWOOD_AS_OF | pins "today" to a date, for a demonstration or an archive | the clock |
| SAPWOOD_REGION | the country of telephone numbers written without one, such as DE | the home domain's country |
| SAPWOOD_KEEP_TEXT_DAYS | how long own words are kept after an import; 0 never, `forever` without end | 90 |
| SAPWOOD_WORKERS | processes that read mail during an import, no more than cores | 2 |
| SAPWOOD_WEB_WORKERS | processes that answer pages | one a core, at most 4 |
| SAPWOOD_SMTP_URL | by which server mail leaves: smtp://user:password@host:587, or smtps:// | none leaves |
| SAPWOOD_MAIL_FROM | the sender of that mail, such as sapwood@home.example | needed with SAPWOOD_SMTP_URL |
| SAPWOOD_URL | the address under which guests reach the pages, with https | needed with SAPWOOD_SMTP_URL |
| SAPWOOD_PROXIES | how many reverse proxies of yours stand in front of the web server | 0 |
| SAPWOOD_SOURCE_HOSTS | servers that colleagues may connect a mailbox or calendars at, separated by commas | none |
| SAPWOOD_TOKEN_COMMANDS | name=command {user}, separated by ";": each prints an access token (XOAUTH2) | none |
| SAPWOOD_SOURCE_MINUTES | how often live sources are read, where they do not call by themselves | 10 |
| SAPWOOD_COPY_LISTEN | where mail that colleagues copy (Bcc) is received: address:port | not switched on |
| SAPWOOD_COPY_DOMAIN | the domain of addresses to copy mail to | needed with SAPWOOD_COPY_LISTEN |
| SAPWOOD_COPY_CERT | the certificate (PEM) with which that receiver offers STARTTLS | it offers none |
| SAPWOOD_COPY_KEY | the private key of that certificate (PEM, without a password) | needed with SAPWOOD_COPY_CERT |
| SAPWOOD_COPY_TLS | offered, or required: then that receiver takes nothing before STARTTLS | offered |
| SAPWOOD_DEBUG | 1 shows errors in the browser; never in earnest | 0 |
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from . import environment

# Sums here are short: threads for them only spin, at the cost of what other processes do. Read when NumPy loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Gives back what is no longer needed, where pyarrow's own would keep tens of MB. Read when pyarrow loads.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

SAPWOOD_HOME = environment.home()
SAPWOOD_LOG_URL = os.environ.get("SAPWOOD_LOG_URL") or str(SAPWOOD_HOME / "log")
SAPWOOD_ENGINE = environment.engine()
SAPWOOD_AS_OF = environment.as_of()
SAPWOOD_REGION = environment.region()
SAPWOOD_KEEP_TEXT_DAYS = environment.keep_text_days()
SAPWOOD_WORKERS = environment.workers()
SAPWOOD_WEB_WORKERS = environment.web_workers()
SAPWOOD_URL = environment.url()
SAPWOOD_SMTP = environment.smtp(SAPWOOD_URL)
SAPWOOD_MAIL_FROM = environment.mail_from()
SAPWOOD_PROXIES = environment.proxies()
SAPWOOD_SOURCE_HOSTS = environment.source_hosts()
SAPWOOD_TOKEN_COMMANDS = environment.token_commands()
SAPWOOD_SOURCE_EVERY = environment.source_every()
SAPWOOD_COPY_LISTEN = environment.copy_listen()
SAPWOOD_COPY_DOMAIN = environment.copy_domain(SAPWOOD_COPY_LISTEN)
SAPWOOD_COPY_CERTIFICATE = environment.copy_certificate()
SAPWOOD_COPY_TLS_REQUIRED = environment.copy_tls_required(SAPWOOD_COPY_CERTIFICATE)

SECRET_KEY = environment.secret(SAPWOOD_HOME)
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
    "sapwood.records.sources",
    "sapwood.records.trade",
    "sapwood.records.guests",
    "sapwood.records.voices",
    "sapwood.records.service",
    "sapwood.records.reminders",
    "sapwood.records.notes",
    "sapwood.records.sale",
    "sapwood.records.outreach",
    "sapwood.surfaces.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
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

FORM_RENDERER = "sapwood.surfaces.web.form_renderer.Fields"

DATABASES = {"default": environment.database(SAPWOOD_HOME)}
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
