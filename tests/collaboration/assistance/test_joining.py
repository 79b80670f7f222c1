"""Other spaces add cards, buttons, conditions and consequences to requests of their kinds."""

from collections import defaultdict

import pytest
from django.utils.html import format_html

from collaboration.assistance import joining, panels
from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.workflow import receiving
from collaboration.errors import WorkflowError
from tests.factories import requests
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]


@pytest.fixture
def bare(monkeypatch):
    for module, name in ((panels, "_panels"), (panels, "_actions"), (joining, "_before"), (joining, "_after")):
        monkeypatch.setattr(module, name, defaultdict(list))


def test_cards_and_buttons_on_the_page_of_their_kind(bare):
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    asked = requests.send(nanjing, requests.make_request(nanjing, hefei.unit))
    with at_home(hefei):
        receiving.receive(hefei, asked)
    panels.register("evidence", lambda request, one: format_html("<p>card of {}</p>", one.pk))
    panels.register("service", lambda request, one: "never here")
    panels.register(panels.EVERY_KIND, lambda request, one: None)
    panels.offer("evidence", lambda request, one: [panels.Action("Take it", "/taken/", instead_of="accept")])
    page = at_desk(hefei).get(asked.get_absolute_url()).content.decode()
    assert f"<p>card of {asked.pk}</p>" in page and "never here" not in page
    assert "/taken/" in page and f"{asked.public_id}/accept/" not in page


def test_a_condition_holds_a_step_back_and_a_consequence_follows_it(bare):
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    asked = requests.send(nanjing, requests.make_request(nanjing, hefei.unit))
    with at_home(hefei):
        receiving.receive(hefei, asked)
    followed = []

    def refuse(actor, one):
        raise WorkflowError("not yet")

    joining.before("accept", refuse)
    joining.after("accept", lambda actor, one: followed.append((actor.unit, one.status)))
    with at_home(hefei), pytest.raises(WorkflowError, match="not yet"):
        receiving.accept(hefei, asked)
    joining._before.clear()
    with at_home(hefei):
        receiving.accept(hefei, asked)
        assert AssistanceRequest.objects.with_units().get(pk=asked.pk).status == Status.ACCEPTED
    assert followed == [(hefei.unit, Status.ACCEPTED)]
    with pytest.raises(ValueError, match="no step"):
        joining.before("dance", refuse)
