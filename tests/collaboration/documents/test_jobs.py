"""What workers do with joint documents, in processes of their own and as the roles they have in life."""

from datetime import timedelta

from django.utils import timezone

from collaboration.documents import tasks
from collaboration.documents.models import Answer, Opinion, Round, Status, Upload
from collaboration.documents.workflow import opinions, uploading
from collaboration.notifications.models import Notification
from collaboration.worklist.models import Waiting
from tenants.audit.timeline import timeline
from tenants.jobs.acting import whoever_asks
from tests.factories.documents import again, make_document
from tests.factories.people import make_actor
from tests.ownership import as_owner
from tests.workers import work


def test_round_past_its_deadline_is_closed_by_the_portal(own_database):
    author, answering, silent = (make_actor(code) for code in ("310000", "320000", "330000"))
    late, running = (make_document(Status.SOLICITING, author, answering, silent) for _number in range(2))
    with answering.acting():
        opinions.note_opinion(answering, late, text="样例意见。")
        opinions.answer(answering, late, outcome=Answer.Outcome.OPINIONS)
    with silent.acting():
        opinions.note_opinion(silent, late, text="未提交的样例。")
    with as_owner():
        yesterday = timezone.localdate() - timedelta(days=1)
        Round.objects.filter(document=late).update(due_on=yesterday)
        Waiting.objects.filter(matter=late.pk).update(due_on=yesterday)
        tasks.close_overdue_rounds.defer(timestamp=0)

    work("sealer", own_database)

    with author.acting():
        assert list(Round.objects.filter(closed_at=None).values_list("document", flat=True)) == [running.pk]
        assert [opinion.text for opinion in Opinion.objects.all()] == ["样例意见。"]
        assert [(row.unit, row.step) for row in Waiting.objects.open().filter(matter=late.pk)] == [
            (author.unit, "decide")
        ]
        newest = timeline(late.public_id)[0]
        assert (newest.act, newest.unit, newest.detail["unanswered"]) == ("round_ran_out", author.unit, ["330000"])
        assert Notification.objects.filter(act="round_ran_out", user=author.user).count() == 1
    assert again(author, late).status is Status.SOLICITING


def test_parser_reads_an_upload_for_the_person_who_brought_it(own_database):
    author, former = make_actor("310000"), make_actor("320000")
    with author.acting():
        upload = uploading.take_in(author, kind="agreement", title="", name="", content="样例协议\n样例。".encode())
        tasks.recognise_upload.defer(public_id=str(upload.pk), **whoever_asks())
    with former.acting():
        orphan = uploading.take_in(former, kind="agreement", title="", name="", content="样例。".encode())
        tasks.recognise_upload.defer(public_id=str(orphan.pk), **whoever_asks())
    with as_owner():
        former.membership.valid_until = timezone.now()
        former.membership.save()

    work("parser", own_database)

    with author.acting():
        read = Upload.objects.get(pk=upload.pk)
        assert (read.state, read.result["title"]) == (Upload.State.READ, "样例协议")
    with as_owner():
        assert Upload.objects.get(pk=orphan.pk).state == Upload.State.WAITING
