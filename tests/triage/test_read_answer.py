"""Reading marks: who was first stays; see test_answers.py for the page."""

from django.urls import reverse

from complaints.models import AnswerReading
from tests.triage.test_answers import answered, event_of


def test_who_was_first_stays_and_what_is_sensitive_is_not_theirs(client, office):
    from tests import factories

    case, second = answered(office), factories.make_coordinator()
    for user in (office.coordinator, second):
        client.force_login(user)
        client.post(reverse("triage:read_answer", args=[event_of(case).pk]))
    assert AnswerReading.objects.get().user == office.coordinator
    type(case).objects.filter(pk=case.pk).update(access_class="sensitive")
    assert client.post(reverse("triage:read_answer", args=[event_of(case).pk])).status_code == 404
