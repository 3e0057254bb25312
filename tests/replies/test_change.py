"""A template is changed by the people of its agency; one for all by the coordinator."""

from django.urls import reverse

from complaints.models import Event


def url(row):
    return reverse("replies:change", args=[row.pk])


def test_is_changed_and_nothing_is_recorded_twice(client, office, own):
    client.force_login(office.officer)
    page = client.get(url(own))
    assert page.context["form"].initial["text"] == own.text
    wanted = {"title": "Lampu baru", "text": own.text, "category": own.category_id, "outcome": own.outcome}
    for _time in range(2):
        assert client.post(url(own), wanted).status_code == 302
    own.refresh_from_db()
    assert (own.title, own.changed_by, own.use) == ("Lampu baru", office.officer, "answer")
    changes = Event.objects.filter(complaint=None, data__model="replytemplate").order_by("sequence")
    assert [event.data["fields"] for event in changes] == [["text", "title"], ["title"]]


def test_those_of_others_are_404(client, office, own, for_all):
    client.force_login(office.dlh_liaison)
    assert client.get(url(own)).status_code == 404
    client.force_login(office.liaison)
    assert client.post(url(for_all), {"title": "x", "text": "y"}).status_code == 404
    client.force_login(office.coordinator)
    assert client.get(url(for_all)).status_code == 200
    assert client.get(url(own)).status_code == 404
