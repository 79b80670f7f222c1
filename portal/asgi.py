"""HTTP, websockets and the bus that wakes them, in one process."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402

from tenants.identity import startup  # noqa: E402
from tenants.realtime.lifespan import Lifespan  # noqa: E402
from tenants.realtime.routing import sockets  # noqa: E402

startup.refuse_unfit()
application = Lifespan(ProtocolTypeRouter({"http": http, "websocket": sockets}))
