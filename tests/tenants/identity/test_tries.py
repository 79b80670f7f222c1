from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import RequestFactory

from tenants.identity import tries

LIMIT_OF_AN_ACCOUNT = 5


def test_of_many_tries_at_once_no_more_count_than_are_allowed(own_database):
    def attempt(number):
        request = RequestFactory().post("/", REMOTE_ADDR=f"10.0.0.{number}")
        try:
            return tries.count(request, "somebody")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        counted = [one for one in pool.map(attempt, range(20)) if one]

    assert len(counted) == LIMIT_OF_AN_ACCOUNT
    counted[0].rollback()
    again = [attempt(99), attempt(99)]
    assert [one is not None for one in again] == [True, False]
