"""Production behind nginx with TLS; refuses what only the demo may have (tenants.identity.startup)."""

import os

from portal.settings.base import *  # noqa: F403

DEMO = False
MODE = "production"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
PUBLIC_SCHEME = "https"
PUBLIC_PORT = os.environ.get("PORTAL_PORT", "443")
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PORTAL_PROXIES", "1"))
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
EMAIL_HOST = os.environ.get("PORTAL_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("PORTAL_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("PORTAL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = secret("smtp")  # noqa: F405
EMAIL_USE_TLS = os.environ.get("PORTAL_SMTP_TLS", "1") == "1"
