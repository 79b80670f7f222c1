"""A tool of the system over a stranger's file: it makes something of it, and nothing else."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tenants.jobs.sandbox import OutOfTime, SandboxError, use
from tests.rooms import need_rooms

MEMORY = 1024**3
PROBE = """
cat given beside/words shown/words > made
for path in /root /home /tmp/* /desk/.. /etc/shadow /proc/1/environ {ours} /proc/1/fd/3; do
    cat $path >> made 2>/dev/null
done
for path in /usr/x /proc/sys/kernel/hostname /etc/fonts/x shown/x; do
    (echo x > $path) 2>/dev/null && echo "wrote $path" >> made
done
grep -c : /proc/net/dev >> made
grep CapEff /proc/self/status >> made
ls /desk >> made
"""


@pytest.fixture(scope="module", autouse=True)
def rooms():
    need_rooms()


def answer(script: str, data: bytes = b"words ", *, seconds: float = 5, **more: object) -> str:
    tool = ["/bin/sh", "-c", script]
    return use(
        tool, iter([data]), given="given", made="made", seconds=seconds, memory=MEMORY, answer=100_000, **more
    ).decode()  # fmt: skip


@pytest.fixture
def ours():
    """A folder that every account of the machine may read."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        Path(folder, "words").write_text("of ours\n")
        yield Path(folder)


def test_it_sees_programs_and_its_folder_and_writes_nothing_else(ours):
    said = answer(
        PROBE.format(ours=ours / "words"), beside={"beside/words": "and more "}, shown={"shown": ours}
    )  # fmt: skip
    only_loopback, no_right = "1", "CapEff:\t0000000000000000"
    assert said.splitlines() == ["words and more of ours", only_loopback, no_right, "beside", "given", "made", "shown"]
    assert sorted(path.name for path in ours.iterdir()) == ["words"]


def test_it_runs_as_nobody_without_an_environment_of_ours(monkeypatch):
    monkeypatch.setenv("PORTAL_DATA", "/secret")
    said = answer("id -u > made; env | cut -d= -f1 | sort >> made").split()
    assert said == ["65534", "HOME", "LANG", "PATH", "PWD", "TMPDIR"]


@pytest.mark.parametrize(
    "script",
    ["ln -s /etc/ld.so.cache made", "mkfifo made", "mkdir made", "true", "exit 3", "head -c 200000 /dev/zero > made",
     "for n in $(seq 200); do sleep 9 & done; echo x > made"],
    ids=["link", "pipe", "folder", "nothing", "failure", "flood", "processes"],
)  # fmt: skip
def test_what_is_no_plain_answer_is_an_error(script):
    with pytest.raises(SandboxError):
        answer(script, seconds=2)


def test_everything_ends_with_it():
    marker = f"{time.monotonic_ns()}"
    with pytest.raises(OutOfTime):
        answer(f"setsid sleep 98{marker} & nohup sleep 99{marker}", seconds=0.3)
    deadline = time.monotonic() + 5
    while left := [path for path in Path("/proc").glob("[0-9]*/cmdline") if marker in _words(path)]:
        assert time.monotonic() < deadline, left


def _words(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
