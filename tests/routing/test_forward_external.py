"""No wrong door: what another body must do is handed on with body, reason and hotline, and asked for later."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints import access, audit, history, timeline
from complaints.errors import Refused
from complaints.models import Agency, Attachment, Complaint, Event, Message
from complaints.models.term import TermClass
from complaints.routing import operations
from complaints.states import ClockKind, Status
from tests import factories
from tests.factories import NOW
from tests.routing.conftest import WHY
from tests.worlds import all_kept, make_photo


def url(complaint):
    return reverse("routing:forward_external", args=[complaint.tracking_number])


def sent(complaint, body, **more):
    return {"version": complaint.version, "body": body.pk, "reason": WHY, **more}


def reporters_page(client, complaint):
    response = client.get(reverse("alive"))
    access.let_reporter_in(response, complaint, secure=False)
    client.cookies.update(response.cookies)
    return client.get(reverse("tracking:case", args=[complaint.tracking_number])).content.decode()


class TestPage:
    def test_hands_on_and_leaves_body_reason_and_clock(self, client, fresh, coordinator, pln):
        response = client.post(url(fresh), sent(fresh, pln))
        assert response.url == reverse("followup:case", args=[fresh.tracking_number])
        fresh.refresh_from_db()
        assert (fresh.status, fresh.owner) == (Status.FORWARDED_EXTERNAL, factories.coordination())
        clock = fresh.clocks.get(stopped_at=None)
        assert (clock.kind, clock.due_at, clock.amount) == (ClockKind.CHECK_BACK, fresh.due_at, 14)
        event = fresh.events.get(kind=Event.Kind.FORWARDED_EXTERNAL)
        assert (event.data["body"], timeline.text_of(event, "reason")) == (pln.pk, WHY)
        assert Message.objects.filter(complaint=fresh, sequence=event.sequence).exists()
        all_kept(NOW)

    def test_the_reporter_reads_body_reason_hotline_and_the_day_we_ask(self, client, outside):
        page = reporters_page(client, outside)
        assert "Sudah dialihkan ke PT PLN (Persero) Unit Belitung." in page
        assert WHY in page
        assert 'href="tel:123"' in page
        assert "kami tanyakan kabar pada Senin, 14 Desember 2026." in page

    def test_the_case_page_shows_the_body_and_what_to_do(self, client, outside):
        page = client.get(reverse("followup:case", args=[outside.tracking_number])).content.decode()
        assert "PT PLN (Persero) Unit Belitung" in page
        for name in ("record_outside_answer", "check_back", "letter", "bounce"):
            assert reverse(f"routing:{name}", args=[outside.tracking_number]) in page

    def test_it_stands_in_the_view_of_what_is_outside(self, client, outside, pln):
        yesterday = NOW - timedelta(days=1)
        sooner = factories.make_complaint(now=yesterday)
        operations.forward_external(sooner.pk, body=pln, reason=WHY, actor=factories.make_coordinator(), now=yesterday)
        page = client.get(reverse("followup:queue"), {"v": "luar"})
        assert [row["number"] for row in page.context["rows"]] == [sooner.tracking_number, outside.tracking_number]

    def test_the_exact_category_is_kept_where_it_is_known(self, client, fresh, coordinator, pln):
        power = factories.make_category("daya", pln, name="Listrik padam", topic=fresh.category, form_order=None)
        client.post(url(fresh), sent(fresh, pln, category=power.pk))
        fresh.refresh_from_db()
        assert fresh.category == power
        assert fresh.events.get(kind=Event.Kind.FORWARDED_EXTERNAL).data["state"]["category"] == power.pk

    def test_a_sensitive_category_closes_the_case_and_seals_it(self, client, fresh, coordinator, pln):
        violence = factories.make_category("kdrt", pln, topic=fresh.category, form_order=None, sensitive=True)
        client.post(url(fresh), sent(fresh, pln, category=violence.pk))
        fresh.refresh_from_db()
        assert fresh.access_class == Complaint.AccessClass.SENSITIVE
        assert not fresh.texts.filter(plain__isnull=False).exists()
        assert list(history.faults()) == []

    def test_a_sent_letter_is_kept(self, client, fresh, coordinator, pln, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        photo = SimpleUploadedFile("surat.jpg", make_photo().renditions[1600].jpeg, "image/jpeg")
        client.post(url(fresh), sent(fresh, pln, letter=photo))
        attachment = Attachment.objects.get(complaint=fresh)
        assert attachment.purpose == Attachment.Purpose.LETTER
        event = fresh.events.get(kind=Event.Kind.FORWARDED_EXTERNAL)
        assert [item["file"] for item in event.data["photos"]] == [str(attachment.pk)]
        assert list(history.faults()) == []

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"body": ""}, "Pilih lembaga"),
            ({"reason": ""}, "Tulis mengapa laporan dialihkan"),
            ({"reason": "PLN"}, "Tulis sedikit lagi, paling sedikit 10 huruf"),
        ],
    )
    def test_what_is_missing_is_asked_for(self, client, fresh, coordinator, pln, answers, sentence):
        page = client.post(url(fresh), sent(fresh, pln) | answers).content.decode()
        assert sentence in page
        fresh.refresh_from_db()
        assert fresh.status == Status.SUBMITTED

    def test_only_active_outside_bodies_can_be_chosen_and_their_hotline_is_shown(self, client, fresh, coordinator, pln):
        gone = factories.make_agency("Lama", kind="external", is_active=False)
        ombudsman = factories.make_agency("Ombudsman", kind="oversight")
        field = client.get(url(fresh)).context["form"].fields["body"]
        assert set(field.queryset) == {pln, ombudsman}
        assert (pln.pk, "PT PLN (Persero) Unit Belitung (telepon 123)") in [(v.value, t) for v, t in field.choices if v]
        for body in (gone, factories.make_agency("Dishub")):
            assert client.post(url(fresh), sent(fresh, body)).status_code == 200

    def test_the_body_is_chosen_already_where_it_is_known(self, client, fresh, coordinator, pln):
        power = factories.make_category("listrik", pln, name="Listrik", term_class=TermClass.EXTERNAL)
        Complaint.objects.filter(pk=fresh.pk).update(category=factories.make_category("daya", pln, topic=power))
        assert client.get(url(fresh)).context["form"].initial["body"] == pln.pk
        other = factories.make_agency("BPJS", kind="external")
        assert client.get(url(fresh), {"lembaga": other.pk}).context["form"].initial["body"] == other.pk
        assert client.get(url(fresh), {"lembaga": "9" * 40}).status_code == 200

    def test_pressed_twice_is_once(self, client, fresh, coordinator, pln):
        answers = sent(fresh, pln)
        assert client.post(url(fresh), answers).status_code == 302
        assert client.post(url(fresh), answers).status_code == 302
        assert fresh.events.filter(kind=Event.Kind.FORWARDED_EXTERNAL).count() == 1

    def test_others_get_404(self, client, fresh, strangers, pln):
        for user in strangers:
            client.force_login(user)
            assert client.get(url(fresh)).status_code == 404
            assert client.post(url(fresh), sent(fresh, pln)).status_code == 404

    def test_who_comes_too_late_is_led_back(self, client, outside):
        assert client.get(url(outside)).status_code == 302


class TestLeadsHere:
    def test_archiving_what_is_not_ours_leads_here(self, client, fresh, coordinator):
        response = client.get(reverse("triage:archive", args=[fresh.tracking_number]))
        assert url(fresh) in response.content.decode()
        codes = [code for code, _word in response.context["form"].fields["code"].choices]
        assert "out_of_jurisdiction" not in codes
        answers = {"version": fresh.version, "code": "out_of_jurisdiction", "text": "Hubungi PLN di 123."}
        assert client.post(reverse("triage:archive", args=[fresh.tracking_number]), answers).status_code == 200
        fresh.refresh_from_db()
        assert fresh.status == Status.SUBMITTED

    def test_the_verification_page_leads_here_for_what_the_rules_say_is_outside(self, client, fresh, coordinator, pln):
        topic = factories.make_category("listrik", pln, name="Listrik")
        power = factories.make_category("daya", pln, name="Listrik padam", topic=topic, form_order=None)
        page = client.post(
            reverse("routing:refer", args=[fresh.tracking_number]), {"suggest": "1", "category": power.pk}
        ).content.decode()
        assert "Bukan wewenang Pemkab, tetapi PT PLN (Persero) Unit Belitung." in page
        address = f"{url(fresh)}?kategori={power.pk}&amp;lembaga={pln.pk}"
        assert address in page
        initial = client.get(address.replace("&amp;", "&")).context["form"].initial
        assert (initial["category"], initial["body"]) == (power.pk, pln.pk)


class TestOperation:
    @pytest.mark.parametrize("fields", [{"kind": "regional"}, {"kind": "village"}, {"is_active": False}])
    def test_only_an_active_body_outside(self, fresh, coordinator, pln, fields):
        Agency.objects.filter(pk=pln.pk).update(**fields)
        pln.refresh_from_db()
        with pytest.raises(Refused, match="Pilih lembaga di luar Pemkab"):
            operations.forward_external(fresh.pk, body=pln, reason=WHY, actor=coordinator, now=NOW)

    def test_never_the_one_complained_about(self, fresh, coordinator, pln):
        Complaint.objects.filter(pk=fresh.pk).update(excluded_agency=pln)
        with pytest.raises(Refused, match="tentang dirinya sendiri"):
            operations.forward_external(fresh.pk, body=pln, reason=WHY, actor=coordinator, now=NOW)

    def test_only_what_waits_for_verification(self, fresh, coordinator, pln):
        factories.refer(fresh, factories.make_agency("Dishub"), actor=coordinator)
        with pytest.raises(Refused, match="sudah berubah"):
            operations.forward_external(fresh.pk, body=pln, reason=WHY, actor=coordinator, now=NOW)

    def test_nothing_remains_when_a_late_step_fails(self, fresh, coordinator, pln, monkeypatch):
        def fails(*_args, **_more):
            raise RuntimeError

        monkeypatch.setattr(audit, "record", fails)
        with pytest.raises(RuntimeError):
            operations.forward_external(fresh.pk, body=pln, reason=WHY, actor=coordinator, now=NOW)
        monkeypatch.undo()
        fresh.refresh_from_db()
        assert fresh.status == Status.SUBMITTED
        assert not fresh.texts.filter(kind="reason").exists()
