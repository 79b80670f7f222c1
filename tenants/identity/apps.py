from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    """People, their memberships in units, sign-in and re-authentication."""

    name = "tenants.identity"
    label = "identity"

    def ready(self) -> None:
        from tenants.audit import acts
        from tenants.db.preparation import after_preparation
        from tenants.identity import checks, hooks, installation, tasks  # noqa: F401 (they register themselves)
        from tenants.identity.acts import ACCOUNT_ACTS, MEMBER_ACTS

        acts.register("account", ACCOUNT_ACTS, kind_label=_("Account"))
        acts.register("member", MEMBER_ACTS, kind_label=_("Members"))
        after_preparation.append(installation.mark)
