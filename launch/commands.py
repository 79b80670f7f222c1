"""The words after ``./run``."""

import argparse
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

from launch import testing
from launch.address import Address
from launch.console import Trouble, console
from launch.database import cluster_of
from launch.datafolder import DataFolder
from launch.doctor import examine
from launch.environment import ensure_environment
from launch.manage import manage
from launch.places import default_data
from launch.serving import serve
from launch.signals import Stopped

HELP = """
commands:
  serve (or nothing)    make what is missing, load the demonstration, serve it
  test [pytest args]    every test, on two workers
  prove [pytest args]   the same with full counts of kills, rounds, steps and sockets
  manage COMMAND …      a management command, on the running database or on one started for it
  bench [NAME …]        measure against the goals; --json for programs
  doctor                what is missing or wrong here, in sentences
  reset                 forget the database, files and secrets of the data folder (--yes asks nothing)
"""
PASSED_ON: dict[str, Callable[[list[str]], int]] = {
    "test": testing.test,
    "prove": testing.prove,
    "bench": testing.bench,
    "manage": lambda rest: manage(DataFolder(default_data()), rest),
}


def main(arguments: list[str]) -> int:
    """Do what was asked; trouble is one sentence and a code other than 0."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each of our processes would compile everything anew, for seconds
    try:
        return _do(arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return trouble.code
    except (Stopped, KeyboardInterrupt):
        print("\nStopped.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print(f"The disk is full ({error.filename or 'nothing more can be written'}).", file=sys.stderr)
        return 1


def _do(arguments: list[str]) -> int:
    word, *rest = arguments or ["serve"]
    if passed_on := PASSED_ON.get(word):
        return passed_on(rest)
    chosen = _parser().parse_args(arguments)
    folder = DataFolder(chosen.data.absolute())
    address = Address(chosen.host, chosen.port, chosen.domain)
    match chosen.command:
        case "doctor":
            return examine(folder, address)
        case "reset":
            return reset(folder, ask=not chosen.yes)
        case _:
            return serve(folder, address, expose=chosen.expose_demo)


def _parser() -> argparse.ArgumentParser:
    usual = Address()
    parser = argparse.ArgumentParser(
        prog="./run", epilog=HELP, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("command", nargs="?", choices=["serve", "doctor", "reset"], default="serve", metavar="COMMAND")
    parser.add_argument("--data", type=Path, default=default_data(), metavar="DIR", help="keep everything here")
    parser.add_argument("--host", default=usual.host, help="listen on this address (%(default)s)")
    parser.add_argument("--port", type=_port, default=usual.port, help="listen on this port (%(default)s)")
    parser.add_argument("--domain", default=usual.domain, metavar="NAME", help="the alliance's name (%(default)s)")
    parser.add_argument("--expose-demo", action="store_true", help="let other machines reach the demonstration")
    parser.add_argument("--yes", action="store_true", help="with reset: do not ask")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return port


def reset(folder: DataFolder, *, ask: bool) -> int:
    """Remove what a data folder holds, unless somebody uses it."""
    if not folder.path.exists():
        console.say(f"There is nothing in {folder.path}.")
        return 0
    folder.open("./run reset")
    if ask and sys.stdin.isatty() and input(f"Remove everything in {folder.path}? Type yes: ").strip() != "yes":
        console.say("Nothing was removed.")
        return 1
    ensure_environment()
    with console.step(f"Removing what {folder.path} holds"):
        folder.reset(cluster_of(folder))
    return 0
