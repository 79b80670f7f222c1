"""HTTP, websockets and the bus that wakes them, in one process."""

import os
from threading import Thread

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from portal.bodies import BoundedBodies  # noqa: E402
from tenants.identity import startup  # noqa: E402
from tenants.jobs import memory  # noqa: E402
from tenants.realtime.lifespan import Lifespan  # noqa: E402
from tenants.realtime.routing import sockets  # noqa: E402


def load_addresses() -> None:
    """Load every view, with all that views need: the first visitor should not wait for it, nor should the start."""
    for urls in ("portal.urls.desk", "portal.urls.site"):
        get_resolver(urls).url_patterns  # noqa: B018 (reading it loads it)
    memory.settle()


startup.refuse_unfit()
Thread(target=load_addresses, daemon=True).start()
application = Lifespan(ProtocolTypeRouter({"http": BoundedBodies(http), "websocket": sockets}))
