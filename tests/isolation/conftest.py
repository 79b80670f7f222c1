import json
from pathlib import Path

import pytest


def set_up_ways(folder: Path) -> None:
    """Every way by which people can be reached, as an operator sets them up; nobody answers there."""
    (folder / "secrets").mkdir(mode=0o700)
    ways = {"sms": {"address": "http://127.0.0.1:9/", "secret": "s"}}
    (folder / "secrets" / "ways.json").write_text(json.dumps(ways))


@pytest.fixture
def services(settings, tmp_path):
    """The ways by which people can be reached, for one test."""
    settings.DATA_DIR = tmp_path
    set_up_ways(tmp_path)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much the table of acts was tried."""
    ended = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    cells = sum(value for report in ended for name, value in report.user_properties if name == "cells")
    if cells:
        terminalreporter.write_line(f"roles × acts: {cells} cells tried over HTTP")
