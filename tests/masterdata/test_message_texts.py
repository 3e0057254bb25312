"""Every message to citizens is shown, with its length and the template that WhatsApp approves."""

from django.urls import reverse

from complaints.notifications import telling


def test_shows_every_message(desk):
    answer = desk.get(reverse("masterdata:message_texts"))
    shown = {one.template for one in answer.context["texts"]}
    assert shown <= set(telling.templates())
    assert {name.rsplit("_", 1)[0] for name in shown} == {name.rsplit("_", 1)[0] for name in telling.templates()}
    assert "huruf" in answer.text
