"""What the desk does with complaints of the demo beside the main way: tags, parts, heads who approve, the field."""

from __future__ import annotations

from datetime import timedelta

from complaints import audit
from complaints.field import operations as field
from complaints.followup import operations_desk, operations_proposals
from complaints.masterdata import operations as masterdata
from complaints.models import Category, FieldLink, Share
from complaints.sharing import operations as sharing
from complaints.states import Outcome
from complaints.triage import operations_category

MINUTE = timedelta(minutes=1)


class DeskActs:
    """Acts on one complaint, at a moment; the people are those of `Acts`."""

    def _tag(self, at):
        operations_desk.tag(self.pk, name="rawan malam", actor=self.liaison, now=at)

    def _recategorise(self, at):
        """The reporter chose another one of the same agency; who refers it puts that right again."""
        alike = {"agency": self.category.agency, "term_class": self.category.term_class, "sensitive": False}
        other = Category.objects.filter(topic__isnull=False, **alike).exclude(pk=self.category.pk).order_by("pk")[0]
        operations_category.recategorise(self.pk, category=other, actor=self.coordinator, now=at)

    def _finish_part(self, at):
        given = Share.objects.get(complaint=self.pk, part__isnull=False)
        text = "Dahan yang menutupi lampu sudah kami pangkas."
        sharing.finish_part(given.pk, text=text, actor=self._person("liaison_officer", given.agency), now=at)

    def _send_to_the_field(self, at):
        """Once by mistake, once to somebody who sends a photo back."""
        for task in ("Lihat semua tiang.", "Lihat tiang di depan lapangan."):
            field.hand_out(self.pk, task=task, actor=self.liaison, now=at)
        mistake, right = FieldLink.objects.filter(complaint=self.pk).order_by("pk")
        field.take_back(self.pk, link_id=mistake.pk, actor=self.liaison, now=at + MINUTE)
        field.open_task(right.pk, now=at + 2 * MINUTE)
        photo = self._photo("SESUDAH")
        field.send_back(right.pk, text="Sudah diganti.", photos=[photo], now=at + 3 * MINUTE)
        sent = right.returns.get()
        field.decide(self.pk, return_id=sent.pk, taken=True, actor=self.liaison, now=at + 4 * MINUTE)

    def _propose(self, at):
        """In an agency whose head sends its answers."""
        agency = self.complaint.owner
        if not agency.heads_approve:
            masterdata.save_agency(agency.pk, values={"heads_approve": True}, actor=audit.SYSTEM, now=at)
        operations_proposals.propose_answer(
            self.pk,
            outcome=Outcome.REPAIRED,
            text="Pipa sudah kami ganti dan airnya sudah jalan lagi. Pengunjung bisa memakai toilet seperti biasa.",
            photos=[self._photo("SESUDAH")],
            actor=self.officer,
            now=at,
        )

    def _give_back(self, at):
        operations_proposals.give_back(self.pk, reason="Sebut kapan dikerjakan.", actor=self.head, now=at)
