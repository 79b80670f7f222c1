"""The parser's child process: bytes in, JSON out, and nothing of the portal in reach."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import collaboration.documents.text
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.refusals import REFUSALS, REMARKS
from tests.collaboration.documents.text import cases

PACKAGE = Path(collaboration.documents.text.__file__).parent
ROOT = PACKAGE.parents[2]
SHARED = {"tenants.files.markings"}
PARENTS = SHARED | {"tenants", "tenants.files"}
OURS = ("django", "collaboration", "tenants", "portal")
CODES = re.compile(r'Unreadable\(\s*"(\w+)"|Remark\(\s*"(\w+)"|"(\w+_file|picture|web_page)"\)')


def run(*arguments: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    """As the parser worker does it: an empty environment."""
    command = [sys.executable, "-m", "collaboration.documents.text", *arguments]
    return subprocess.run(command, input=data, capture_output=True, cwd=ROOT, env={}, timeout=60, check=False)


def test_a_text_comes_back_as_a_manuscript():
    answer = json.loads(run("auto", "text.txt", data=cases.JOINT_NOTICE.encode()).stdout)

    assert Manuscript.from_json(answer).number == "甲公通〔2024〕12号"
    assert Manuscript.from_json(answer).to_json() == answer


def test_a_refusal_comes_back_as_a_code_with_its_values():
    answer = json.loads(run("auto", "text.txt", data="机密★1年\n正文。".encode()).stdout)

    assert answer == {"error": {"code": "marked_secret", "params": {"mark": "机密★"}}}


@pytest.mark.parametrize("arguments", [(), ("auto",), ("pdf", "a.pdf")])
def test_a_wrong_call_says_how_it_is_called(arguments):
    result = run(*arguments, data=b"")

    assert (result.returncode, result.stdout) == (2, b"")
    assert b"usage" in result.stderr


def test_no_module_but_the_words_needs_django():
    for path in PACKAGE.rglob("*.py"):
        if path.name == "refusals.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            allowed = [name for name in names if not name.startswith("collaboration.documents.text")]
            assert not [name for name in allowed if name not in SHARED and name.startswith(OURS)]


def test_what_it_shares_with_the_portal_loads_nothing_of_it():
    listing = f"import sys, {', '.join(sorted(SHARED))}; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, cwd=ROOT, env={}, text=True, check=True
    )

    assert not [name for name in loaded.stdout.split() if name not in PARENTS and name.startswith(OURS)]


def test_every_code_has_its_sentence():
    used = set()
    for path in PACKAGE.rglob("*.py"):
        used |= {next(filter(None, found)) for found in CODES.findall(path.read_text(encoding="utf-8"))}

    assert used - {*REFUSALS, *REMARKS} == set()
