"""A reported page is decided about: kept, corrected, hidden; each with its reason, each an event."""

from dataclasses import replace

import pytest

from complaints import texts
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.models import Agency, Complaint, Event, PageReport, Position
from complaints.publication import content, operations, reviews
from complaints.triage import exclusions
from tests import factories
from tests.factories import NOW
from tests.publication.shown import hidden, shown

pytestmark = pytest.mark.django_db
NOTE = "Nama tetangga terbaca di baris kedua."
REVIEWS = "/petugas/tinjauan/"
KIND = Event.Kind.PAGE_REPORT_DECIDED


@pytest.fixture
def case(client):
    case = shown()
    case.coordinator = factories.make_coordinator()
    client.force_login(case.coordinator)
    reviews.flag(case.pk, reason="personal_data", text="Ada nama.", now=NOW)
    case.refresh_from_db()
    return case


def url(case):
    return f"/petugas/laporan/{case.tracking_number}/tinjauan/{PageReport.objects.get().pk}/"


def decide(client, case, decision, **more):
    version = Complaint.objects.get(pk=case.pk).version
    return client.post(url(case), {"version": version, "decision": decision, "note": NOTE, "because": "", **more})


def decided() -> tuple:
    row = PageReport.objects.get()
    return row.decision, row.decided_at, row.decided_by


def test_shows_what_was_said_and_where_it_is(client, case):
    page = client.get(url(case))
    for words in ["Data pribadi terlihat", "Ada nama.", f"/laporan/{case.tracking_number}/"]:
        assert words in page.text, words


def test_kept(client, case):
    assert decide(client, case, "kept").status_code == 302
    assert decided() == ("kept", NOW, case.coordinator)
    event = case.events.get(kind=KIND)
    assert (event.actor, event.data["decision"]) == (case.coordinator, "kept")
    assert texts.read(case.texts.get(pk=event.data["note"]["text"])) == NOTE
    assert client.get(f"/laporan/{case.tracking_number}/").status_code == 200


def test_hidden_at_once_with_a_reason_for_everybody(client, case):
    assert "Pilih alasan untuk umum" in decide(client, case, "hidden").text
    assert decided()[0] is None
    assert decide(client, case, "hidden", because="personal_data").status_code == 302
    assert decided()[0] == "hidden"
    page = client.get(f"/laporan/{case.tracking_number}/")
    assert page.status_code == 410
    assert "Memuat data pribadi" in page.text
    assert NOTE not in page.text
    assert list(case.events.values_list("kind", flat=True))[-2:] == [Event.Kind.HIDDEN, KIND]


def test_corrected_only_after_it_was_corrected(client, case):
    assert "Perbaiki dulu isinya" in decide(client, case, "corrected").text
    assert decided()[0] is None
    new = replace(content.stored(case.publication), story="Lampu mati sejak seminggu.")
    operations.publish(case.pk, content=new, actor=case.coordinator, now=NOW)
    assert decide(client, case, "corrected").status_code == 302
    assert decided()[0] == "corrected"


def test_what_is_hidden_already_stays_so(client, case):
    hidden(case)
    page = client.get(url(case))
    assert "Halamannya sudah tidak ditampilkan. Alasan untuk umum: Memuat data pribadi." in page.text
    assert "Tetap ditampilkan" not in page.text
    assert decide(client, case, "kept").status_code == 200
    with pytest.raises(Refused, match="sudah tidak ditampilkan"):
        reviews.decide(
            case.pk,
            flag_id=PageReport.objects.get().pk,
            decision="kept",
            because="",
            note=NOTE,
            actor=case.coordinator,
            now=NOW,
        )
    assert decide(client, case, "hidden").status_code == 302
    assert decided()[0] == "hidden"
    case.publication.refresh_from_db()
    assert case.publication.hidden_because == "personal_data"


class TestHandledApart:
    """Shown once, reported, and not for everybody any more: who has the case decides, nobody else learns of it."""

    def sensitive(self, case):
        helper = factories.make_agency("DSPPPA", handles_sensitive=True)
        decider = factories.make_staff(helper, handles_sensitive=True)
        factories.refer(case, helper, actor=case.coordinator, term_class="SENSITIVE")
        return decider, [case.coordinator, factories.make_staff(helper)]

    def supervisory(self, case):
        inspectorate = Agency.objects.get(duty=Agency.Duty.INSPECTORATE)
        decider = factories.make_staff(inspectorate, Position.Role.INSPECTORATE)
        factories.refer(case, inspectorate, actor=case.coordinator, term_class="SUPERVISORY")
        followup.accept(case.pk, actor=decider, now=NOW)
        return decider, [case.coordinator, factories.make_staff(inspectorate)]

    def about_the_coordinator(self, case):
        inspectorate = Agency.objects.get(duty=Agency.Duty.INSPECTORATE)
        decider = factories.make_staff(inspectorate, Position.Role.INSPECTORATE)
        exclusions.exclude(
            case.pk, agency=factories.coordination(), reason="Petugasnya sendiri.", actor=case.coordinator, now=NOW
        )
        return decider, [case.coordinator]

    @pytest.mark.parametrize("how", [sensitive, supervisory, about_the_coordinator])
    def test_decided_by_who_has_it(self, client, case, how):
        decider, others = how(self, case)
        for other in others:
            client.force_login(other)
            assert client.get(url(case)).status_code == 404
            assert case.tracking_number not in client.get(REVIEWS).text
        client.force_login(decider)
        assert f'href="{REVIEWS}"' in client.get("/petugas/").text
        assert url(case) in client.get(REVIEWS).text
        assert "Alasan untuk umum: Ditangani secara tertutup." in client.get(url(case)).text
        assert decide(client, case, "hidden").status_code == 302
        assert decided() == ("hidden", NOW, decider)
        assert url(case) not in client.get(REVIEWS).text


def test_twice_is_once(client, case):
    version = case.version
    answers = {"version": version, "decision": "hidden", "note": NOTE, "because": "unfit"}
    for _press in range(2):
        assert client.post(url(case), answers).status_code == 302
    assert case.events.filter(kind=KIND).count() == 1


def test_somebody_decided_meanwhile(client, case):
    reviews.decide(
        case.pk,
        flag_id=PageReport.objects.get().pk,
        decision="kept",
        because="",
        note=NOTE,
        actor=factories.make_coordinator(),
        now=NOW,
    )
    assert "Laporan isi ini sudah diputus." in decide(client, case, "kept", note="Lain lagi alasannya.").text


def test_reasons_are_said(client, case):
    response = client.post(url(case), {"version": case.version})
    for words in ["Pilih putusannya", "Tulis mengapa"]:
        assert words in response.text


def test_not_for_others(client, case):
    address = url(case)
    other = shown()
    assert client.get(address.replace(case.tracking_number, other.tracking_number)).status_code == 404
    client.force_login(factories.make_staff(factories.make_agency("DLH")))
    assert client.get(address).status_code == 404
    assert client.post(address, {"decision": "kept", "note": NOTE, "version": case.version}).status_code == 404
