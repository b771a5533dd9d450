"""Django's settings, from the strict environment. One file; nothing is switched on elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from samspil.config import env

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = Path(__file__).resolve().parents[1]
# Word documents bring lxml along; workbooks from outside are still read by the standard library's parser.
os.environ["OPENPYXL_LXML"] = "False"
HOME = env.home()

SAMSPIL_VERSION = next(
    (line.split()[1] for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")),
    "0",
)
_RUNTIME, _OWNER, SAMSPIL_EMBEDDED = env.databases()
SAMSPIL_DEMO = env.flag("SAMSPIL_DEMO", default=SAMSPIL_EMBEDDED)
SAMSPIL_NOW = env.programme_now(SAMSPIL_DEMO)
SAMSPIL_PORT = env.port("SAMSPIL_PORT", 8000)
SAMSPIL_URL = env.public_url(SAMSPIL_PORT)
SAMSPIL_MAIL = env.sending("SAMSPIL_MAIL", ("console", "smtp", "none"), SAMSPIL_DEMO)
SAMSPIL_MAIL_SERVER: dict[str, Any] = env.mail_server() if SAMSPIL_MAIL == "smtp" else {}
SAMSPIL_SMS = env.sending("SAMSPIL_SMS", ("console", "none"), SAMSPIL_DEMO)
SAMSPIL_HOME = HOME
SAMSPIL_PROGRAMMES = ROOT / "programmes"
SAMSPIL_KEY_STORE = HOME.keys / "keys.sqlite"
SAMSPIL_CONTEXT_KEY = HOME.secret("context")
SAMSPIL_ROOT_KEY = HOME.secret("root")

SECRET_KEY = HOME.secret("secret")
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", *env.hosts("SAMSPIL_HOSTS")]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env.hosts("SAMSPIL_HOSTS")]

DATABASES = {"default": _RUNTIME, "owner": _OWNER}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "samspil.people",
    "samspil.programme",
    "samspil.delivery",
    "samspil.economy",
    "samspil.governance",
    "samspil.evaluation",
    "samspil.interfaces.web.shared",
    "samspil.interfaces.web.office",
    "samspil.interfaces.web.field",
    "samspil.interfaces.web.answer",
    "samspil.interfaces.web.public",
    "samspil.interfaces.web.entrance",
    "samspil.trust",
]
AUTH_USER_MODEL = "people.Account"

MIDDLEWARE = [
    "samspil.interfaces.web.shared.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samspil.interfaces.web.shared.languages.Languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "samspil.interfaces.web.shared.standing.Standing",
]
ROOT_URLCONF = "samspil.config.urls"
WSGI_APPLICATION = "samspil.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "interfaces" / "web" / "shared" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "samspil.interfaces.web.shared.here.here",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Sign-in: passkeys and TOTP through allauth; our own throttle behind its adapter.
AUTHENTICATION_BACKENDS = ["samspil.interfaces.web.entrance.backend.Backend"]
ACCOUNT_ADAPTER = "samspil.interfaces.web.entrance.adapter.AccountAdapter"
MFA_ADAPTER = "samspil.interfaces.web.entrance.adapter.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Samspil"
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "samspil.interfaces.web.entrance.factors.CodeForm",
    "reauthenticate": "samspil.interfaces.web.entrance.factors.CodeAgainForm",
}
ACCOUNT_FORMS = {"login": "samspil.interfaces.web.entrance.forms.SignInForm"}
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "entrance:role"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SAMSPIL_IDLE_S = 15 * 60
SAMSPIL_ABSOLUTE_S = 8 * 3600
SESSION_ENGINE = "samspil.interfaces.web.entrance.sessions"
SESSION_COOKIE_AGE = SAMSPIL_IDLE_S
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "samspil.interfaces.web.shared.faults.csrf_failed"
# A demo runs over plain http on localhost, where ordinary clients drop Secure cookies.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not SAMSPIL_DEMO
SESSION_COOKIE_NAME = "samspil_session" if SAMSPIL_DEMO else "__Host-samspil_session"
CSRF_COOKIE_NAME = "samspil_csrf" if SAMSPIL_DEMO else "__Host-samspil_csrf"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("SAMSPIL_BEHIND_PROXY", False) else None
)

LANGUAGE_CODE = "da"
LANGUAGES = [
    ("da", "Dansk"),
    ("en", "English"),
    ("ar", "العربية"),
    ("so", "Soomaali"),
    ("tr", "Türkçe"),
]
"""Arabic, Somali and Turkish are spoken at the answer door only: shared/languages.py."""
LOCALE_PATHS = [PACKAGE / "interfaces" / "web" / "shared" / "locale"]
LANGUAGE_COOKIE_NAME = "samspil_language"
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME.run / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

PROCRASTINATE_IMPORT_PATHS = ["samspil.interfaces.cli.tasks"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 200_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS: list[str] = []
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"without_tokens": {"()": "samspil.config.logs.WithoutTokens"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_tokens"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
