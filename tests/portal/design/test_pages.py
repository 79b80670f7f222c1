"""Shells and components answer on every host, in both languages, and show pages the way a reader wants to see them."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
DESK, SITE = "desk.portal.localhost", "sh.portal.localhost"
PAGES = [(DESK, "/components/"), (DESK, "/accounts/login/"), (SITE, "/components/"), (SITE, "/en/components/")]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(\ssrc=|type=\"application/(ld\+)?json\"))")


def test_what_the_next_test_looks_for_is_found() -> None:
    for bad in ('<p style="a">', "<style>", '<a onclick="b">', "<script>"):
        assert INLINE.search(bad), bad


@pytest.mark.parametrize(("host", "path"), PAGES)
def test_pages_have_no_inline_script_or_style(client: Client, host: str, path: str) -> None:
    answer = client.get(path, headers={"host": host})

    assert answer.status_code == 200
    assert INLINE.search(answer.text) is None


@pytest.mark.parametrize(
    ("host", "path", "language"), [(SITE, "/components/", "zh-CN"), (SITE, "/en/components/", "en")]
)
def test_public_pages_speak_the_language_of_their_address(client: Client, host: str, path: str, language: str) -> None:
    client.cookies["language"] = "en"

    assert f'<html lang="{language}"' in client.get(path, headers={"host": host}).text


def test_public_page_leads_to_itself_in_the_other_language(client: Client) -> None:
    chinese = client.get("/components/", headers={"host": SITE}).text
    english = client.get("/en/components/", headers={"host": SITE}).text

    assert 'href="/en/components/" lang="en"' in chinese
    assert 'href="/components/" lang="zh-CN"' in english


def test_choice_is_kept_and_written_into_the_page(client: Client) -> None:
    there = {"next": "/accounts/login/?next=/"}

    answer = client.post(
        "/display/", there | {"size": "xl", "contrast": "high", "language": "en"}, headers={"host": DESK}
    )

    assert answer.url == "/accounts/login/?next=/"
    page = client.get("/accounts/login/", headers={"host": DESK}).text
    assert '<html lang="en" data-size="xl" data-contrast="high">' in page


def test_choices_nobody_offers_are_ignored(client: Client) -> None:
    answer = client.post("/display/", {"size": "gigantic", "contrast": "<b>", "language": "xx"}, headers={"host": DESK})
    client.cookies["size"] = '"><script>'

    assert answer.cookies == {}
    assert 'data-size="m" data-contrast="normal"' in client.get("/accounts/login/", headers={"host": DESK}).text


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_choosing_never_leads_to_another_site(client: Client, next_page: str) -> None:
    assert client.post("/display/", {"size": "l", "next": next_page}, headers={"host": SITE}).url == "/"


def test_choosing_needs_a_post(client: Client) -> None:
    assert client.get("/display/?size=xl", headers={"host": SITE}).status_code == 405


def test_page_not_found_wears_the_portals_look_on_the_desk(client: Client) -> None:
    answer = client.get("/nowhere/", headers={"host": DESK})

    assert answer.status_code == 404
    assert "portal/portal.css" in answer.text
