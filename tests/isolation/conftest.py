import json

import pytest


@pytest.fixture
def services(settings, tmp_path):
    """Every way by which people can be reached, as an operator sets them up; nobody answers there."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "secrets").mkdir(mode=0o700)
    ways = {"sms": {"address": "http://127.0.0.1:9/", "secret": "s"}}
    (tmp_path / "secrets" / "ways.json").write_text(json.dumps(ways))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much the table of acts was tried."""
    ended = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    cells = sum(value for report in ended for name, value in report.user_properties if name == "cells")
    if cells:
        terminalreporter.write_line(f"roles × acts: {cells} cells tried over HTTP")
