from django.apps import AppConfig


class MattersConfig(AppConfig):
    """What people act on together, and who its parties are."""

    name = "collaboration.matters"
    label = "matters"

    def ready(self) -> None:
        from collaboration.matters import kinds
        from collaboration.matters.models import Matter
        from tenants.db.preparation import after_preparation
        from tenants.realtime import watching

        after_preparation.append(kinds.write_steps)
        watching.allow(lambda actor, chain: Matter.objects.visible_to(actor).filter(public_id=chain).exists())
