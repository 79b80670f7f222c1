from django.apps import AppConfig


class MattersConfig(AppConfig):
    """What people act on together, and who its parties are."""

    name = "collaboration.matters"
    label = "matters"

    def ready(self) -> None:
        from collaboration.matters import kinds
        from tenants.db.preparation import after_preparation

        after_preparation.append(kinds.write_steps)
