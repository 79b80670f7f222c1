"""The embedded PostgreSQL: created, started, killed and found again, as root and with unreachable folders too."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tenants.db import lifetime
from tenants.db.account import Account, programs_for, server_account
from tenants.db.cluster import Cluster, ClusterError, free_port, installed_programs

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster")).create(fsync=False).start()
    yield made
    made.destroy()


def connect(cluster: Cluster, role: str, database: str = "portal") -> psycopg.Connection:
    return psycopg.connect(
        host="127.0.0.1",
        port=cluster.port,
        user=role,
        password=cluster.password(role),
        dbname=database,
        autocommit=True,
    )


def test_cluster_tells_programs_how_to_connect(cluster: Cluster) -> None:
    told = cluster.environment("p_system")

    assert told == {
        "PORTAL_DATA": str(cluster.data),
        "PORTAL_DB_HOST": "127.0.0.1",
        "PORTAL_DB_PORT": str(cluster.port),
        "PORTAL_DB_NAME": "portal",
        "PORTAL_DB_ROLE": "p_system",
    }


def test_passwords_are_readable_by_their_owner_alone(cluster: Cluster) -> None:
    files = sorted(cluster.secrets.iterdir())

    assert [file.name for file in files] == ["p_app", "p_owner", "p_system", "postgres"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(cluster.secrets.stat().st_mode) == 0o700


def test_nobody_gets_in_without_the_password(cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host="127.0.0.1", port=cluster.port, user="p_app", password="guess", dbname="portal")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMP TABLE t (a int)",
        "CREATE TABLE t (a int)",
        "CREATE SCHEMA s",
        "SET ROLE p_owner",
        "SET ROLE p_writer",
    ],
)
@pytest.mark.parametrize("role", ["p_app", "p_system"])
def test_serving_roles_can_make_nothing_and_become_nobody(cluster: Cluster, role: str, statement: str) -> None:
    with connect(cluster, role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_owner_gives_functions_away_inside_one_transaction(cluster: Cluster) -> None:
    with connect(cluster, "p_owner") as connection, connection.transaction():
        connection.execute("CREATE FUNCTION given() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        connection.execute("GRANT CREATE ON SCHEMA public TO p_writer")
        connection.execute("ALTER FUNCTION given() OWNER TO p_writer")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM p_writer")

    assert cluster.sql("SELECT rolname FROM pg_proc JOIN pg_roles r ON r.oid = proowner WHERE proname = 'given'") == (
        "p_writer"
    )
    assert cluster.sql("SELECT has_schema_privilege('p_writer', 'public', 'CREATE')") == "f"


def test_clone_keeps_strangers_and_temporary_tables_out(cluster: Cluster) -> None:
    cluster.clone("portal", "portal_copy")
    try:
        with connect(cluster, "p_app", "portal_copy") as connection:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("CREATE TEMP TABLE t (a int)")
            assert connection.execute("SELECT current_database()").fetchone() == ("portal_copy",)
    finally:
        cluster.drop("portal_copy")


def test_refused_rows_stay_out_of_the_log(cluster: Cluster) -> None:
    cluster.sql("CREATE TABLE refused (a int CHECK (a > 0), name text)")
    with connect(cluster, "p_app") as connection, pytest.raises(psycopg.Error):
        connection.execute("INSERT INTO refused VALUES (-1, %s)", ("canary-in-a-parameter",))
    with pytest.raises(ClusterError):
        cluster.sql("INSERT INTO refused VALUES (-1, 'canary-in-a-statement')")

    assert "canary" not in cluster.log.read_text()


def test_server_runs_as_an_unprivileged_account(cluster: Cluster) -> None:
    owner = cluster.folder.stat().st_uid

    assert owner != 0
    assert stat.S_IMODE(cluster.folder.stat().st_mode) == 0o700
    assert {Path(f"/proc/{pid}").stat().st_uid for pid in lifetime.working_in(cluster.folder)} == {owner}


def test_killed_server_starts_again_with_what_was_committed(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "data").create().start()
    try:
        cluster.sql("CREATE TABLE kept AS SELECT 42 AS a")
        cluster.kill()
        assert not cluster.is_running()

        assert cluster.start().sql("SELECT a FROM kept") == "42"
    finally:
        cluster.destroy()


def test_number_of_a_dead_server_may_belong_to_a_stranger(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "data").create(fsync=False).start()
    try:
        written = (cluster.folder / "postmaster.pid").read_text().splitlines()
        cluster.kill()
        (cluster.folder / "postmaster.pid").write_text("\n".join([str(os.getpid()), *written[1:]]))

        assert not cluster.is_running()
        assert cluster.start().sql("SELECT 1") == "1"
    finally:
        cluster.destroy()


def test_number_of_a_dead_server_that_nobody_collected_is_free_again(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "data").create(fsync=False).start()
    try:
        for pid in list(lifetime.working_in(cluster.folder)):
            os.kill(pid, signal.SIGKILL)
        server = int((cluster.folder / "postmaster.pid").read_text().split()[0])
        assert lifetime.wait_until_gone([server], 10) == []
        assert lifetime.is_taken(server)

        assert Cluster(cluster.data).start().sql("SELECT 1") == "1"
    finally:
        cluster.destroy()


def test_server_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    starter = (
        "import sys; from tenants.db.cluster import Cluster\n"
        "cluster = Cluster(sys.argv[1]).create(fsync=False).start()\n"
        "print('started', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", starter, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    cluster = Cluster(tmp_path)
    try:
        assert child.stdout.readline() == b"started\n"
        servers = list(lifetime.working_in(cluster.folder))
        child.kill()
        child.communicate()

        assert servers
        assert lifetime.wait_until_gone(servers, 15) == []
    finally:
        cluster.destroy()


def test_taken_port_is_told_in_a_sentence(cluster: Cluster, tmp_path: Path) -> None:
    second = Cluster(tmp_path / "second").create(fsync=False)
    try:
        with pytest.raises(ClusterError, match="did not start"):
            second.start(port=cluster.port)
        assert second.start(port=free_port()).is_running()
    finally:
        second.destroy()


def test_account_reaches_only_what_is_open_to_it(tmp_path: Path) -> None:
    outside = Account(uid=54321, gid=54321)
    open_folder = tmp_path / "open"
    open_folder.mkdir(mode=0o711)

    assert outside.may_enter(open_folder)
    assert not outside.may_enter(tmp_path)
    assert not outside.can_reach(open_folder)
    assert Account(uid=tmp_path.stat().st_uid, gid=54321).may_enter(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as somebody else")
def test_unreachable_data_folder_leads_elsewhere_and_changes_no_mode(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "data").create(fsync=False)
    place = cluster.folder
    try:
        assert cluster.start().sql("SELECT 1") == "1"
        assert (closed / "data" / "postgres").is_symlink()
        assert not place.is_relative_to(closed)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        cluster.destroy()
    assert not place.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as somebody else")
def test_unreachable_programs_are_copied_once_to_where_they_can_run(tmp_path: Path) -> None:
    package = installed_programs().parents[1]
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for part in (package, package.with_name(package.name + ".libs")):
        shutil.copytree(part, closed / part.name)
    cluster = Cluster(tmp_path / "data", programs=closed / package.name / "pginstall" / "bin").create(fsync=False)
    account = server_account(cluster.folder)
    copied = programs_for(account, closed / package.name / "pginstall" / "bin")
    try:
        assert cluster.start().sql("SELECT 1") == "1"
        assert not copied.is_relative_to(closed)
        assert account.can_reach(copied)
    finally:
        cluster.destroy()
        shutil.rmtree(copied.parents[2])


def test_cluster_needs_nothing_installed() -> None:
    """``-S`` leaves site-packages out: this is what ./run has before it has made the environment."""
    done = subprocess.run([sys.executable, "-S", "-c", "import tenants.db.cluster"], cwd=ROOT, check=False)

    assert done.returncode == 0
