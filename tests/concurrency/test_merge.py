"""Merges that cross: the locks are taken in one order, one wins and the other is told why it cannot be."""

import pytest

from complaints.models import Merge
from complaints.triage import operations
from tests import factories, worlds
from tests.concurrency.parallel import at_once, refused
from tests.factories import NOW
from tests.worlds import all_kept

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_into_the_other():
    office = worlds.make_office()
    for _round in range(4):
        first, second = (factories.make_complaint(category=office.pju) for _ in range(2))

        def merge(one, other):
            operations.merge(one.pk, into=other, actor=office.coordinator, now=NOW)

        jobs = [lambda one=one, other=other: merge(one, other) for one, other in ((first, second), (second, first)) * 3]
        assert len(refused(at_once(jobs))) == len(jobs) - 1
        assert Merge.objects.filter(complaint__in=[first, second], undone_at=None).count() == 1
    all_kept()
