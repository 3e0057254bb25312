"""One world for all attacks of a module: each attack is rolled back to it."""

import pytest
from django.db import transaction

from tests import worlds


@pytest.fixture(scope="module")
def lasting_world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(lasting_world, db):
    with transaction.atomic():
        yield lasting_world
        transaction.set_rollback(True)
