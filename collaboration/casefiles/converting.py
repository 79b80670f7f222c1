"""Office files become PDF by the office suite of the system, where there is one, in a room without a way out.

Macros are off and nothing is drawn in from elsewhere; what the first look finds dangerous never comes here.
"""

import shutil
from collections.abc import Iterable

from collaboration.casefiles.contents import COMPOUND, ZIPPED
from collaboration.typesetting.fonts import folders
from tenants.jobs import sandbox
from tenants.jobs.workroom import FOLDER

ENDINGS = {name: ending for ending, name in {**ZIPPED, **COMPOUND}.items() if ending != "ofd"}
SECONDS, MEMORY, ANSWER = 30.0, 3 * 1024**3, 24 * 1024 * 1024
LARGEST = 64 * 1024 * 1024
PROFILE = "profile"
SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Calc/Content/Update", "Link", "1"),
    ("Common/Misc", "UseLocking", "false"),
)


class NoTool(Exception):
    """This installation has no office suite."""


def as_pdf(media_type: str, pieces: Iterable[bytes]) -> bytes:
    """The file as PDF. Raises ``NoTool`` or ``SandboxError``."""
    program = shutil.which("soffice")
    if program is None:
        raise NoTool
    tool = [program, f"-env:UserInstallation=file:///{FOLDER}/{PROFILE}", "--headless", "--convert-to", "pdf",
            given := f"given.{ENDINGS[media_type]}"]  # fmt: skip
    fonts = {f".fonts/{number}": folder for number, folder in enumerate(folders())}
    beside = {f"{PROFILE}/user/registrymodifications.xcu": _settings()}
    return sandbox.use(
        tool, pieces, given=given, made="given.pdf", beside=beside, shown=fonts, seconds=SECONDS, memory=MEMORY,
        answer=ANSWER,
    )  # fmt: skip


def _settings() -> str:
    said = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{said}</oor:items>'
    )
