"""``./run doctor``: what is missing or wrong here, in sentences. It looks and changes nothing."""

import os
import platform
import shutil
from collections.abc import Iterator

from launch import browsers, environment, fonts, health
from launch.address import Address
from launch.console import console
from launch.database import cluster_of
from launch.datafolder import MEBIBYTE, ROOM_FOR_FIRST, DataFolder
from launch.places import VENV, version

Finding = tuple[bool, str]


def examine(folder: DataFolder, address: Address) -> int:
    """Say everything found; 1 when something would keep the portal from starting."""
    findings = [*_surroundings(folder), *_environment(), *_data(folder, address), *_extras()]
    for is_fine, sentence in findings:
        console.say(f"  {'ok   ' if is_fine else 'WRONG'}  {sentence}")
    wrong = sum(not is_fine for is_fine, _ in findings)
    console.say("Nothing is wrong." if not wrong else f"{wrong} of {len(findings)} need attention.")
    return int(bool(wrong))


def _surroundings(folder: DataFolder) -> Iterator[Finding]:
    yield True, f"Portal {version()}, Python {platform.python_version()}, {platform.platform()}."
    parent = next(path for path in (folder.path, *folder.path.parents) if path.exists())
    free = shutil.disk_usage(parent).free
    yield free >= ROOM_FOR_FIRST, f"{free // MEBIBYTE} MB are free for {folder.path}."
    yield os.access(parent, os.W_OK), f"{parent} {'can' if os.access(parent, os.W_OK) else 'cannot'} be written."


def _environment() -> Iterator[Finding]:
    if environment.is_current(environment.DEVELOPMENT):
        yield True, "The packages of product and tests are installed."
    elif environment.is_current(environment.PRODUCT):
        yield True, "The packages of the product are installed; ./run test will fetch those of the tests."
    elif VENV.exists():
        yield True, "The packages in .venv differ from the lock; ./run will bring them up to date."
    else:
        yield True, "There is no environment yet; ./run will make it and fetch the packages."


def _data(folder: DataFolder, address: Address) -> Iterator[Finding]:
    holder = folder.holder()
    if not folder.path.exists() or not VENV.exists():
        yield True, f"{folder.path} holds no portal yet; ./run will make it."
    else:
        cluster = cluster_of(folder)
        if not cluster.exists:
            yield True, "There is no database yet; ./run will make it."
        elif cluster.is_running():
            yield True, f"PostgreSQL is running on port {cluster.port}, for {holder or 'nobody'}."
        else:
            yield True, "The database is there and not running."
        if (account := cluster.account) and not account.can_reach(folder.path):
            yield True, f"PostgreSQL's account cannot reach {folder.path}; the database lies where it can."
    if holder:
        down = health.ailment(folder.address().host, folder.address().port)
        yield down is None, f"In use by {holder}; " + (down or f"all is well on port {folder.address().port}") + "."
    else:
        free = health.is_free(address.host, address.port)
        yield free, f"Port {address.port} of {address.host} is {'free' if free else 'taken by another program'}."


def _extras() -> Iterator[Finding]:
    if found := fonts.where_fonts_are():
        yield True, f"Documents are set with the typefaces in {found}."
    else:
        refused = fonts.REFUSED.read_text(encoding="utf-8").splitlines()[0] if fonts.REFUSED.exists() else ""
        yield True, f"The Fandol typefaces are not here ({refused or 'not tried yet'}); Noto stands in for them."
    browser = browsers.browser_at_hand()
    yield True, f"Tests use the browser {browser}." if browser else "No browser is here; ./run test will fetch one."
