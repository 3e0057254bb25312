"""Texts that begin with a template: no gap is sent, unchanged ones only knowingly, uses are counted."""

import pytest
import time_machine
from django.urls import reverse

from complaints.models import Event, ReplyTemplate, ReplyUse
from complaints.replies import operations as replies
from tests import factories
from tests.factories import NOW

TEXT = "Lampu pada laporan {nomor} sudah kami ganti pada {hari}."
WHOLE = "Lampu pada laporan ini sudah kami ganti dan sudah menyala lagi."


@pytest.fixture(autouse=True)
def clock(office):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case(office):
    return factories.refer(factories.make_complaint(category=office.pju), office.dishub, actor=office.coordinator)


@pytest.fixture
def template(office):
    return make(office, "Lampu menyala", TEXT)


def make(office, title, text, **changed):
    values = {"agency": office.dishub, "use": "answer", "category": None, "outcome": "repaired"} | changed
    return replies.add(**values, title=title, text=text, actor=office.liaison, now=NOW)


def address(name, case):
    return reverse(f"followup:{name}", args=[case.tracking_number])


def send(client, case, **answers):
    return client.post(address("answer", case), {"version": case.version, "outcome": "repaired"} | answers)


def test_is_filled_and_what_was_typed_stays(client, office, case, template):
    client.force_login(office.liaison)
    response = send(client, case, text="Terima kasih.", templat=template.pk, pakai="1", outcome="")
    form, page = response.context["form"], response.text
    filled = f"Lampu pada laporan {case.tracking_number} sudah kami ganti pada {{hari}}."
    assert form["text"].value() == f"Terima kasih.\n\n{filled}"
    assert form["outcome"].value() == "repaired"
    assert "<mark>{hari}</mark>" in page
    assert Event.objects.filter(complaint=case, kind=Event.Kind.ANSWERED).count() == 0
    again = send(client, case, text=filled, begun=template.pk, templat=template.pk, pakai="1")
    assert again.context["form"]["text"].value() == filled


def test_a_gap_is_not_sent(client, office, case, template):
    client.force_login(office.liaison)
    page = send(client, case, text=f"{WHOLE} Pada {{hari}} oleh {{siapa}}", begun=template.pk).text
    assert "Isi dulu bagian ini: {hari}, {siapa}" in page
    case.refresh_from_db()
    assert case.status == "referred"


@pytest.mark.parametrize(("act", "named"), [("ask", "question"), ("note_progress", "text")])
def test_nor_in_a_question_or_a_word(client, office, case, act, named):
    client.force_login(office.liaison)
    page = client.post(address(act, case), {"version": case.version, named: "Pada {hari}?"}).text
    assert "Isi dulu bagian ini: {hari}" in page


def test_unchanged_is_sent_only_knowingly_and_counted(client, office, case):
    template = make(office, "Utuh", WHOLE)
    client.force_login(office.liaison)
    page = send(client, case, text=WHOLE, begun=template.pk).text
    assert "Tambahkan satu kalimat tentang laporan ini" in page
    assert send(client, case, text=WHOLE, begun=template.pk, as_it_is="on").url == address("case", case)
    use = ReplyUse.objects.get()
    assert (use.agency, use.sent, use.edited) == (office.dishub, 1, 0)


def test_after_three_changes_an_own_one_is_offered(client, office, template):
    client.force_login(office.liaison)
    for number in range(3):
        one = factories.make_complaint(category=office.pju)
        one = factories.refer(one, office.dishub, actor=office.coordinator)
        response = send(client, one, text=f"{WHOLE} {number}", begun=template.pk)
        assert response.url == address("case", one) + ("?templat" if number == 2 else "")
    page = client.get(response.url).text
    assert f"{reverse('replies:add')}?laporan={one.tracking_number}" in page
    make(office, "Baru", WHOLE)
    assert ReplyUse.objects.get().edited == 0


def test_one_that_was_retired_meanwhile_holds_nothing_back(client, office, case, template):
    replies.retire(template.pk, actor=office.liaison, now=NOW)
    client.force_login(office.liaison)
    assert send(client, case, text=WHOLE, begun=template.pk).url == address("case", case)
    assert not ReplyUse.objects.exists()


def test_most_used_stands_first_and_only_what_fits(client, office, case, template):
    often = make(office, "Zebra", WHOLE, outcome=None)
    make(office, "Kabar", WHOLE, use=ReplyTemplate.Use.PROGRESS, outcome=None)
    make(office, "Lain", WHOLE, category=office.violence)
    ReplyUse.objects.create(template=often, agency=office.dishub, sent=1)
    ReplyUse.objects.create(template=template, agency=office.dlh, sent=9)
    client.force_login(office.liaison)
    offered = client.get(address("answer", case)).context["form"].filled()
    assert [one["title"] for one in offered] == ["Zebra", "Lampu menyala"]
