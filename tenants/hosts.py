"""Which host is what, and every address that leads from one host to another."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.request import split_domain_port
from django.urls import set_urlconf

from tenants.units.models import Domain, Tenant

ALLIANCE_SCHEMA = "alliance"
RESERVED_LABELS = frozenset({"desk", "www", "cms", "api", "static", "media", "mail", "admin"})


def desk_host() -> str:
    """The host of the desk, without port."""
    return f"desk.{settings.BASE_DOMAIN}"


def _absolute(host: str, path: str) -> str:
    default = {"http": "80", "https": "443"}[settings.PUBLIC_SCHEME]
    port = "" if default == settings.PUBLIC_PORT else f":{settings.PUBLIC_PORT}"
    return f"{settings.PUBLIC_SCHEME}://{host}{port}{path}"


def desk_url(path: str = "/") -> str:
    """The absolute address of a page of the desk."""
    return _absolute(desk_host(), path)


def tenant_host(tenant: Tenant) -> str:
    """The host under which a tenant's site is announced: its own domain, else its label under the base domain."""
    own = next((domain.domain for domain in tenant.domains.all() if domain.is_primary), None)
    return own or (f"{tenant.label}.{settings.BASE_DOMAIN}" if tenant.label else settings.BASE_DOMAIN)


def site_url(tenant: Tenant, path: str = "/") -> str:
    """The absolute address of a page of a tenant's public site."""
    return _absolute(tenant_host(tenant), path)


def public_url(path: str = "/") -> str:
    """The absolute address of a page of the alliance's public site."""
    return _absolute(settings.BASE_DOMAIN, path)


def tenant_of_host(host: str) -> Tenant | None:
    """The tenant whose site answers on this host name (no port), or None."""
    domain = Domain.objects.select_related("tenant").filter(domain=host).first()
    return domain.tenant if domain else None


class HostMiddleware:
    """Choose urlconf and tenant by the exact host; a host nobody registered is not found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        connection.set_schema_to_public()
        host = split_domain_port(request.META.get("HTTP_HOST", request.META.get("SERVER_NAME", "")))[0]
        request.is_desk = host == desk_host()
        request.tenant = None
        if request.is_desk:
            request.urlconf = "portal.urls.desk"
        else:
            tenant = tenant_of_host(host)
            if tenant is None:
                return HttpResponseNotFound("Unknown host.\n", content_type="text/plain")
            request.tenant = tenant
            request.urlconf = "portal.urls.site"
            connection.set_tenant(tenant)
        set_urlconf(request.urlconf)  # for middleware below, which may already have to send somebody elsewhere
        return self.get_response(request)
