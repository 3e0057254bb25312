"""What comes back from the field counts when somebody has looked, before and after side by side."""

import pytest
from django.urls import reverse

from complaints.errors import Refused
from complaints.field import operations
from complaints.models import Attachment, FieldReturn
from tests.factories import NOW
from tests.worlds import ANSWER, all_kept, make_photo

from .conftest import url

pytestmark = pytest.mark.django_db


def test_before_and_after_side_by_side_then_it_counts(client, at_work):
    link = at_work.link()
    operations.send_back(link.pk, text="Lampu diganti dan menyala.", photos=[make_photo("white")], now=NOW)
    returned = FieldReturn.objects.get()
    client.force_login(at_work.office.liaison)
    answer = reverse("followup:answer", args=[at_work.complaint.tracking_number])
    assert "Lampu diganti" not in client.get(answer).text, "nothing counts before somebody has looked"
    address = url("decide", at_work.complaint, returned.pk)
    page = client.get(address)
    assert (len(page.context["photos"]), len(page.context["after"])) == (1, 1)
    version = page.context["form"]["version"].value()
    assert client.post(address, {"version": version, "taken": "yes"}).url == answer
    form = client.get(answer).context["form"]
    assert form["text"].value() == "Lampu diganti dan menyala."
    sent = {"version": form["version"].value(), "outcome": "repaired", "text": ANSWER, "with_proposed": "on"}
    client.post(answer, sent)
    at_work.complaint.refresh_from_db()
    assert at_work.complaint.status == "answered"
    assert at_work.complaint.attachments.filter(purpose=Attachment.Purpose.RESULT).count() == 1
    all_kept()


def test_what_is_not_taken_never_counts(client, at_work):
    link = at_work.link()
    operations.send_back(link.pk, text="Foto salah.", now=NOW)
    returned = FieldReturn.objects.get()
    operations.decide(at_work.case.pk, return_id=returned.pk, taken=False, actor=at_work.office.liaison, now=NOW)
    with pytest.raises(Refused):
        operations.decide(at_work.case.pk, return_id=returned.pk, taken=True, actor=at_work.office.liaison, now=NOW)
    client.force_login(at_work.office.liaison)
    answer = client.get(reverse("followup:answer", args=[at_work.complaint.tracking_number]))
    assert "Foto salah" not in answer.text
