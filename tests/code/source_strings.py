"""The strings of our code and templates that people read, with their contexts: what the catalogue must hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "cms", "collaboration", "tenants")
Message = tuple[str | None, str]

ORDER = {
    "gettext": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "msgid_plural"),
    "pgettext": ("msgctxt", "msgid"),
    "npgettext": ("msgctxt", "msgid", "msgid_plural"),
}
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)


def strings_in_code() -> Iterator[Message]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield from _in_python(ast.parse(path.read_text(encoding="utf-8")))
        for pattern in ("*.html", "*.txt"):
            for path in sorted((ROOT / package).rglob(f"templates/**/{pattern}")):
                yield from _in_template(path.read_text(encoding="utf-8"))


def _in_python(tree: ast.Module) -> Iterator[Message]:
    aliases = {
        name.asname or name.name: name.name.removesuffix("_lazy")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in aliases:
            given = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            yield from _message(aliases[node.func.id], given)


def _in_template(source: str) -> Iterator[Message]:
    for match in TEMPLATE_CALL.finditer(templatize(source)):
        given = ast.literal_eval(f"({match[2]},)")
        yield from _message("gettext" if match[1] == "_" else match[1], list(given))


def _message(function: str, given: list[str]) -> Iterator[Message]:
    order = ORDER.get(function, ())
    if order and len(given) >= len(order):
        named = dict(zip(order, given, strict=False))
        yield named.get("msgctxt"), named["msgid"]
