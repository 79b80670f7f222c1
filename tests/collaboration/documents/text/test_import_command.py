"""``import_document FILE --dry-run`` prints what was understood and needs no database."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.collaboration.documents.text import cases


def printed(path) -> dict:
    output = io.StringIO()
    call_command("import_document", str(path), "--dry-run", stdout=output)
    return json.loads(output.getvalue())


def test_a_dry_run_prints_structure_and_warnings_as_sentences(tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text(cases.RED_HEAD.replace("二〇二四年一月五日", "2024年15日"), encoding="gb18030")
    with translation.override("en"):
        value = printed(path)

    assert (value["number"], value["date"], value["issuers"]) == ("甲城管发〔2024〕3号", None, ["甲市城市管理局"])
    assert value["title"] == "甲市城市管理局关于印发《甲市市容管理办法》的通知"
    assert [block["kind"] for block in value["blocks"]][:4] == ["signer", "recipients", "p", "signature"]
    assert set(value["blocks"][0]) == {"id", "kind", "text", "head"}
    assert "“2024年15日” is not a date; none was assumed." in value["warnings"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file holds no text."),
        ("绝密\n正文。".encode(), "The file carries the mark “绝密”."),
        (b"\x89PNG\r\n\x1a\n\0\0", "The file is a picture"),
    ],
)
def test_bad_input_ends_in_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "file.txt"
    path.write_bytes(content)

    with translation.override("en"), pytest.raises(CommandError, match=sentence.replace(".", r"\.")):
        printed(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.docx"
    with path.open("wb") as file:
        file.truncate(60 * 1024 * 1024)

    with translation.override("en"), pytest.raises(CommandError, match="The file has 60 MB; at most 20 MB"):
        printed(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"absent\.txt"):
        printed(tmp_path / "absent.txt")
