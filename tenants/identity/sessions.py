"""The session store: rows bound to one host, found by the digest of their key, written as the person they belong to."""

from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from tenants.db.context import Acting, act_as
from tenants.identity import models


def digest_of(session_key: str) -> str:
    """What is kept of a session's key."""
    return sha256(session_key.encode()).hexdigest()


class SessionStore(SessionBase):
    """Sessions in ``identity_session``, made and found through ``bound``; one made without it counts on no host."""

    host = ""
    address: str | None = None
    agent = ""
    origin = ""
    row: models.Session | None = None

    @classmethod
    def get_model_class(cls) -> type[models.Session]:
        """The table, for allauth and Django's own tools."""
        return models.Session

    @classmethod
    def clear_expired(cls) -> None:
        models.Session.objects.filter(expire_date__lt=timezone.now()).delete()

    @classmethod
    def bound(cls, *, host: str, address: str | None = None, agent: str = "") -> type["SessionStore"]:
        """The store of one host, where a session of another is not found. Whoever makes a second store from the
        class of the first, as allauth does, stays bound."""
        return type(cls.__name__, (cls,), {"host": host, "address": address, "agent": agent[:300]})

    def load(self) -> dict:
        rows = models.Session.objects.filter(pk=digest_of(self.session_key), expire_date__gt=timezone.now())
        self.row = (rows.filter(host=self.host) if self.host else rows).first()
        if self.row is None:
            self._session_key = None
            return {}
        return self.decode(self.row.session_data)

    def exists(self, session_key: str) -> bool:
        return models.Session.objects.filter(pk=digest_of(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write the data as the person it names. A session that was ended meanwhile stays ended (``UpdateError``)."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)
        user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        with act_as(Acting(user_id)):
            if must_create:
                self._insert(data, user_id)
            elif not models.Session.objects.filter(pk=digest_of(self.session_key)).update(
                session_data=self.encode(data), user_id=user_id, origin=self.origin or getattr(self.row, "origin", "")
            ):
                raise UpdateError
        return None

    def _insert(self, data: dict, user_id: int | None) -> None:
        try:
            with transaction.atomic():
                self.row = models.Session.objects.create(
                    session_key=digest_of(self.session_key),
                    session_data=self.encode(data),
                    expire_date=timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE),
                    user_id=user_id,
                    host=self.host,
                    origin=self.origin,
                    address=self.address,
                    agent=self.agent,
                )
        except IntegrityError as error:
            raise CreateError from error

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            rows = models.Session.objects.filter(pk=digest_of(key))
            with act_as(Acting(rows.values_list("user_id", flat=True).first())):
                rows.delete()
