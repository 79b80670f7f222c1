"""The desk: sign-in, worklist and all collaboration spaces."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.desk.urls")),
    path("", include("tenants.identity.urls")),
    path("notices/", include("collaboration.notifications.urls")),
    path("matters/", include("collaboration.matters.urls")),
    path("members/", include("collaboration.members.urls")),
    path("worklist/", include("collaboration.worklist.urls")),
    path("incoming/", include("collaboration.incoming.urls")),
    path("internal/", include("collaboration.internal.urls")),
    path("house/", include("collaboration.approval.urls")),
    path("documents/", include("collaboration.documents.urls")),
    path("numbers/", include("collaboration.numbering.urls")),
    path("archive/", include("collaboration.archive.urls")),
    path("levels/", include("collaboration.levels.urls")),
    path("dispatch/", include("collaboration.dispatch.urls")),
    path("templates/", include("collaboration.document_templates.urls")),
    path("consultations/", include("collaboration.consultation.urls")),
    path("published/", include("collaboration.publication.desk_urls")),
    path("assistance/", include("collaboration.assistance.urls")),
    path("files/", include("collaboration.casefiles.urls")),
    path("service/", include("collaboration.service.urls")),
    path("letters/", include("collaboration.letters.urls")),
    path("deadlines/", include("collaboration.deadlines.urls")),
    path("supervision/", include("collaboration.supervision.urls")),
    path("purging/", include("collaboration.purging.urls")),
    path("mail/", include("collaboration.outgoing.urls")),
    path("seal/", include("collaboration.sealing.urls")),
    path("units/", include("tenants.units.urls")),
    path("", include("portal.design.urls")),
]
