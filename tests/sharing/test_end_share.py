"""Ending a share: nothing more of the case is seen, and that it was shared stays in the history."""

import pytest

from complaints import audit
from complaints.errors import Refused
from complaints.models import Event, Share
from complaints.sharing import operations
from tests.factories import NOW

from .conftest import PART, address


def end(client, case, agency):
    return client.post(address("end_share", case, agency.pk))


def test_the_part_is_gone(client, given, coordinator):
    assert end(client, given, given.dlh).url == address("share", given)
    share = Share.objects.get(complaint=given)
    assert share.ended_at == NOW
    event = given.events.get(kind=Event.Kind.SHARE_ENDED)
    assert (event.data["to"], event.actor) == (given.dlh.pk, coordinator)
    client.force_login(given.supporter)
    assert client.get(address("part", given)).status_code == 404


def test_the_overseer_reads_it_no_more(client, case, coordinator):
    operations.share(case.pk, to=case.ombudsman, actor=coordinator, now=NOW)
    end(client, case, case.ombudsman)
    client.force_login(case.overseer)
    assert client.get(f"/petugas/laporan/{case.tracking_number}/").status_code == 404


def test_can_be_shared_again(client, given, coordinator):
    end(client, given, given.dlh)
    operations.share(given.pk, to=given.dlh, part=PART, actor=coordinator, now=NOW)
    assert given.shares.filter(ended_at__isnull=True).count() == 1


def test_twice_is_once(client, given, coordinator):
    end(client, given, given.dlh)
    assert end(client, given, given.dlh).status_code == 302
    operations.end_share(given.pk, to=given.dlh, actor=coordinator, now=NOW)
    assert given.events.filter(kind=Event.Kind.SHARE_ENDED).count() == 1


def test_others_get_404(client, given, strangers):
    """But for who leads: the agency that owns the answer may stop waiting for a part (test_finish_part.py)."""
    for person in [given.supporter, given.overseer, *strangers]:
        client.force_login(person)
        assert end(client, given, given.dlh).status_code == 404
    assert Share.objects.get(complaint=given).ended_at is None


def test_is_refused_to_others(given):
    with pytest.raises(Refused, match="bukan tugas jabatan Anda"):
        operations.end_share(given.pk, to=given.dlh, actor=given.supporter, now=NOW)


def test_is_no_get(client, given, coordinator):
    assert client.get(address("end_share", given, given.dlh.pk)).status_code == 405


def test_nothing_remains_when_the_history_fails(given, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        operations.end_share(given.pk, to=given.dlh, actor=given.coordinator, now=NOW)
    assert Share.objects.get(complaint=given).ended_at is None
