"""What the portal's pages, styles and scripts must do without: everything newer than Chromium 92 (July 2021).

Declarations that an old browser passes over without harm (``accent-color``, ``text-wrap``) are not on the lists; a
newer selector is, unless it stands inside ``@supports selector(…)``.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "cms", "collaboration", "tenants")
STYLES = {
    "nesting": r"(?:[;{]|^)\s*&",
    "newer selectors": r":has\(|:modal\b|:popover-open|:user-(?:in)?valid|::(?:view-transition|details-content)",
    "newer rules": r"@(?:layer|container|scope|starting-style|view-transition|position-try|font-palette-values)\b",
    "newer functions": r"\b(?:color-mix|oklch|oklab|lch|lab|hwb|light-dark|color|anchor|round|mod|sin|cos|linear)\(",
    "newer units": r"\d(?:[dsl]v[hwib]|[dsl]vmin|[dsl]vmax|cq[whib]|cqmin|cqmax|r?lh|rcap|ric|rex)\b",
    "ranges in media queries": r"@media[^{]*[<>]",
    "transforms by property": r"[;{]\s*(?:translate|scale|rotate)\s*:",
    "newer layout": r"\b(?:subgrid)\b",
}
SCRIPTS = {
    "newer methods": r"\.(?:at|findLast|findLastIndex|toSorted|toReversed|toSpliced|isWellFormed|toWellFormed"
    r"|showPicker|showPopover|hidePopover|togglePopover|checkVisibility|setHTMLUnsafe|getHTML|moveBefore)\(",
    "newer functions": r"\b(?:structuredClone\(|Object\.(?:hasOwn|groupBy)\(|Map\.groupBy\(|Array\.fromAsync\("
    r"|URL\.(?:canParse|parse)\(|Promise\.(?:withResolvers|try)\("
    r"|AbortSignal\.(?:timeout|any)\(|scheduler\.|navigation\.|document\.startViewTransition)",
    "newer syntax": r"\bstatic\s*\{|\bimport\s[^;]*\bwith\s*\{|\bawait\s+using\b",
    "newer selectors": r":has\(|:modal\b|:popover-open",
    "causes of errors": r"new \w*Error\([^)]*\{\s*cause",
}
PAGES = {
    "newer elements": r"<(?:search|selectlist|fencedframe)\b",
    "newer attributes": r"<[^>]*\s(?:popover|popovertarget|inert|closedby)[\s=>]",
}
SUPPORTED = re.compile(r"@supports selector\([^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'\\])//[^\n]*", re.DOTALL)


def files(*endings: str) -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in endings and {"static", "templates"} & set(path.parts):
                yield path


def too_new(lists: dict[str, str], *endings: str) -> list[str]:
    """Where something stands that Chromium 92 does not know."""
    found = []
    for path in files(*endings):
        text = path.read_text(encoding="utf-8")
        text = SUPPORTED.sub("", COMMENT.sub("", text) if path.suffix != ".html" else text)
        for what, pattern in lists.items():
            found += [f"{path.relative_to(ROOT)}: {what}: {hit.group()}" for hit in re.finditer(pattern, text)]
    return found


def test_styles_scripts_and_pages_work_in_chromium_92() -> None:
    assert (len(list(files(".css"))) > 3, len(list(files(".js"))) > 3) == (True, True)
    assert too_new(STYLES, ".css") == []
    assert too_new(SCRIPTS, ".js") == []
    assert too_new(PAGES, ".html") == []


@pytest.mark.parametrize(
    ("lists", "text"),
    [
        (STYLES, ".card { & b { color: red } }"),
        (STYLES, "form:has(b) { color: red }"),
        (STYLES, "@media (width >= 40rem) { b { color: red } }"),
        (STYLES, "b { height: 100dvh }"),
        (SCRIPTS, "const last = rows.at(-1);"),
        (SCRIPTS, "if (Object.hasOwn(kept, name)) go();"),
        (SCRIPTS, "one.querySelector('.row:has(b)')"),
        (PAGES, '<div id="menu" popover></div>'),
    ],
)
def test_the_lists_know_what_is_new(lists: dict[str, str], text: str) -> None:
    assert any(re.search(pattern, text) for pattern in lists.values())
