"""A retired template is offered no more, and can come back."""

from django.urls import reverse

from complaints.models import Complaint
from complaints.replies import queries


def test_is_offered_no_more_and_again(client, office, own):
    case = Complaint(owner=office.dishub, category=office.pju)
    client.force_login(office.liaison)
    assert queries.offered(case, "answer") == [own]
    client.post(reverse("replies:retire", args=[own.pk]))
    assert queries.offered(case, "answer") == []
    client.post(reverse("replies:retire", args=[own.pk]))
    assert queries.offered(case, "answer") == [own]


def test_not_by_others(client, office, own):
    client.force_login(office.dlh_liaison)
    assert client.post(reverse("replies:retire", args=[own.pk])).status_code == 404
