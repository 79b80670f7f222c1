"""Editors read Chinese where Wagtail's own catalogue does not speak it."""

import gettext
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as translated
from django.utils.translation import ngettext

FOLDER = Path(__file__).resolve().parents[2] / "cms/locale/zh_Hans/LC_MESSAGES"


def test_missing_words_of_wagtail_are_chinese():
    with translation.override("zh-hans"):
        assert translated("Search all pages…") == "搜索所有页面…"
        assert (
            ngettext("%(num_parent_objects)d page", "%(num_parent_objects)d pages", 2)
            == "%(num_parent_objects)d 个页面"
        )


def test_the_compiled_words_are_the_newest():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = (FOLDER / "django.po").read_text(encoding="utf-8")

    sources = [line for line in written.splitlines() if line.startswith("msgid ") and line != 'msgid ""']
    assert len(compiled._catalog) - 1 == len(sources)
