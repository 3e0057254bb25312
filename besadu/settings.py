"""The settings of the portal, top to bottom. Every value from the environment is read here and nowhere else.

Each variable is explained in README.md; a test compares the two. Nothing here weakens a permission.
"""

from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from besadu import env as environment
from besadu import logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environment.load(BASE_DIR)

# --- where and who we are -----------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", False)
BESADU_VAR = Path(env.text("BESADU_VAR"))  # everything the portal writes: database, media, collected static files
BASE_URL = env.address("BASE_URL", "http://localhost:8000")  # the one origin of every absolute link
HTTPS = BASE_URL.startswith("https://")
if DEBUG and HTTPS:
    raise ImproperlyConfigured("DEBUG must be off for a portal that people reach (BASE_URL is https).")

# --- secrets: no default outside DEBUG; `make run` makes its own once ---------------------------------------

SECRET_KEY = env.text("SECRET_KEY", *(["development only, never served to people"] if DEBUG else []))
# Fernet keys, newest first: they wrap the keys of single complaints (complaints/vault.py).
# Whoever loses them loses every sealed text.
MASTER_KEYS = env.words("MASTER_KEYS", *(["ZGV2ZWxvcG1lbnQgb25seSwgbm90IGEgc2VjcmV0ISE="] if DEBUG else []))
# HMAC key of tracking codes, idempotency keys and throttle scopes.
CODE_KEY = env.text("CODE_KEY", *(["development only, never served to people"] if DEBUG else []))

# --- the network before us ----------------------------------------------------------------------------------

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", *(["localhost,127.0.0.1,[::1]"] if DEBUG else []))
CSRF_TRUSTED_ORIGINS = [BASE_URL]
TRUSTED_PROXY_HOPS = env.number("TRUSTED_PROXY_HOPS", 0, least=0, most=5)  # read by besadu/client.py
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_HOPS
if TRUSTED_PROXY_HOPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- applications -------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "complaints.apps.ComplaintsConfig",
    "whitenoise.runserver_nostatic",  # before staticfiles: runserver serves static files as production does
    "django.contrib.admin.apps.SimpleAdminConfig",  # complaints/admin.py registers what there is
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
]

# The first six also dress what the later ones refuse: an error page needs its log line and its headers too.
MIDDLEWARE = [
    "besadu.middleware.LogMiddleware",
    "besadu.middleware.CompressMiddleware",
    "besadu.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "besadu.middleware.RefuseEarlyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "complaints.accounts.middleware.StaffMiddleware",
]

ROOT_URLCONF = "besadu.urls"
WSGI_APPLICATION = "besadu.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "besadu.appearance.appearance",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "besadu"
CRISPY_TEMPLATE_PACK = "besadu"
CRISPY_FAIL_SILENTLY = False

# --- database, cache, sessions ------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", *(["sqlite:///besadu.sqlite3"] if DEBUG else []))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["NAME"] = BESADU_VAR / DATABASES["default"]["NAME"]  # an absolute path replaces the left side
    # IMMEDIATE and WAL: no "database is locked" under parallel writes. FULL: a commit survives a power cut.
    # foreign_keys is Django's own default, said here because the guarantee rests on it. recursive_triggers: INSERT OR
    # REPLACE must not slip past the triggers that forbid deleting. secure_delete: what is erased is overwritten.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # Compiling queries pays for reports over everything; ours read the rows of a page, and it cost more than they did.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off")

# Shared by all processes: rate limits and used TOTP codes live here.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "besadu_cache",
        # Beyond this number the cache throws away what still counts: a flood of names would lift everybody's limits.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())  # bounded further by complaints/accounts/sessions.py
SESSION_COOKIE_NAME = "__Host-sesi" if HTTPS else "sesi"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "besadu.errors.csrf_failure"

# --- people who sign in -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "complaints.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/petugas/"
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=2).total_seconds())
ACCOUNT_ADAPTER = "complaints.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "complaints.accounts.forms.LoginForm",
    "reauthenticate": "complaints.accounts.forms.ReauthenticateForm",
    "change_password": "complaints.accounts.forms.ChangePasswordForm",
    "reset_password": "complaints.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "complaints.accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the administrator
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes us write to strangers
ACCOUNT_LOGOUT_REDIRECT_URL = "/masuk/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # every other session ends by itself
ACCOUNT_SESSION_REMEMBER = None  # asked at the door; for how long is decided by role
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_RATE_LIMITS = {  # security.md rows 88 and 89; the right password gives its try back
    "login": "60/m/ip",  # a whole office sits behind one address
    "login_failed": "20/h/ip,5/30m/key",
    "change_password": "5/m/user",
    "reset_password": "20/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "complaints.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "complaints.accounts.forms.AuthenticateForm",
    "authenticate_webauthn": "complaints.accounts.forms.AuthenticateByPasskeyForm",
    "login_webauthn": "complaints.accounts.forms.LoginByPasskeyForm",
    "activate_totp": "complaints.accounts.forms.ActivateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # finger, face or PIN each time: so a passkey counts as the second factor
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # a whole office sits behind one address; there is nothing to guess
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the administrator entered it
MFA_TOTP_ISSUER = "BESADU"
MFA_TOTP_TOLERANCE = 1  # one step of 30 seconds either way: office clocks drift

# --- language and time --------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "complaints" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.zone("TIME_ZONE", "Asia/Jakarta")  # regencies lie in three zones

# --- files --------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BESADU_VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = BESADU_VAR / "media"  # no MEDIA_URL: every file is served by a view that asks access.py
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750

# A request may carry three photos of 15 MB and its text; anything longer is refused before it is read (413).
UPLOAD_LIMIT = 48 * 1024 * 1024  # bytes
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024  # bytes of a request that are not files
DATA_UPLOAD_MAX_NUMBER_FILES = 12
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# --- what every answer says to the browser ------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sehat/$", r"^siap/$"]  # asked by the machine itself, without TLS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Preloading binds the whole domain of the government for years: its owner decides, not this portal.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# --- post and logs ------------------------------------------------------------------------------------------

# Without a mail server, messages become files: on the console they would be personal data in the log.
vars().update(env.email("EMAIL_URL", f"filemail:///{BESADU_VAR / 'mail'}"))
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "BESADU <besadu@localhost>")
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    raise ImproperlyConfigured("EMAIL_FROM must be an e-mail address.")

# Other ways to tell people; without them a person tells by hand (complaints/notifications/gateways.py).
WHATSAPP_URL = env.text("WHATSAPP_URL", "")
WHATSAPP_TOKEN = env.text("WHATSAPP_TOKEN", "")
# What Meta's server proves itself by when it brings messages: the word of the hand-shake, and the app's secret.
WHATSAPP_VERIFY, WHATSAPP_SECRET = env.pair("WHATSAPP_WEBHOOK")
GATEWAY_URL = env.text("GATEWAY_URL", "")
GATEWAY_TOKEN = env.text("GATEWAY_TOKEN", "")
GATEWAY_BODY = env.json("GATEWAY_BODY", '{"to": "{to}", "text": "{text}"}')
GATEWAY_FOR = env.words("GATEWAY_FOR", "sms")
TELEGRAM_BOT, TELEGRAM_TOKEN = env.bot("TELEGRAM_BOT")
INBOX = env.mailbox("INBOX_URL")  # where citizens' e-mail arrives (complaints/inbox/mailbox.py)
TELEGRAM_API = "https://api.telegram.org"

LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING", "ERROR"})
LOGGING = logs.config(LOG_LEVEL)

# --- the street map, which nobody sees before pressing for it (complaints/publication/tiles.py) -------------------

TILES_URL = env.tiles("TILES_URL")
TILES_CREDIT = env.text("TILES_CREDIT", "© OpenStreetMap")
