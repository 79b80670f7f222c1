"""Every address of every urlconf, as a template that its parameters fill."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

URLCONFS = {"desk": "portal.urls.desk", "site": "portal.urls.site"}


@dataclass(frozen=True, slots=True)
class Address:
    """One route of one kind of host."""

    host: str  # desk or site
    route: str  # as Django prints it, all includes joined
    name: str
    template: str  # with %(name)s for parameters
    parameters: tuple[str, ...]
    prefix: str = "/"


def all_addresses() -> list[Address]:
    """The routes of both kinds of host, each once."""
    found = {address for host, urlconf in URLCONFS.items() for address in _walk(host, get_resolver(urlconf))}
    return sorted(found, key=lambda address: (address.host, address.route))


def _walk(
    host: str, resolver: URLResolver, route: str = "", expression: str = "", namespace: str = ""
) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        regex = expression + pattern.pattern.regex.pattern.removeprefix("^").removeprefix(r"\A")
        if isinstance(pattern, URLPattern):
            template, parameters = normalize(regex)[0]
            yield Address(host, here, f"{namespace}{pattern.name or ''}", template, tuple(map(str, parameters)))
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(host, pattern, here, regex, inner)
