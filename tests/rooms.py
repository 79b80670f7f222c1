"""Whether this system lets a room be closed around a tool (``tenants.jobs.workroom``); some containers do not."""

import subprocess

import pytest

PROBE = ["unshare", "--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "mount", "-t", "tmpfs", "none",
         "/sys"]  # fmt: skip


def need_rooms() -> None:
    """Skip where there are none."""
    if subprocess.run(PROBE, check=False, capture_output=True).returncode != 0:
        pytest.skip("this system lets nobody close a room")
