"""Serving: the database, the web process and the workers, from the first line to the last."""

import time

from launch import health
from launch.address import Address
from launch.console import Trouble, console
from launch.database import database, portal_environment, settle
from launch.datafolder import DataFolder
from launch.environment import ensure_environment
from launch.fonts import ensure_fonts
from launch.places import PYTHON
from launch.preparation import DATABASE_STEPS, IDENTITIES, STATIC, prepare, said
from launch.services import Service, Services
from launch.signals import Stopped, stopping_on_signals
from tenants.db.cluster import Cluster

WORKERS = {"person": "p_app", "parser": "p_app", "sealer": "p_system"}
WEB = ["-m", "uvicorn", "portal.asgi:application", "--log-level", "warning", "--no-access-log", "--no-server-header"]
WEB += ["--no-proxy-headers", "--timeout-graceful-shutdown", "5"]
DATABASE_CONNECTIONS = "16"
PATIENCE = 90.0


def serve(folder: DataFolder, address: Address, *, expose: bool) -> int:
    """Do all that is missing, serve until somebody asks us to stop, and leave nothing running."""
    if not expose and not health.is_loopback(address.host):
        raise Trouble(
            f"This is the demonstration: everybody who reaches {address.host} could act as anybody. "
            "If that is meant, say --expose-demo."
        )
    with stopping_on_signals():
        try:
            folder.open("./run")
            if not health.is_free(address.host, address.port):
                raise Trouble(
                    f"Port {address.port} of {address.host} is taken by another program; choose another with --port."
                )
            folder.served_at(address)
            ensure_environment()
            ensure_fonts()
            with database(folder) as cluster:
                _prepare_and_serve(folder, address, cluster)
        except Stopped as stopped:
            console.say(f"\nStopped ({stopped}).")
    return 0


def _prepare_and_serve(folder: DataFolder, address: Address, cluster: Cluster) -> None:
    owner = portal_environment(cluster, address, "p_owner")
    prepare(folder, DATABASE_STEPS, owner, beside=STATIC)
    settle(folder, cluster)
    services = Services(folder.remember)
    web, person, *others = _services(folder, address, cluster)
    try:
        with console.step("Starting the web server and the workers"):
            services.start(web, person)
            down = health.wait_until_well(address.host, address.port, PATIENCE, services.tend)
            services.start(*others)  # what nobody waits for does not slow down what everybody waits for
        if down:
            raise Trouble(f"The portal did not get well: {down}. Its logs are in {folder.logs}.")
        _announce(address, said(folder, IDENTITIES))
        _watch(services, cluster)
    finally:
        services.stop()


def _services(folder: DataFolder, address: Address, cluster: Cluster) -> list[Service]:
    web = portal_environment(cluster, address, "p_app") | {"PORTAL_DB_POOL": DATABASE_CONNECTIONS}
    listening = ["--host", address.host, "--port", str(address.port)]
    found = [Service("The web server", [str(PYTHON), *WEB, *listening], web, folder.logs / "web.log")]
    for kind, role in WORKERS.items():
        env = portal_environment(cluster, address, role)
        command = [str(PYTHON), "-m", "django", "work", kind]
        found.append(Service(f"The {kind} worker", command, env, folder.logs / f"{kind}.log"))
    return found


def _announce(address: Address, people: str) -> None:
    console.say()
    console.say(f"  The alliance's site  {address.url()}")
    console.say(f"  A lead unit's site   {address.url('sh')}")
    console.say(f"  The work desk        {address.url('desk')}")
    console.say(f"\n{people.strip()}\n")
    console.say(f"Ready: {address.url('desk')}")


def _watch(services: Services, cluster: Cluster) -> None:
    """Until we are asked to stop: whatever dies comes back, the database on the port that everyone knows."""
    port = cluster.port
    while True:
        time.sleep(0.5)
        if not cluster.is_running():
            with console.step("PostgreSQL ended; starting it again"):
                cluster.start(port)
        services.tend()
