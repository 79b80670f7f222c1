"""Wagtail on every public site."""

import os

WAGTAIL_SITE_NAME = "Alliance portal"
WAGTAILADMIN_BASE_URL = ""
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = True
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "ofd"]
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
# PostgreSQL's full text keeps a whole Chinese clause as one word; a site is small enough to look for parts of words.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback", "AUTO_UPDATE": False}}
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/cms-entry/"
TASKS = {"default": {"BACKEND": "tenants.jobs.wagtail.TenantTasks"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # the portal asks no other host for what editors paste
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "ol", "ul", "hr", "link", "document-link"]},
    }
}

# A server in front that hands out stored files itself (nginx: an `internal` location over FILES_ROOT); empty: we do.
FILES_ACCEL_PREFIX = os.environ.get("PORTAL_ACCEL_PREFIX", "")

PAGE_CACHE_SECONDS = 60  # how long a page may be kept at most; any change on the site ends it earlier
