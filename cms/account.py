"""An editor's own preferences on a site; name, e-mail and password belong to the account on the desk."""

from typing import Any

from wagtail.admin.views import account

PREFERENCES = (account.NotificationsSettingsPanel, account.LocaleSettingsPanel, account.ThemeSettingsPanel)


class AccountView(account.AccountView):
    """Wagtail's page of one's own settings, without those that all sites share."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if isinstance(panel, PREFERENCES)]
