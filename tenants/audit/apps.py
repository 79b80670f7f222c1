from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only, hash-chained record of every act."""

    name = "tenants.audit"
    label = "audit"

    def ready(self) -> None:
        from tenants.audit import acts
        from tenants.db.preparation import after_preparation

        after_preparation.append(acts.write_definitions)
