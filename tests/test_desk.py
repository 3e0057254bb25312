"""Two people save one case: each reads what the other did, and no text is lost (ux.md 2.4)."""

import pytest
from django.test import Client
from django.urls import reverse

from complaints.followup import operations as followup
from complaints.models import Event
from complaints.routing import operations as routing
from complaints.states import Outcome
from tests import factories
from tests.factories import NOW
from tests.followup.conftest import picture

MINE = "Teknisi kami ke lokasi besok pagi, membawa lampu baru."
THEIRS = "Kabel putus di tiang nomor 14, sudah kami pesan gantinya."


@pytest.fixture
def case(db):
    complaint = factories.make_complaint()
    complaint.dishub = factories.make_agency("Dishub")
    complaint.coordinator = factories.make_coordinator()
    factories.refer(complaint, complaint.dishub, actor=complaint.coordinator)
    complaint.me, complaint.colleague = (factories.make_staff(complaint.dishub) for _ in range(2))
    return complaint


def session(user):
    client = Client()
    client.force_login(user)
    return client


def url(case, name="note_progress"):
    return reverse(f"followup:{name}", args=[case.tracking_number])


def version_in(client, case, name="note_progress"):
    return client.get(url(case, name)).context["form"]["version"].value()


def test_what_the_other_wrote_stands_beside_mine_and_the_next_press_sends(case):
    me, colleague = session(case.me), session(case.colleague)
    seen = version_in(me, case)
    theirs = {"version": version_in(colleague, case), "text": THEIRS}
    assert colleague.post(url(case), theirs).status_code == 302
    followup.note_internal(case.pk, text="Stok cukup.", actor=case.colleague, now=NOW)

    response = me.post(url(case), {"version": seen, "text": MINE})
    page = response.content.decode()
    assert f"Laporan ini baru diubah oleh {case.colleague.full_name} pukul" in page
    assert "Ini bedanya" in page
    for text in (THEIRS, "Stok cukup.", MINE):  # everything since, not the last alone
        assert text in page
    assert case.events.filter(kind=Event.Kind.PROGRESS_NOTED).count() == 1

    again = {"version": response.context["form"]["version"].value(), "text": MINE}
    assert me.post(url(case), again).status_code == 302
    assert case.events.filter(kind=Event.Kind.PROGRESS_NOTED).count() == 2


def test_where_the_act_does_not_fit_any_more_mine_is_shown_to_copy(case):
    me, seen = session(case.me), version_in(session(case.me), case)
    followup.answer(case.pk, outcome=Outcome.EXPLAINED, text=THEIRS, actor=case.colleague, now=NOW)
    response = me.post(url(case), {"version": seen, "text": MINE, "photos": [picture()]})
    page = response.content.decode()
    assert next(template.name for template in response.templates) == "desk/overtaken.html"
    for said in (THEIRS, MINE, "Tulisan Anda, belum terkirim", "Berkas yang Anda pilih tidak ikut tersimpan."):
        assert said in page
    assert "<textarea" not in page
    assert url(case, "case") in page
    assert not case.events.filter(kind=Event.Kind.PROGRESS_NOTED).exists()


def test_what_was_written_for_a_case_that_is_not_theirs_any_more_comes_back(case):
    me, seen = session(case.me), version_in(session(case.me), case)
    routing.return_referral(case.pk, reason="Bukan tugas kami.", actor=case.colleague, now=NOW)
    response = me.post(url(case), {"version": seen, "text": MINE, "csrfmiddlewaretoken": "x"})
    assert response.status_code == 404
    page = response.content.decode()
    assert "Tulisan Anda belum terkirim." in page
    assert page.count('class="mine"') == 1
    assert MINE in page
    # It says nothing of the case: for a number that never was it is the same page.
    nowhere = me.post(url(case).replace(case.tracking_number, "BLT-0000-0000-0"), {"text": MINE})
    assert nowhere.content == response.content
    assert "Tulisan Anda" not in me.get(url(case)).content.decode()


def test_a_press_without_a_page_is_told_at_the_case(case):
    me, seen = session(case.me), case.version
    followup.note_internal(case.pk, text="Stok cukup.", actor=case.colleague, now=NOW)
    page = me.post(url(case, "accept"), {"version": seen}, follow=True).content.decode()
    assert f"Laporan ini baru diubah oleh {case.colleague.full_name}" in page
    assert "Stok cukup." in page
