"""The editor's files: what the wheel promises to nobody but we stand on, and what the page weighs."""

import re

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import HashedFilesMixin

from portal.staticfiles import Storage
from tests.factories.desk import at_desk
from tests.factories.documents import make_draft
from tests.factories.people import make_actor

PARTS = ("commands", "history", "keymap", "model", "state", "tables", "transform", "view")
OWN = ("editor", "plugins", "saver", "text")
LOADED = (
    "portal/portal.css", "portal/portal.js", "portal/icons/emblem.svg", "documents/editor.css",
    "django_prose_editor/editor.js", *(f"documents/{name}.js" for name in OWN),
)  # fmt: skip


def source(path: str) -> str:
    with open(finders.find(path), encoding="utf-8") as file:
        return file.read()


def test_wheel_hands_out_all_of_prosemirror():
    wheel = source("django_prose_editor/editor.js")
    groups = re.findall(r"\{((?:\w+:\(\)=>\w+,?)+)\}", wheel)
    assert re.search(r"\bas pm\b", wheel)
    assert set(PARTS) in [set(re.findall(r"(\w+):", group)) for group in groups]


@pytest.mark.parametrize("name", OWN)
def test_modules_are_short_and_every_import_is_found_by_the_storage(name):
    code = source(f"documents/{name}.js")
    assert len(code.splitlines()) <= 400
    imports = re.findall(r'^import .* from "\./?[^"]*".*$', code, flags=re.M)
    pattern = dict(Storage.patterns)["documents/*.js"][0][0]
    assert len(imports) == len(re.findall(pattern, code))
    assert Storage.patterns[: len(HashedFilesMixin.patterns)] == HashedFilesMixin.patterns


@pytest.mark.parametrize("name", OWN)
def test_modules_speak_the_oldest_browser_and_write_no_markup(name):
    code = source(f"documents/{name}.js")
    newer = r"structuredClone|hasOwn\(|AbortSignal\.timeout|\.findLast|\.toSorted|\.toReversed|\.with\(|groupBy"
    assert re.findall(newer, code) == []
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", code) == []


@pytest.mark.django_db
def test_page_keeps_its_budget():
    author = make_actor("310000")
    document = make_draft(author)
    with author.acting():
        path = f"/documents/{document.public_id}/write/"
    answer = at_desk(author).get(path)

    policy = answer["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in policy and "trusted-types ProseMirrorClipboard" in policy
    assert "unsafe" not in policy
    assert "htmx" not in answer.text
    assert len(LOADED) + 1 <= 10
    weight = len(answer.content) + sum(len(brotli.compress(source(path).encode())) for path in LOADED)
    assert weight <= 200 * 1024
