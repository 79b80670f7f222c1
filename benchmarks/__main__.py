"""``python -m benchmarks [NAME …] [--json | --markdown]``: measure, and print every figure with its goal.

Each benchmark is a module of this package with ``run() -> list[Figure]``; each has a process and a database of its own.
"""

import argparse
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.harness import Figure

FOLDER = Path(__file__).parent
HARNESS = {"__init__", "__main__", "harness", "crowd"}


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in HARNESS)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks", description="Measure the portal; all benchmarks, or those named."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(names())}")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a list of name, value, unit, goal, ok")
    form.add_argument("--markdown", action="store_true", help="print the table of benchmarks/README.md")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.names) - set(names()):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(names())}")
    failed = []
    if len(chosen.names) == 1:
        figures = import_module(f"benchmarks.{chosen.names[0]}").run()
    else:
        found = {name: measured(name) for name in chosen.names or names()}
        figures = [figure for each in found.values() for figure in each]
        failed = [name for name, each in found.items() if not each]
    write = as_json if chosen.json else as_table if chosen.markdown else as_lines
    sys.stdout.write(write(figures) + "\n")
    if failed:
        sys.exit(f"Without a figure: {', '.join(failed)}.")
    return 0 if all(figure.ok for figure in figures) else 1


def measured(name: str) -> list[Figure]:
    """The figures of one benchmark, from a process of its own (a database and settings cannot be changed in ours); none
    where it failed."""
    command = [sys.executable, "-m", "benchmarks", name, "--json"]
    output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout
    return [Figure(row["name"], row["value"], row["unit"], row["goal"]) for row in json.loads(output or "[]")]


def as_json(figures: list[Figure]) -> str:
    return json.dumps([figure.as_dict() for figure in figures], ensure_ascii=False, indent=2)


def as_table(figures: list[Figure]) -> str:
    rows = ["| what | figure | goal | |", "| --- | ---: | ---: | --- |"]
    for figure in figures:
        mark = "" if figure.ok else "missed"
        rows.append(f"| {figure.name} | {figure.value:g} {figure.unit} | ≤ {figure.goal:g} {figure.unit} | {mark} |")
    return "\n".join(rows)


def as_lines(figures: list[Figure]) -> str:
    width = max(len(figure.name) for figure in figures)
    return "\n".join(
        f"{figure.name:{width}}  {figure.value:10.3f} {figure.unit:8}"
        f"goal {figure.goal:g} {figure.unit:8}{'ok' if figure.ok else 'MISSED'}"
        for figure in figures
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
