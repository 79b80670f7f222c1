from django.apps import AppConfig


class SealingConfig(AppConfig):
    """Keys, seals and signatures of units."""

    name = "collaboration.sealing"
    label = "sealing"

    def ready(self) -> None:
        from collaboration.sealing.fitness import objections
        from tenants.identity import startup

        startup.further.append(objections)
