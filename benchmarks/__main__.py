"""``python -m benchmarks [NAME …] [--json]``: measure, and print every figure with its goal.

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
HARNESS = {"__init__", "__main__", "harness"}


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in HARNESS)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks", description="Measure the portal; all benchmarks, or those named."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(names())}")
    parser.add_argument("--json", action="store_true", help="print a list of name, value, unit, goal, ok")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.names) - set(names()):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(names())}")
    if len(chosen.names) == 1:
        figures = import_module(f"benchmarks.{chosen.names[0]}").run()
    else:
        figures = [figure for name in chosen.names or names() for figure in measured(name)]
    show(figures, as_json=chosen.json)
    return 0 if all(figure.ok for figure in figures) else 1


def measured(name: str) -> list[Figure]:
    """The figures of one benchmark, from a process of its own: a database and settings cannot be changed in ours."""
    command = [sys.executable, "-m", "benchmarks", name, "--json"]
    output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout
    if not output:
        sys.exit(f"The benchmark {name} failed.")
    return [Figure(row["name"], row["value"], row["unit"], row["goal"]) for row in json.loads(output)]


def show(figures: list[Figure], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps([figure.as_dict() for figure in figures], ensure_ascii=False, indent=2) + "\n")
        return
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        mark = "ok" if figure.ok else "MISSED"
        line = (
            f"{figure.name:{width}}  {figure.value:10.3f} {figure.unit:8} goal {figure.goal:g} {figure.unit:8} {mark}"
        )
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
