"""What a browser may load and run: nothing but our own files; Wagtail's administration has a policy of its own."""

import os

from csp.constants import NONE, SELF, UNSAFE_INLINE

_scheme = os.environ.get("PORTAL_SCHEME", "http")
_domain = os.environ.get("PORTAL_BASE_DOMAIN", "portal.localhost")
_port = os.environ.get("PORTAL_PORT", "")
_own_hosts = [f"{_scheme}://{host}{f':{_port}' if _port else ''}" for host in (_domain, f"*.{_domain}")]

STRICT = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [NONE],
    "form-action": [SELF, *_own_hosts],  # a form of the desk may lead on to a site's administration
    "base-uri": [NONE],
    "object-src": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": STRICT}

# Wagtail's own pages need inline scripts and styles, and show a page inside another for previews.
EDITING_POLICY = {
    **STRICT,
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
}
