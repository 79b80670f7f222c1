"""What a browser may load and run: nothing but our own files; Wagtail's administration has a policy of its own."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

STRICT = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [NONE],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": STRICT}

# The drafting editor makes no markup from strings: only ProseMirror does, of what is pasted, under a name of its own.
WRITING_POLICY = {"require-trusted-types-for": ["'script'"], "trusted-types": ["ProseMirrorClipboard"]}

# Wagtail's own pages need inline scripts and styles, and show a page inside another for previews.
EDITING_POLICY = {
    **STRICT,
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-ancestors": [SELF],
}
