"""People (global accounts), their memberships in units, invitations, and proofs of re-authentication."""

from typing import Any, Self

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, Permission, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tenants.db.context import Acting, act_as
from tenants.identity.roles import ADMINISTRATIONS, CONTENT_ROLES, Role
from tenants.units.models import Department, Unit


class PerSchema:
    """An attribute of a person that is kept apart for each tenant schema: cached permissions must not travel."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def _values(self, person: "User") -> dict[str, Any]:
        return person.__dict__.setdefault("_by_schema", {}).setdefault(connection.schema_name, {})

    def __get__(self, person: "User | None", owner: type) -> Any:
        if person is None:
            return self
        try:
            return self._values(person)[self.name]
        except KeyError:
            raise AttributeError(self.name) from None

    def __set__(self, person: "User", value: Any) -> None:
        self._values(person)[self.name] = value

    def __delete__(self, person: "User") -> None:
        self._values(person).pop(self.name, None)


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password nobody can sign in with one."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """One person's account, for all tenants. Groups and permissions hang on the tenant's own tables."""

    username = models.CharField(_("User name"), max_length=60, unique=True)
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=60)
    email = models.EmailField(_("E-mail"), blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    language = models.CharField(_("Language"), max_length=10, default="zh-hans")
    date_joined = models.DateTimeField(default=timezone.now)
    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    groups = models.ManyToManyField(
        Group, through="grants.GroupMembership", blank=True, related_name="user_set", related_query_name="user"
    )
    user_permissions = models.ManyToManyField(
        Permission, through="grants.UserPermission", blank=True, related_name="user_set", related_query_name="user"
    )

    _perm_cache = PerSchema()
    _user_perm_cache = PerSchema()
    _group_perm_cache = PerSchema()
    _page_permission_cache = PerSchema()
    _collection_permission_cache = PerSchema()
    _site_permission_cache = PerSchema()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """The whole name, for Wagtail's templates, which greet by it."""
        return self.name

    @property
    def last_name(self) -> str:
        """Empty: a Chinese name is kept whole."""
        return ""

    @property
    def is_staff(self) -> bool:
        """Nobody: Django's own administration is not installed."""
        return False

    def check_password(self, raw_password: str) -> bool:
        """As Django's; a stronger hash that replaces an old one is written as this person.

        The made-up people of a demonstration keep theirs: everybody can read their password.
        """
        if self.is_demo:
            return check_password(raw_password, self.password)
        with act_as(Acting(self.pk)):
            return super().check_password(raw_password)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid(self) -> Self:
        """Memberships of active people that hold at this moment."""
        now = timezone.now()
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=now), valid_from__lte=now, user__is_active=True)

    def longest(self, code: str, role: Role, username: str | None) -> "Membership | None":
        """Whom an operator names as holder of a role in the unit with this code; unnamed, who has held it longest."""
        members = self.valid().filter(unit__code=code, roles__contains=[role])
        if username:
            members = members.filter(user__username=username)
        return members.select_related("user", "unit").order_by("valid_from", "pk").first()


class Membership(models.Model):
    """A person's place in a unit: roles, clearance and term. Written only by the definer functions of this app."""

    class Source(models.TextChoices):
        INVITED = "invited", _("Invited")
        DEMO = "demo", _("Demonstration")
        OPERATOR = "operator", _("Operator")
        SECONDMENT = "secondment", _("Secondment")
        DELEGATION = "delegation", _("Delegation")

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices))
    clearance = models.SmallIntegerField(default=1)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # of a delegation
    closed_at = models.DateTimeField(null=True, blank=True)  # when its end was carried out: steps back, sessions ended
    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "unit"], condition=Q(valid_until=None), name="one_open_membership"),
            models.CheckConstraint(
                name="administrations_exclude_each_other",
                condition=Q(roles__contained_by=sorted(CONTENT_ROLES | {Role.EDITOR}))
                | Q(roles=[Role.UNIT_ADMINISTRATOR])
                | Q(roles=[Role.SECURITY_ADMINISTRATOR])
                | Q(roles=[Role.AUDITOR]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.unit_id}"

    def has(self, role: Role) -> bool:
        """Whether this membership carries the role."""
        return role in self.roles

    @property
    def handles_content(self) -> bool:
        """Whether the matters of the unit are visible to this person."""
        return bool(CONTENT_ROLES.intersection(self.roles))

    @property
    def place_name(self) -> str:
        """The unit in the reader's language, and for whom one stands in there."""
        if self.on_behalf_of is None:
            return self.unit.display_name
        return gettext("%(unit)s, for %(absent)s") % {"unit": self.unit.display_name, "absent": self.on_behalf_of.name}

    @property
    def role_names(self) -> list[str]:
        """The roles in the reader's language, in their fixed order."""
        return [str(role.label) for role in Role if role in self.roles]

    @property
    def is_administration(self) -> bool:
        """Whether this is one of the three administrations."""
        return bool(ADMINISTRATIONS.intersection(self.roles))


class Invitation(models.Model):
    """A letter with a single-use link by which somebody becomes a member; only the digest of its token is kept."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("E-mail"))
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=60)
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices))
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))

    class Meta:
        ordering = ["-created_at"]


class ActChallenge(models.Model):
    """One request to prove again who acts, bound to exactly one act on one text; consumed in the act's transaction."""

    nonce = models.UUIDField(primary_key=True, db_default=models.Func(function="gen_random_uuid"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    act = models.CharField(max_length=60)
    object_id = models.UUIDField()
    version = models.IntegerField()
    content_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Handoff(models.Model):
    """A single-use ticket that carries an editor from the desk to one tenant's site."""

    token_digest = models.CharField(max_length=64, primary_key=True)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    desk_session = models.CharField(max_length=64)
    host = models.CharField(max_length=253)
    state = models.CharField(max_length=64)
    next_path = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Session(models.Model):
    """A browser on one host, signed in or not. The key is kept as its digest: who reads this table opens nothing."""

    session_key = models.CharField(max_length=64, primary_key=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="sessions")
    host = models.CharField(max_length=260)
    origin = models.CharField(max_length=64, blank=True, db_index=True)  # the desk session that a site's came from
    address = models.GenericIPAddressField(null=True, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))

    class Meta:
        ordering = ["-seen_at"]


class Counter(models.Model):
    """One counted or once-only thing about signing in, for all processes and across restarts (``counters.py``)."""

    key = models.CharField(max_length=250, primary_key=True)
    value = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)


class Installation(models.Model):
    """What this database is, for good: a demonstration or the real thing. One row, written once by the owner."""

    class Mode(models.TextChoices):
        DEMO = "demo", _("Demonstration")
        PRODUCTION = "production", _("Production")

    mode = models.CharField(max_length=20, choices=Mode.choices)
    made_at = models.DateTimeField(default=timezone.now)
