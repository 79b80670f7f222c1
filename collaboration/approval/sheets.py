"""The manuscript sheet: one run of the unit's chain on paper, for the unit's own people alone."""

from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone, translation

from collaboration.approval import words
from collaboration.approval.models import Act, Run, Step
from collaboration.approval.workflow.running import subject_of
from collaboration.matters.models import Classification, Matter
from collaboration.typesetting.sheet import Row, Sheet, typeset_sheet
from tenants.identity.actor import Actor

LANGUAGE = "zh-hans"  # the sheet is an official paper of the house


def pdf(actor: Actor, matter: Matter, run: Run) -> bytes:
    """The sheet as PDF."""
    with translation.override(LANGUAGE):
        return typeset_sheet(sheet(actor, matter, run))


def sheet(actor: Actor, matter: Matter, run: Run) -> Sheet:
    """Everything on it: what was submitted, every step with name, date and comment, every act."""
    full = Run.objects.prefetch_related(Prefetch("steps", Step.objects.order_by("position", "pk")), "acts").get(
        pk=run.pk
    )
    subject = subject_of(actor, matter, run.word)
    return Sheet(
        unit=actor.unit.name,
        title=subject.title,
        classification=str(Classification(matter.classification).label),
        purpose=str(words.label(run.kind, run.word)),
        state=full.get_state_display(),
        facts=[(name, value) for name, value in subject.facts],
        steps=[_row(step) for step in full.steps.all()],
        acts=[_act(act) for act in full.acts.all()],
        digest=full.digest,
        is_current=full.digest == subject.digest,
        printed_by=actor.name,
        printed_at=_moment(timezone.now()),
    )


def _row(step: Step) -> Row:
    who = "　".join(part for part in (step.department_name, step.agreed_by_name or step.person_name) if part)
    words_of = step.comment or (step.get_state_display() if step.state != Step.State.AGREED else "同意")
    return Row(step.get_kind_display(), who, words_of, _moment(step.agreed_at))


def _act(act: Act) -> Row:
    kind = dict(Step._meta.get_field("kind").flatchoices).get(act.step_kind, "")
    what = " · ".join(str(part) for part in (kind, act.get_what_display()) if part)
    to = act.to_name or act.get_to_kind_display()
    return Row(f"{what} → {to}" if to else what, act.by_name, act.words, _moment(act.at))


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
