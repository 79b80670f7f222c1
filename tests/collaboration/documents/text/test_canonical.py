"""The form that is signed: frozen, exact, and blind to what is only appearance."""

import dataclasses
import hashlib
import json

import pytest

from collaboration.documents.text.blocks import Block
from collaboration.documents.text.canonical import Attachment, Issuer, canonical_bytes, digests, readable_groups

TEXT = {
    "kind": "agreement",
    "title": "甲乙协作协议",
    "recipients": "",
    "issuers": [Issuer("340000", "甲市城市管理局"), Issuer("320000", "乙市城市管理局")],
    "blocks": [
        Block("0000000a", "h1", "一、总则"),
        Block("0000000b", "h2", "（一）协作。双方协作。", "（一）协作。"),
        Block.table((("甲", "乙"),), "0000000c"),
    ],
    "attachments": [Attachment("名单.docx", "00" * 32)],
}


def test_the_form_is_frozen():
    assert json.loads(canonical_bytes(**TEXT)) == {
        "schema": "joint-document-text/1",
        "kind": "agreement",
        "title": "甲乙协作协议",
        "recipients": "",
        "agencies": [{"code": "340000", "name": "甲市城市管理局"}, {"code": "320000", "name": "乙市城市管理局"}],
        "blocks": [
            {"id": "0000000a", "kind": "h1", "head": "", "text": "一、总则"},
            {"id": "0000000b", "kind": "h2", "head": "（一）协作。", "text": "（一）协作。双方协作。"},
            {"id": "0000000c", "kind": "table", "head": "", "text": "甲\t乙", "rows": [["甲", "乙"]]},
        ],
        "attachments": [{"name": "名单.docx", "sha256": "00" * 32}],
    }
    assert digests(canonical_bytes(**TEXT)).sha256 == "3987d208596f1b4c9f9255f5b7b3321cd3f403fd77b1dceb755b761f2440eb2a"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "joint_notice"},
        {"title": "甲乙协作协定"},
        {"recipients": "各区："},
        {"issuers": TEXT["issuers"][::-1]},
        {"issuers": [dataclasses.replace(TEXT["issuers"][0], name="甲市城管局"), TEXT["issuers"][1]]},
        {"blocks": TEXT["blocks"][::-1]},
        {"blocks": [dataclasses.replace(TEXT["blocks"][0], kind="p"), *TEXT["blocks"][1:]]},
        {"blocks": [*TEXT["blocks"][:2], Block.table((("甲", "丙"),), "0000000c")]},
        {"attachments": []},
    ],
)
def test_every_part_that_units_agree_to_changes_the_digest(change):
    before, after = digests(canonical_bytes(**TEXT)), digests(canonical_bytes(**{**TEXT, **change}))

    assert before.sha256 != after.sha256
    assert before.sm3 != after.sm3


def test_forms_of_one_character_and_spaces_at_the_ends_are_one_text():
    assert canonical_bytes(**{**TEXT, "title": " Cafe\u0301 "}) == canonical_bytes(**{**TEXT, "title": "Caf\u00e9"})


def test_the_digests_are_those_of_the_standards():
    assert digests(b"abc").sha256 == hashlib.sha256(b"abc").hexdigest()
    assert digests(b"abc").sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_people_compare_digests_in_groups():
    assert readable_groups("9f3a0c12") == "9F3A 0C12"
