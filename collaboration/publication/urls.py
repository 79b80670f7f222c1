"""Public addresses of documents and of verification; the same under ``/en/`` with English labels."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from collaboration.publication import feeds, open_data_views, reading_views, verify_views, views

app_name = "publication"


def rss(request: HttpRequest) -> HttpResponse:
    """A feed of its own for each request: it keeps the site it was asked on."""
    return feeds.DocumentFeed()(request)


def atom(request: HttpRequest) -> HttpResponse:
    """The same as Atom."""
    return feeds.DocumentAtom()(request)


urlpatterns = [
    path("documents/", views.document_list, name="list"),
    path("documents/feed.rss", rss, name="rss"),
    path("documents/feed.atom", atom, name="atom"),
    path("documents/<uuid:public_id>/", views.detail, name="detail"),
    path("documents/<uuid:public_id>.pdf", views.sealed_file, name="pdf"),
    path("documents/<uuid:public_id>.ofd", views.ofd_file, name="ofd"),
    path("documents/<uuid:public_id>.txt", views.text_file, name="text"),
    path("documents/<uuid:public_id>.docx", views.word_file, name="word"),
    path("documents/<uuid:public_id>.json", views.data_file, name="data"),
    path("documents/<uuid:public_id>/consolidated/", reading_views.consolidated, name="consolidated"),
    path("interpretations/<uuid:public_id>/", reading_views.interpretation, name="interpretation"),
    path("open-data/", open_data_views.page, name="open_data"),
    path("open-data/documents.<slug:form>", open_data_views.listing, name="open_list"),
    path("open-data/document.schema.json", open_data_views.schema, name="schema"),
    path("verify/", verify_views.verify, name="verify"),
]
