"""Settings common to every way of running; everything that differs by installation comes from the environment."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("PORTAL_DATA", BASE_DIR / ".data")).resolve()
MODE = os.environ.get("PORTAL_MODE", "demo")
BASE_DOMAIN = os.environ.get("PORTAL_BASE_DOMAIN", "portal.localhost")
PUBLIC_PORT = os.environ.get("PORTAL_PORT", "8000")
PUBLIC_SCHEME = os.environ.get("PORTAL_SCHEME", "http")
TIMESTAMP_SERVICE = os.environ.get("PORTAL_TIMESTAMP_SERVICE", "")  # by RFC 3161; empty: the installation's own

OFD_COPIES = os.environ.get("PORTAL_OFD") == "1"  # experimental: sealed files as OFD beside PDF


def secret(name: str) -> str:
    """Read one secret of this installation; empty where it was never made."""
    path = DATA_DIR / "secrets" / name
    return path.read_text().strip() if path.exists() else ""


SECRET_KEY = secret("secret_key")
DEBUG = False
ALLOWED_HOSTS = ["*"]  # tenants.hosts answers 404 to every host that nobody registered
SHARED_APPS = [
    "tenants.units",  # before django_tenants: its create_tenant is not ours
    "django_tenants",
    "django.contrib.contenttypes",
    "tenants.db",
    "tenants.identity",
    "tenants.audit",
    "tenants.realtime",
    "tenants.jobs",
    "collaboration.matters",
    "collaboration.worklist",
    "collaboration.deadlines",
    "collaboration.notifications",
    "collaboration.outgoing",
    "collaboration.numbering",
    "collaboration.supervision",
    "collaboration.sealing",
    "collaboration.publication",
    "collaboration.dispatch",
    "collaboration.document_templates",
    "collaboration.consultation",
    "collaboration.levels",
    "collaboration.casefiles",
    "collaboration.members",
    "collaboration.documents",
    "collaboration.assistance",
    "collaboration.service",
    "collaboration.letters",
    "collaboration.transfers",
    "collaboration.purging",
    "portal.design",
    "portal.demo",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "channels",
    "django_htmx",
    "django_prose_editor",
]
TENANT_APPS = [
    "tenants.grants",
    "django.contrib.auth",
    "collaboration.internal",
    "collaboration.incoming",
    "collaboration.archive",
    "collaboration.approval",
    "cms",
    "cms.wagtail_apps.RedirectsConfig",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.users.TenantUsersConfig",
    "cms.wagtail_apps.SnippetsConfig",
    "cms.wagtail_apps.DocsConfig",
    "cms.wagtail_apps.ImagesConfig",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
]
INSTALLED_APPS = SHARED_APPS + TENANT_APPS
TENANT_MODEL = "units.Tenant"
TENANT_DOMAIN_MODEL = "units.Domain"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
SHOW_PUBLIC_IF_NO_TENANT_FOUND = False
AUTH_USER_MODEL = "identity.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DB_ROLE = os.environ.get("PORTAL_DB_ROLE", "p_app")
DATABASES = {
    "default": {
        "ENGINE": "tenants.db.backend",
        "NAME": os.environ.get("PORTAL_DB_NAME", "portal"),
        "USER": DB_ROLE,
        "PASSWORD": secret(DB_ROLE),
        "HOST": os.environ.get("PORTAL_DB_HOST", "127.0.0.1"),
        "PORT": os.environ.get("PORTAL_DB_PORT", "5432"),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # a pool hands out no connection that a restarted server has forgotten
        "OPTIONS": {
            "options": "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
        },
    }
}
if os.environ.get("PORTAL_DB_POOL"):
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 2,
        "max_size": int(os.environ["PORTAL_DB_POOL"]),
        "max_lifetime": 1800,
    }

MIDDLEWARE = [
    "portal.middleware.HealthMiddleware",
    "portal.middleware.StreamingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "tenants.hosts.HostMiddleware",
    "portal.middleware.WellFormedMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.page_cache.PageCacheMiddleware",
    "tenants.identity.middleware.SessionMiddleware",
    "portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.middleware.FormsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tenants.identity.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.SiteRedirectMiddleware",
]
ROOT_URLCONF = "portal.urls.site"
ASGI_APPLICATION = "portal.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.desk.context.shell",
                "cms.context.site",
                "portal.design.context.display",
                "tenants.identity.context.identity",
            ]
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["portal.formats"]
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "portal" / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
FILES_ROOT = DATA_DIR / "files"
AUTHORITY_ROOT = DATA_DIR / "authority"
CLAMD = os.environ.get("PORTAL_CLAMD", "")  # the virus scanner's socket: a path, or host:port
UNSCANNED_FILES = os.environ.get("PORTAL_UNSCANNED_FILES", "open" if MODE == "demo" else "hold")  # without a scanner
STORAGES = {
    "default": {"BACKEND": "django_tenants.files.storage.TenantFileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.staticfiles.Storage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # a text of a million characters, of four bytes the rarer ones
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o640
SESSION_COOKIE_NAME = "__Host-sid"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("PORTAL_MAIL_FROM", f"portal@{BASE_DOMAIN}")
MAIL_BOUNCES = os.environ.get(
    "PORTAL_MAIL_BOUNCES", ""
)  # where later refusals go; each letter adds +its-id to the name
EMAIL_TIMEOUT = 30
EMAIL_USE_LOCALTIME = True
WEBHOOK_NETWORKS = tuple(os.environ.get("PORTAL_WEBHOOK_NETWORKS", "").replace(",", " ").split())
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
USE_X_FORWARDED_HOST = False
FORM_RENDERER = "portal.design.forms.Renderer"
COMPONENT_PAGE = False  # the page of all components, for those who build pages

from portal.settings.identity import *  # noqa: E402, F403
from portal.settings.security import *  # noqa: E402, F403
from portal.settings.single_sign_on import origins, providers  # noqa: E402
from portal.settings.sites import *  # noqa: E402, F403

PROVIDERS = DATA_DIR / "secrets" / "oidc.json"
SOCIALACCOUNT_PROVIDERS = providers(PROVIDERS)
STRICT["form-action"] += origins(PROVIDERS)  # noqa: F405
PROCRASTINATE_IMPORT_PATHS: list[str] = []
PROCRASTINATE_ON_APP_READY = "tenants.jobs.connector.use"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("PORTAL_LOG_LEVEL", "WARNING")},
}
