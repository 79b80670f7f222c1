"""The data folder belongs to one, is never older than its contents, and forgets what a killed run left."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from launch.address import Address
from launch.console import Trouble
from launch.datafolder import DataFolder
from launch.places import version
from tenants.db import lifetime

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from launch.datafolder import DataFolder
folder = DataFolder(Path(sys.argv[1]))
folder.open("./run")
print("open", flush=True)
sys.stdin.read()
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_second_user_of_the_folder_is_told_who_has_it(tmp_path: Path) -> None:
    first = start(HOLD, str(tmp_path))
    assert first.stdout.readline() == "open\n"
    second = DataFolder(tmp_path)

    with pytest.raises(Trouble, match=rf"in use already, by \./run \(process {first.pid}\)"):
        second.open("./run")

    first.kill()
    first.communicate()
    assert second.holder() == ""
    second.open("./run")


def test_a_folder_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "version.json").write_text(json.dumps({"portal": "99.0.0"}))

    with pytest.raises(Trouble, match=r"made by version 99\.0\.0 .* this is " + version()):
        DataFolder(tmp_path).open("./run")


def test_secrets_are_made_once_and_for_one_reader(tmp_path: Path) -> None:
    DataFolder(tmp_path).open("./run")
    key = tmp_path / "secrets" / "secret_key"
    before = key.read_text()

    DataFolder(tmp_path)._make()

    assert key.read_text() == before
    assert len(before) > 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700


def test_too_little_room_is_told_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 10**7, 10**7))

    with pytest.raises(Trouble, match="has 9 MB left; 1000 MB are needed"):
        DataFolder(tmp_path / "new").open("./run")
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else_is_told_in_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(Trouble, match="cannot be written by this user"):
        DataFolder(tmp_path / "new").open("./run")


def test_processes_of_a_killed_run_are_ended_and_strangers_are_not(tmp_path: Path) -> None:
    orphan, stranger = (start("import sys; sys.stdin.read()") for _ in range(2))
    folder = DataFolder(tmp_path)
    folder._make()
    folder.remember({"web": orphan.pid, "worker": stranger.pid})
    rows = json.loads((tmp_path / "processes.json").read_text())
    rows[1]["born"] = "1"
    (tmp_path / "processes.json").write_text(json.dumps(rows))

    folder.open("./run")

    assert not lifetime.is_alive(orphan.pid)
    assert lifetime.is_alive(stranger.pid)
    for process in (orphan, stranger):
        process.kill()
        process.communicate()


def test_commands_learn_where_the_portal_was_served_last(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert folder.address() == Address()

    folder.served_at(Address(port=8123, domain="alliance.example"))

    assert DataFolder(tmp_path).address() == Address("127.0.0.1", 8123, "alliance.example")


def test_a_new_database_makes_older_preparation_void(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.open("./run")
    (folder.prepared / "load_demo").write_text("key")

    folder.begin()

    assert folder.is_unfinished
    assert list(folder.prepared.iterdir()) == []
    folder.finish()
    assert not DataFolder(tmp_path).is_unfinished
