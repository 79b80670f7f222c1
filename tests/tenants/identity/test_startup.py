"""The processes themselves: started with the wrong login or settings, they say why and end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CODE = "import django; django.setup(); from tenants.identity import startup; startup.refuse_unfit(); print('serving')"


def start(own_database, **changes):
    environment = {
        **os.environ, "PORTAL_DB_NAME": own_database, "DJANGO_SETTINGS_MODULE": "portal.settings.test", **changes
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", CODE], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("role", ["p_app", "p_system"])
def test_the_applications_own_logins_serve(own_database, role):
    done = start(own_database, PORTAL_DB_ROLE=role)
    assert (done.returncode, done.stdout) == (0, "serving\n"), done.stderr


def test_owner_does_not_serve(own_database):
    done = start(own_database, PORTAL_DB_ROLE="p_owner")
    assert done.returncode != 0
    assert "owner" in done.stderr


def test_demonstration_does_not_run_on_a_production_database(own_database):
    done = start(own_database, PORTAL_DB_ROLE="p_app", DJANGO_SETTINGS_MODULE="portal.settings.dev")
    assert done.returncode != 0
    assert "production portal" in done.stderr


def test_missing_secret_key_does_not_serve(own_database):
    done = start(own_database, PORTAL_DB_ROLE="p_app", DJANGO_SETTINGS_MODULE="portal.settings.production")
    assert done.returncode != 0
    assert "secret key" in done.stderr
