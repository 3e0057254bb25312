"""L6: supervisory and protected cases, for who inspects; number, status and clocks."""

import pytest
from django.urls import reverse

from complaints.models import Complaint
from tests.cases import Case

URL = reverse("monitoring:supervision")


@pytest.fixture
def closed(office):
    """A supervisory case that the inspectorate has."""
    return Case(office, category=office.graft).do("refer", to=office.inspectorate, term_class="SUPERVISORY").complaint


def test_lists_closed_cases_without_their_content(client, office, closed, ordinary, sensitive):
    client.force_login(office.inspector)
    page = client.get(URL).content.decode()
    assert closed.tracking_number in page
    assert ordinary.tracking_number not in page
    assert sensitive.tracking_number not in page
    assert closed.category.name not in page


@pytest.mark.parametrize("who", ["coordinator", "liaison", "leader", "overseer", "administrator", "clerk"])
def test_is_not_there_for_others(client, office, closed, who):
    client.force_login(getattr(office, who))
    assert client.get(URL).status_code == 404


def test_what_the_inspectorate_is_accused_of_is_not_its_to_list(client, office, closed):
    Complaint.objects.filter(pk=closed.pk).update(owner=office.dishub, excluded_agency=office.inspectorate)
    client.force_login(office.inspector)
    assert closed.tracking_number not in client.get(URL).content.decode()


def test_takes_the_same_queries_for_more_rows(client, office, closed, django_assert_max_num_queries):
    client.force_login(office.inspector)
    client.get(URL)
    with django_assert_max_num_queries(14):
        client.get(URL)
    for _number in range(2):
        Case(office, category=office.graft).do("refer", to=office.inspectorate, term_class="SUPERVISORY")
    with django_assert_max_num_queries(14):
        client.get(URL)
