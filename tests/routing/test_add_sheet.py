"""The signed disposition sheet, kept with the case."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints import history
from complaints.documents import Document
from complaints.errors import Refused
from complaints.models import Attachment, Event, Position
from complaints.routing import operations
from tests import factories
from tests.factories import NOW
from tests.uploads import files


@pytest.fixture
def case(db):
    complaint = factories.make_complaint()
    complaint.coordinator, complaint.dishub = factories.make_coordinator(), factories.make_agency("Dishub")
    factories.refer(complaint, complaint.dishub, actor=complaint.coordinator)
    complaint.liaison = factories.make_staff(complaint.dishub)
    return complaint


def url(complaint):
    return reverse("routing:add_sheet", args=[complaint.tracking_number])


def send(client, case, *contents, version=None):
    sheet = [SimpleUploadedFile("Lembar rahasia.pdf", data) for data in contents]
    return client.post(url(case), {"version": version or case.version, "sheet": sheet})


def test_is_kept_and_listed(client, case):
    client.force_login(case.liaison)
    due = case.due_at
    assert send(client, case, files.pdf(), files.plain()).url == reverse("followup:case", args=[case.tracking_number])
    case.refresh_from_db()
    assert case.due_at == due
    rows = Attachment.objects.filter(complaint=case)
    assert {(row.purpose, row.media_type) for row in rows} == {("sheet", "application/pdf"), ("sheet", "image/jpeg")}
    assert case.events.get(kind=Event.Kind.SHEET_ADDED).actor == case.liaison
    page = client.get(reverse("followup:case", args=[case.tracking_number]))
    assert len(page.context["sheets"]) == len(page.context["sheet_photos"]) == 1
    assert "Lembar rahasia" not in page.content.decode()
    assert history.verify() is None


def test_something_else_is_refused(client, case):
    client.force_login(case.liaison)
    for sent, said in [
        ([], "Tambahkan PDF atau foto lembarnya"),
        ([b"<html>"], "Berkas 1: File ini bukan PDF atau foto"),
        ([files.pdf(b"/OpenAction<</S/JavaScript>>")], "PDF ini berisi program"),
    ]:
        assert said in send(client, case, *sent).content.decode()
    assert not Attachment.objects.filter(complaint=case).exists()


def test_the_operation_asks_for_a_sheet_too(case):
    with pytest.raises(Refused, match="Tambahkan PDF"):
        operations.add_sheet(case.pk, sheet=[], actor=case.liaison, now=NOW)


def test_twice_is_once(client, case):
    client.force_login(case.liaison)
    for _press in range(2):
        assert send(client, case, files.pdf()).status_code == 302
    assert case.events.filter(kind=Event.Kind.SHEET_ADDED).count() == 1


def test_who_only_reads_and_strangers(client, case):
    leader = factories.make_staff(factories.make_agency("Setda"), Position.Role.LEADER)
    stranger = factories.make_staff(factories.make_agency("DLH"))
    for user in (leader, stranger):
        client.force_login(user)
        assert client.get(url(case)).status_code == 404
        assert send(client, case, files.pdf()).status_code == 404
        with pytest.raises(Refused, match="bukan tugas jabatan"):
            operations.add_sheet(case.pk, sheet=[Document(files.pdf())], actor=user, now=NOW)
    client.logout()
    assert client.get(url(case)).headers["Location"].startswith("/masuk/")
