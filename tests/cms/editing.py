"""People who edit a site, in their browsers, and what they make there."""

import io

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.models import ArticlePage, SectionPage
from tenants.db.context import Acting, act_as
from tenants.identity.actor import Actor
from tenants.identity.sessions import digest_of
from tenants.identity.site_groups import follow
from tenants.identity.site_session import SITE_MEMBERSHIP
from tests.factories.desk import signed_in


def enter(actor: Actor, host: str) -> Client:
    """The person's browser on the site, let in for as long as the session on the desk lasts."""
    desk, site = signed_in(actor.user), signed_in(actor.user, host=host)
    session = site.session
    session[SITE_MEMBERSHIP] = str(actor.membership.public_id)
    session.origin = digest_of(desk.cookies[settings.SESSION_COOKIE_NAME].value)
    session.save()
    with act_as(Acting(actor.user.pk)):
        assert follow(actor.user, actor.unit.tenant, [actor.membership])
    return site


def make_article(title: str, **fields: object) -> ArticlePage:
    """A live article below the news of the site of this moment."""
    news = SectionPage.objects.get(slug="news")
    body = [("paragraph", f"<p>{title}的正文。</p>")]
    return news.add_child(
        instance=ArticlePage(**({"title": title, "slug": f"a{title.encode().hex()[:20]}", "body": body} | fields))
    )


def make_image(title: str) -> Image:
    """A small picture in the site's library."""
    data = io.BytesIO()
    Picture.new("RGB", (60, 40), "navy").save(data, "PNG")
    return Image.objects.create(title=title, file=ImageFile(io.BytesIO(data.getvalue()), name="picture.png"))


def make_file(title: str) -> Document:
    """A file for download in the site's library."""
    return Document.objects.create(title=title, file=ContentFile(b"%PDF-1.7 " + title.encode(), name="paper.pdf"))
