"""What the public opens: the front page of a tenant's site, its list of documents, and checking a document."""

from functools import partial

from benchmarks.harness import QUICK, Figure, as_application, database, median_ms, queries_of


def run() -> list[Figure]:
    """Queries and time of pages nobody has asked for before, and of the kept page."""
    times = 5 if QUICK else 20
    with database():
        from django.core.cache import cache
        from django.test import Client

        as_application()
        visitor = Client(HTTP_HOST="nanjing.portal.localhost")

        def fresh(path: str) -> object:
            cache.clear()
            return visitor.get(path)

        figures = []
        for name, path, goal in (("front page", "/", 22), ("list of documents", "/documents/", 22)):
            visitor.get(path)
            ask = partial(fresh, path)
            figures.append(Figure(f"public {name}, queries", queries_of(ask), "queries", goal))
            figures.append(Figure(f"public {name}", median_ms(ask, times), "ms", 150))
        visitor.get("/")
        figures.append(Figure("kept front page, queries", queries_of(lambda: visitor.get("/")), "queries", 3))
        figures.append(Figure("kept front page", median_ms(lambda: visitor.get("/"), times), "ms", 5))
    return figures
