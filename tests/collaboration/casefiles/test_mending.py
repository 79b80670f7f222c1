"""Checks that were lost come back, and what a kill left on the disk goes; nothing that a row names is touched."""

import json
import os
import time
from io import BytesIO

import pytest
from django.db import connection
from django.utils import timezone

from collaboration.casefiles import checking, mending, storing
from collaboration.casefiles.models import CaseFile, State, Unfinished
from tenants.files import store
from tenants.identity.models import Membership
from tests.factories import casefiles, requests
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner, as_system

pytestmark = pytest.mark.django_db


def waiting(actor, matter, **more):
    with at_home(actor):
        return storing.keep(actor, matter, name="样例.png", stream=BytesIO(casefiles.picture("waits")), **more)


def queued() -> list[int]:
    """Who is to check, in the order of the queue; the queue is empty afterwards."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE '%%casefiles.tasks.check' RETURNING args")
        return [json.loads(row[0])["user_id"] for row in cursor.fetchall()]


def test_a_lost_check_is_asked_for_again_also_when_its_person_has_left():
    asking, colleague = make_actor("320100"), make_actor("320100")
    file = waiting(asking, requests.make_request(asking, make_actor("340100").unit).matter)
    assert queued() == [asking.user.pk]
    with as_system():
        assert mending.check_again() == 0  # its time has not come
    with as_owner():
        CaseFile.objects.update(kept_at=timezone.now() - mending.LOST * 2)
    with as_system():
        assert (mending.check_again(), mending.check_again()) == (1, 0)
    assert queued() == [asking.user.pk]
    with as_owner():
        Membership.objects.filter(pk=asking.membership.pk).update(valid_until=timezone.now())
    with as_system():
        assert mending.check_again() == 1
    (chosen,) = queued()
    assert chosen != asking.user.pk

    page = f"/files/{file.public_id}/"
    assert f"{page}check/" in at_desk(colleague).get(page).content.decode()
    at_desk(colleague).post(f"{page}check/")
    assert queued() == [colleague.user.pk]
    with at_home(colleague):
        checking.check(file.public_id)
        assert CaseFile.objects.get().state in (State.UNSCANNED, State.HELD)


def test_what_a_kill_left_between_file_and_row_goes(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.FILES_ROOT = tmp_path
    asking = make_actor("320100")
    matter = requests.make_request(asking, make_actor("340100").unit).matter
    with django_capture_on_commit_callbacks(execute=True):
        kept = casefiles.keep(asking, matter)
    with at_home(asking):
        upload = storing.begin(asking, matter, name="a.txt", size=5, sha256="0" * 64)
        storing.append(upload, 0, b"words")
        lost = storing.part_path(upload.pk)
        storing.into_store(lost, orphan := storing.locked_of(upload).digests()[1])
        known = storing.part_path(upload.pk).with_name("known")
        os.link(store.path_of(kept.stored), known)
    with as_system():
        mending.tidy_unfinished()
    assert lost.exists() and store.path_of(orphan).exists()  # somebody may go on with it

    old = time.time() - mending.FORGOTTEN.total_seconds() - 60
    for path in (lost, known):
        os.utime(path, (old, old))
    with as_owner():
        Unfinished.objects.update(begun_at=timezone.now() - mending.FORGOTTEN * 2)
    with as_system():
        assert mending.tidy_unfinished() == 1
    assert not lost.exists() and not known.exists() and not store.path_of(orphan).exists()
    assert store.path_of(kept.stored).exists()
    with at_home(asking):
        assert checking.preview_of(kept.previews.get()).path.exists()
