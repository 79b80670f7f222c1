"""A step is done once, and again only when what it depends on changed."""

import sys
from pathlib import Path

import pytest

from launch import management, preparation
from launch.console import Trouble
from launch.datafolder import DataFolder
from launch.preparation import ALLIANCE, DATABASE_STEPS, STATIC, Step, fingerprint, prepare, said

PRETENDED = """#!{python}
import json, os, sys

def do(command):
    with open("{folder}/asked", "a") as asked:
        print(command, file=asked)
    return int(os.path.exists("{folder}/broken"))

if sys.argv[2] == "django":
    sys.exit(do(sys.argv[3]))
for line in sys.stdin:
    print("said", json.loads(line)[0], flush=True)
    os.write(int(sys.argv[3]), b"%d\\n" % do(json.loads(line)[0]))
"""
DOMAIN = {"PORTAL_BASE_DOMAIN": "portal.localhost"}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose Python writes down what it was asked instead of doing it."""
    (tmp_path / "portal" / "migrations").mkdir(parents=True)
    (tmp_path / "portal" / "migrations" / "0001_initial.py").write_text("one")
    (tmp_path / "requirements.txt").write_text("django==5")
    python = tmp_path / "python"
    python.write_text(PRETENDED.format(python=sys.executable, folder=tmp_path))
    python.chmod(0o755)
    monkeypatch.setattr(preparation, "ROOT", tmp_path)
    monkeypatch.setattr(preparation, "PYTHON", python)
    monkeypatch.setattr(management, "PYTHON", python)
    return tmp_path


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    found = DataFolder(tmp_path / "data")
    found._make()
    return found


STEP = Step(("prepare_database",), "Preparing", ("**/migrations/*.py",), ("PORTAL_BASE_DOMAIN",))


def asked(checkout: Path) -> list[str]:
    return (checkout / "asked").read_text().split()


def test_a_step_is_not_repeated(checkout: Path, folder: DataFolder) -> None:
    prepare(folder, (STEP,), DOMAIN)
    prepare(folder, (STEP,), DOMAIN)

    assert asked(checkout) == ["prepare_database"]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("portal/migrations/0001_initial.py", "changed"),
        ("portal/migrations/0002_more.py", "new"),
        ("requirements.txt", "django==6"),
    ],
)
def test_a_changed_or_new_file_makes_it_due(checkout: Path, folder: DataFolder, file: str, content: str) -> None:
    prepare(folder, (STEP,), DOMAIN)
    (checkout / file).write_text(content)
    prepare(folder, (STEP,), DOMAIN)

    assert asked(checkout) == ["prepare_database"] * 2


def test_another_domain_makes_it_due(checkout: Path, folder: DataFolder) -> None:
    prepare(folder, (STEP,), DOMAIN)
    prepare(folder, (STEP,), {"PORTAL_BASE_DOMAIN": "alliance.example"})

    assert asked(checkout) == ["prepare_database"] * 2


def test_a_step_that_failed_is_due_again_and_stops_the_later_ones(checkout: Path, folder: DataFolder) -> None:
    later = Step(("load_demo",), "Loading", ())
    (checkout / "broken").touch()
    with pytest.raises(Trouble, match="failed"):
        prepare(folder, (STEP, later), DOMAIN)
    (checkout / "broken").unlink()
    prepare(folder, (STEP, later), DOMAIN)

    assert asked(checkout) == ["prepare_database", "prepare_database", "load_demo"]


def test_every_step_reads_files_that_exist() -> None:
    for step in (*DATABASE_STEPS, STATIC):
        assert any(preparation._files(step)), step.command

    assert fingerprint(ALLIANCE, DOMAIN) != fingerprint(ALLIANCE, {"PORTAL_BASE_DOMAIN": "other.example"})


def test_a_step_beside_the_others_is_done_once_too(checkout: Path, folder: DataFolder) -> None:
    static = Step(("collectstatic",), "Collecting", ())
    prepare(folder, (STEP,), DOMAIN, beside=static)
    prepare(folder, (STEP,), DOMAIN, beside=static)

    assert sorted(asked(checkout)) == ["collectstatic", "prepare_database"]


def test_an_older_stamp_does_not_outlive_a_failed_repetition(checkout: Path, folder: DataFolder) -> None:
    """Back at the first files after a failure with others: the database may be half way, so the step is due."""
    prepare(folder, (STEP,), DOMAIN)
    (checkout / "requirements.txt").write_text("django==6")
    (checkout / "broken").touch()
    with pytest.raises(Trouble):
        prepare(folder, (STEP,), DOMAIN)
    (checkout / "requirements.txt").write_text("django==5")
    (checkout / "broken").unlink()
    prepare(folder, (STEP,), DOMAIN)

    assert asked(checkout) == ["prepare_database"] * 3


def test_what_a_step_said_is_kept(checkout: Path, folder: DataFolder) -> None:
    later = Step(("demo_identities",), "Asking", ())
    prepare(folder, (STEP, later), DOMAIN)

    assert said(folder, STEP) == "said prepare_database\n"
    assert said(folder, later) == "said demo_identities\n"


def test_a_process_that_dies_without_an_answer_has_failed(checkout: Path, folder: DataFolder) -> None:
    python = checkout / "python"
    python.write_text("#!/bin/sh\necho last words\n")

    with pytest.raises(Trouble, match=r"(?s)Preparing: failed .*last words"):
        prepare(folder, (STEP,), DOMAIN)
