"""The code as a whole: lint, import direction, sizes, types, and what Django says of it."""

import ast
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "cms", "collaboration", "tenants", "launch", "benchmarks")
SECTIONS = ("rules", "workflow", "search", "tasks")
PUT_OFF = ("TODO:", "# TODO", "FIXME", "raise NotImplementedError", "/root/", "pytest.mark.xfail")
MEDIAN_LINES, MOST_LINES, MOST_LINES_OF_A_FUNCTION = 80, 400, 60


def run(*command: str | Path, **env: str) -> str:
    """The output of a program that found nothing wrong; its complaint is our failure."""
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def python(*arguments: str | Path, **env: str) -> str:
    return run(sys.executable, *arguments, **env)


def tool(name: str) -> Path:
    return Path(sys.executable).with_name(name)


def our_files(*packages: str) -> Iterator[Path]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts and "__pycache__" not in path.parts:
                yield path


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_ruff_finds_nothing() -> None:
    run(tool("ruff"), "check", "--no-cache", ".")
    run(tool("ruff"), "format", "--check", "--no-cache", ".")


def test_packages_import_in_one_direction() -> None:
    run(tool("lint-imports"), "--no-cache")


def test_files_are_small() -> None:
    sizes = {path.relative_to(ROOT).as_posix(): lines(path) for path in our_files(*PACKAGES) if lines(path)}

    assert {path: size for path, size in sizes.items() if size > MOST_LINES} == {}
    assert statistics.median(sizes.values()) <= MEDIAN_LINES


def test_functions_are_small() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {node.name} has {size} lines"
        for path in our_files(*PACKAGES)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]

    assert long == []


def test_rules_steps_searches_jobs_and_the_launcher_are_typed_strictly() -> None:
    wanted = [
        path for path in our_files("collaboration", "tenants", "cms") if {path.stem, path.parent.name} & set(SECTIONS)
    ]

    assert wanted
    python("-m", "mypy", "--no-error-summary", *wanted, *our_files("launch"), ROOT / "tenants" / "db" / "cluster.py")


def test_migrations_say_all_that_the_models_say() -> None:
    python("-m", "django", "makemigrations", "--check", "--dry-run", DJANGO_SETTINGS_MODULE="portal.settings.test")


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "secret_key").write_text("9f8e7d6c5b4a-" * 6 + "only-for-this-test", encoding="ascii")

    python(
        "-m", "django", "check", "--deploy", "--fail-level", "WARNING",
        DJANGO_SETTINGS_MODULE="portal.settings.production",
        PORTAL_MODE="production",
        PORTAL_DATA=str(tmp_path),
        PORTAL_DB_ROLE="p_app",
        PORTAL_BASE_DOMAIN="portal.example",
    )  # fmt: skip


def test_nothing_is_put_off() -> None:
    """No marks of unfinished work, and no names of this or that machine, in what is tracked."""
    tracked = run("git", "ls-files", "*.py", "*.html", "*.sql", "*.js", "*.css").splitlines()
    found = [
        f"{name}:{number}"
        for name in tracked
        if (ROOT / name).exists() and name != Path(__file__).relative_to(ROOT).as_posix()
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1)
        if any(mark in line for mark in PUT_OFF)
    ]

    assert found == []
