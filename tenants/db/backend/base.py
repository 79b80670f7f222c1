"""django-tenants' backend, with the tenant and the acting person derived at each cursor from context variables."""

from contextvars import ContextVar
from typing import Any

from django_tenants.postgresql_backend import base as upstream
from psycopg.pq import TransactionStatus

from tenants.db.context import NOBODY, Acting, acting

_tenant: ContextVar[tuple[str, Any, bool] | None] = ContextVar("tenant", default=None)

Told = tuple[tuple[str, ...], Acting]
FORGOTTEN: Told = ((), NOBODY)  # equal to nothing that is ever wanted: a path has at least one schema
SETTINGS = (
    "SELECT set_config('search_path', %s, %s), set_config('app.user_id', %s, %s), "
    "set_config('app.unit_id', %s, %s), set_config('app.membership_id', %s, %s)"
)


class DatabaseWrapper(upstream.DatabaseWrapper):
    """A connection that serves whichever tenant and person the current context names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._session: Told | None = None  # what PostgreSQL was told for as long as the connection lives
        self._local: Told | None = None  # and, other than that, until this transaction ends
        outer = _tenant.get()
        super().__init__(*args, **kwargs)
        _tenant.set(outer)  # the parent resets to public; the context that opened this connection must not notice

    def _state(self, index: int, default: Any) -> Any:
        state = _tenant.get()
        return state[index] if state else default

    def _change(self, index: int, value: Any) -> None:
        state = list(_tenant.get() or ("public", None, True))
        state[index] = value
        _tenant.set((state[0], state[1], state[2]))

    schema_name = property(lambda self: self._state(0, "public"), lambda self, name: self._change(0, name or "public"))
    tenant = property(lambda self: self._state(1, None), lambda self, tenant: self._change(1, tenant))
    include_public_schema = property(lambda self: self._state(2, True), lambda self, flag: self._change(2, flag))

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Tell PostgreSQL schema and person, once per change; inside a transaction only until it ends."""
        if self._setting_search_path:
            return
        identity, local = acting(), self.in_atomic_block
        wanted = (tuple(self._get_cursor_search_paths()), identity)
        if wanted == (self._local or self._session) or self._transaction_failed():
            return
        self._setting_search_path = True
        own = self.connection.cursor() if cursor is None else cursor
        try:
            path = ",".join('"{}"'.format(name.replace('"', '""')) for name in wanted[0])
            ids = (identity.user_id, identity.unit_id, identity.membership_id)
            user, unit, membership = (str(one or "") for one in ids)
            own.execute(SETTINGS, (path, local, user, local, unit, local, membership, local))
            if local:
                self._local = wanted
            else:
                self._session = wanted
        finally:
            self._setting_search_path = False
            if cursor is None:
                own.close()

    def _transaction_failed(self) -> bool:
        return self.needs_rollback or self.connection.info.transaction_status == TransactionStatus.INERROR

    def _end_transaction(self) -> None:
        """What held before holds again, unless the path moved inside: django-tenants' introspection may leave it so."""
        if self._local is not None:
            self._forget()

    def _forget(self) -> None:
        self._session = self._local = None
        self.search_path_set_schemas = None

    def close(self) -> None:
        self._forget()
        super().close()

    def _commit(self) -> Any:
        try:
            return super()._commit()
        finally:
            self._end_transaction()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self._forget()

    def _savepoint_rollback(self, sid: str) -> Any:
        try:
            return super()._savepoint_rollback(sid)
        finally:
            self._local = FORGOTTEN

    def _set_autocommit(self, autocommit: bool) -> Any:
        self._end_transaction()
        return super()._set_autocommit(autocommit)
