"""The small alliance every test starts from: the office, two provinces, three cities, a county. Run as a program."""

import os

UNITS = [
    # code, level, parent, tenant schema, host label, name, lead
    ("office", 0, None, "alliance", "", "协作会议办公室", False),
    ("310000", 1, "office", "u310000", "sh", "上海市城市管理行政执法局", True),
    ("320000", 1, "office", "u320000", "js", "江苏省住房和城乡建设厅", True),
    ("330000", 1, "office", "u330000", "zj", "浙江省住房和城乡建设厅", True),
    ("340000", 1, "office", "u340000", "ah", "安徽省住房和城乡建设厅", True),
    ("320100", 2, "320000", "u320100", "nanjing", "南京市城市管理局", False),
    ("320102", 3, "320100", "u320100", "nanjing", "南京市玄武区城市管理局", False),
    ("340100", 2, "340000", "u340100", "hefei", "合肥市城市管理局", False),
]


def build() -> None:
    """Stamp the tenants and write the units, as the owner."""
    from django.db import transaction

    from collaboration.letters.models import Practice
    from tenants.db import stamping
    from tenants.units.models import Domain, Tenant, Unit

    for code, level, parent, schema, label, name, lead in UNITS:
        tenant = Tenant.objects.filter(schema_name=schema).first()
        if tenant is None:
            with transaction.atomic():
                tenant = Tenant.objects.create(schema_name=schema, name=name, name_en=f"Site {code}", label=label or "")
                host = f"{label}.portal.localhost" if label else "portal.localhost"
                Domain.objects.create(domain=host, tenant=tenant, is_primary=True)
                stamping.stamp(schema)
        Unit.objects.create(
            code=code,
            level=level,
            parent=Unit.objects.filter(code=parent).first(),
            tenant=tenant,
            name=name,
            short_name=name,
            name_en=f"Unit {code}",
            region=name[:3],
            region_en=f"Region {code}",
            pinyin=code,
            initials=code,
            is_lead=lead,
            code_word=f"测{code[:3]}" if level else "",
            organisation_code=f"00000{code[:4]}"[:9] if level else "",
        )
    # Requests go by the handler alone; whoever tests letters sets that they go by letter.
    Practice.objects.bulk_create(Practice(unit=unit, by_letter=False) for unit in Unit.objects.all())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django

    django.setup()
    build()
