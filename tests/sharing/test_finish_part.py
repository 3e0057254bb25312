"""Split among agencies: each finishes its part, one leads and answers, the reporter hears once when all are done."""

import pytest
from django.urls import reverse

from complaints import guarantee, history, timeline
from complaints.errors import Refused
from complaints.followup import operations as followup
from complaints.models import Event, Message, Position
from complaints.sharing import operations
from complaints.states import Outcome
from tests import factories
from tests.factories import NOW

from .conftest import PART, address

DONE = "Dahan sudah kami angkut pagi ini."
ANSWER = {"outcome": Outcome.EXPLAINED, "text": "x" * 60, "no_photo_reason": "Malam.", "now": NOW}


def finish(client, case, text=DONE):
    return client.post(address("finish_part", case), {"text": text})


@pytest.fixture
def split(given):
    """The same, with a second part given to PUPR."""
    given.pupr = factories.make_agency("PUPR")
    given.road_worker = factories.make_staff(given.pupr)
    operations.share(given.pk, to=given.pupr, part="Tolong tambal jalannya.", actor=given.coordinator, now=NOW)
    return given


def told_reporter(case):
    """Return the kinds of the messages to the reporter since the referral."""
    after = case.events.get(kind=Event.Kind.REFERRED).sequence
    rows = Message.objects.filter(complaint=case, user=None, sequence__gt=after)
    return [case.events.get(sequence=row.sequence).kind for row in rows.order_by("pk")]


class TestTheReporterHearsOnce:
    def test_when_the_last_part_is_done(self, client, split):
        client.force_login(split.supporter)
        assert finish(client, split).url == address("part", split)
        assert told_reporter(split) == []
        client.force_login(split.road_worker)
        finish(client, split, "Jalan sudah ditambal.")
        assert told_reporter(split) == [Event.Kind.PARTS_DONE]
        said = timeline.entries(split, for_staff=False)
        assert said[-1].what == "Semua bagian pekerjaan selesai. Dishub menyiapkan jawaban"
        assert not [entry for entry in said if DONE in entry.text]
        split.refresh_from_db()
        assert list(history.faults()) == []
        assert guarantee.violations() == []

    def test_also_when_the_last_one_is_ended_and_never_again(self, split):
        share = split.shares.get(agency=split.dlh)
        operations.finish_part(share.pk, text=DONE, actor=split.supporter, now=NOW)
        operations.finish_part(share.pk, text=DONE, actor=split.supporter, now=NOW)
        assert split.events.filter(kind=Event.Kind.PART_DONE).count() == 1
        operations.end_share(split.pk, to=split.pupr, actor=split.liaison, now=NOW)
        assert told_reporter(split) == [Event.Kind.PARTS_DONE]
        operations.share(split.pk, to=split.pupr, part="Tolong cek lagi.", actor=split.coordinator, now=NOW)
        again = split.shares.get(agency=split.pupr, ended_at=None)
        operations.finish_part(again.pk, text="Sudah dicek.", actor=split.road_worker, now=NOW)
        assert told_reporter(split) == [Event.Kind.PARTS_DONE]


class TestTheLeadOwnsTheAnswer:
    def test_and_waits_for_every_part(self, client, split):
        client.force_login(split.liaison)
        page = client.get(reverse("followup:answer", args=[str(split)]), follow=True)
        assert "Bagian DLH, PUPR belum selesai." in page.text
        with pytest.raises(Refused, match="Bagian DLH, PUPR belum selesai"):
            followup.answer(split.pk, actor=split.liaison, **ANSWER)
        operations.finish_part(split.shares.get(agency=split.dlh).pk, text=DONE, actor=split.supporter, now=NOW)
        operations.end_share(split.pk, to=split.pupr, actor=split.liaison, now=NOW)
        followup.answer(split.pk, actor=split.liaison, **ANSWER)

    def test_and_sees_how_far_the_parts_are(self, client, split):
        operations.finish_part(split.shares.get(agency=split.dlh).pk, text=DONE, actor=split.supporter, now=NOW)
        client.force_login(split.liaison)
        page = client.get(reverse("followup:case", args=[str(split)])).text
        for words in ("Bagian: 1 dari 2 selesai", PART, DONE, address("end_share", split, split.pupr.pk)):
            assert words in page

    def test_and_may_end_a_part_but_no_more(self, client, split):
        operations.share(split.pk, to=split.ombudsman, actor=split.coordinator, now=NOW)
        client.force_login(split.liaison)
        for agency in (split.pupr, split.ombudsman):
            client.post(address("end_share", split, agency.pk))
        ended = split.shares.filter(ended_at__isnull=False)
        assert [share.agency for share in ended] == [split.pupr]
        client.force_login(factories.make_staff(factories.make_agency("Lain")))
        assert client.post(address("end_share", split, split.dlh.pk)).status_code == 404

    def test_is_told_in_the_morning(self, split):
        operations.finish_part(split.shares.get(agency=split.dlh).pk, text=DONE, actor=split.supporter, now=NOW)
        told = Message.objects.filter(complaint=split, kind=Message.Kind.PART_NOTED)
        assert [message.user for message in told] == [split.liaison]


def test_up_to_five_parts(split):
    for number in range(3):
        to = factories.make_agency(f"Badan {number}")
        operations.share(split.pk, to=to, part="Tolong dibantu.", actor=split.coordinator, now=NOW)
    to = factories.make_agency("Keenam")
    with pytest.raises(Refused, match="Sudah ada lima bagian"):
        operations.share(split.pk, to=to, part="Tolong dibantu.", actor=split.coordinator, now=NOW)


def test_what_is_done_leaves_the_list_and_stays_readable(client, given, supporter):
    finish(client, given)
    assert str(given) not in client.get(reverse("sharing:parts")).text
    page = client.get(address("part", given)).text
    assert "Selesai" in page
    assert address("finish_part", given) not in page


@pytest.mark.parametrize(
    ("text", "why"), [("", "Tulis apa yang sudah dikerjakan"), ("beres", "paling sedikit 10 huruf")]
)
def test_what_was_done_is_asked_for(client, given, supporter, text, why):
    assert why in finish(client, given, text).text
    assert not given.events.filter(kind=Event.Kind.PART_DONE).exists()


def test_others_get_404(client, given, strangers):
    for user in (*strangers, given.liaison, factories.make_staff(given.dlh, Position.Role.ENTRY)):
        client.force_login(user)
        assert client.get(address("finish_part", given)).status_code == 404
        assert finish(client, given).status_code == 404
