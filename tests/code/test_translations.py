"""Every string of ours is translated, none is in doubt, and the compiled catalogue is the one people read."""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.code.source_strings import strings_in_code

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "portal" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
FIELD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$')


class Entry(dict[str, str]):
    """One message: its fields, and whether it is marked as doubtful."""

    fuzzy = False
    line = 0


def unescaped(text: str) -> str:
    return text.replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")


def entries(path: Path) -> Iterator[Entry]:
    """The messages of a catalogue, read as its grammar says; obsolete ones are left out."""
    entry, field = Entry(), ""
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        if match := FIELD.match(line):
            field = match[1]
            entry[field] = unescaped(match[2])
            entry.line = entry.line or number
        elif line.startswith('"') and field:
            entry[field] += unescaped(line[1:-1])
        elif line.startswith("#,"):
            entry.fuzzy = "fuzzy" in line
        elif not line.strip():
            if entry.get("msgid"):
                yield entry
            entry, field = Entry(), ""


@pytest.fixture(scope="module")
def catalogue() -> list[Entry]:
    return list(entries(CATALOGUE))


def test_every_message_has_a_translation(catalogue: list[Entry]) -> None:
    missing = [
        f"line {entry.line}: {entry['msgid'][:60]}"
        for entry in catalogue
        if not all(text for field, text in entry.items() if field.startswith("msgstr"))
    ]

    assert missing == []


def test_no_translation_is_in_doubt(catalogue: list[Entry]) -> None:
    assert [f"line {entry.line}: {entry['msgid'][:60]}" for entry in catalogue if entry.fuzzy] == []


def test_translations_keep_the_placeholders(catalogue: list[Entry]) -> None:
    placeholder = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")
    differing = [
        f"line {entry.line}: {entry['msgid'][:60]}"
        for entry in catalogue
        for field, text in entry.items()
        if field.startswith("msgstr") and text
        if sorted(set(placeholder.findall(text)))
        != sorted(set(placeholder.findall(entry["msgid"]) + placeholder.findall(entry.get("msgid_plural", ""))))
        and "msgid_plural" not in entry
    ]

    assert differing == []


def test_catalogue_holds_every_string_of_the_code(catalogue: list[Entry]) -> None:
    known = {(entry.get("msgctxt"), entry["msgid"]) for entry in catalogue}

    assert sorted(set(strings_in_code()) - known, key=str) == []


def test_compiled_catalogue_is_the_newest(catalogue: list[Entry]) -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    stale = [
        entry["msgid"][:60]
        for entry in catalogue
        if "msgid_plural" not in entry
        and (
            compiled.pgettext(entry["msgctxt"], entry["msgid"])
            if "msgctxt" in entry
            else compiled.gettext(entry["msgid"])
        )
        != entry["msgstr"]
    ]
    assert stale == []
