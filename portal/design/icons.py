"""Icons of the lucide family, written into the page as SVG: no icon font, no request."""

import re
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def drawing(name: str) -> SafeString:
    """The shapes inside an icon; strokes and colours come from the stylesheet. Unknown names are an error."""
    match = DRAWING.search(str(lucide(name)))
    assert match, name  # noqa: S101 (every file of the family has this form)
    return mark_safe(re.sub(r"\s+(?=[/<>])|(?<=>)\s+", "", match[1]))  # noqa: S308 (drawn by the package)


def svg(name: str, label: str = "") -> SafeString:
    """An icon beside words is hidden from screen readers; one that stands alone needs a label."""
    if label:
        label = "" + label  # a literal of a template counts as safe and is plain text all the same
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, drawing(name)
        )
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing(name))
