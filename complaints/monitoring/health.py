"""What the administrator sees of the worker: each job's last run, what waits in the outbox, and what fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Job, Message
from complaints.notifications import gateways, telegram

Channel, State = Message.Channel, Message.State
LATE = timedelta(minutes=5)  # a job whose turn was so long ago is not run by anybody
# Name of the job (management/schedule.py) -> what it does, and how often.
JOBS = {
    "sweep": (_("Batas waktu: pengingat, naik ke pimpinan, penutupan"), _("setiap menit")),
    "digests": (_("Ringkasan pagi"), _("setiap 5 menit")),
    "mailbox": (_("E-mail yang masuk"), _("setiap menit")),
    "inbox": (_("Pesan masuk: foto dan batas waktu"), _("setiap menit")),
    "links": (_("Tautan yang diminta pelapor"), _("setiap 10 detik")),
    "telegram": (_("Kode sambungan Telegram"), _("setiap 10 detik")),
    "follow": (_("Tanggal mengikuti kalender kerja"), _("setiap hari dan sesudah kalender diubah")),
    "seal_day": (_("Segel riwayat harian"), _("setiap jam")),
    "silence": (_("Pengganti diberi tahu bila petugas diam dua hari kerja"), _("setiap 30 menit")),
    "release_departed": (_("Tugas orang yang pindah dilepas"), _("setiap jam")),
    "tally": (_("Angka kinerja dihitung"), _("setiap menit")),
    "vocabulary": (_("Kata untuk pencarian dikumpulkan"), _("setiap hari")),
    "purge": (_("Data yang lewat masa simpan dihapus"), _("setiap 6 jam")),
}


@dataclass(frozen=True)
class JobRow:
    """One job; `last_run_at` is its last run that ended well, `failures` those since, `waits_since` its missed turn."""

    name: str
    what: str
    often: str
    last_run_at: datetime | None
    failures: int
    waits_since: datetime | None

    @property
    def by_hand(self) -> str:
        """The command that runs it now."""
        return f"manage.py job {self.name}"

    @property
    def is_well(self) -> bool:
        """Whether it runs in its turn and ends well."""
        return self.last_run_at is not None and not self.failures and self.waits_since is None


def jobs(now: datetime) -> list[JobRow]:
    """Return every job of the schedule, those that never ran too (one query)."""
    known = {job.name: job for job in Job.objects.all()}
    rows = []
    for name, (what, often) in JOBS.items():
        job = known.get(name) or Job(name=name, next_run_at=now)
        missed = job.next_run_at if job.next_run_at < now - LATE else None
        rows.append(JobRow(name, str(what), str(often), job.last_run_at, job.failures, missed))
    return rows


@dataclass(frozen=True)
class QueueRow:
    """One channel: how many messages are due and since when the oldest, how many rest until later, and the failed."""

    channel: str
    label: str
    due: int
    oldest: datetime | None
    later: int
    dead: int
    errors: list[tuple[str, int]]


def queues(now: datetime) -> list[QueueRow]:
    """Return the channels that have something to send or have failed (two queries, by partial indexes).

    `oldest` is when the oldest due message was written: the age of the queue. `errors` names why messages were not
    taken, with how many messages each holds up.
    """
    counts = Message.objects.filter(state=State.WAITING).values("channel").order_by("channel")
    waiting = {
        row["channel"]: row
        for row in counts.annotate(
            due=Count("pk", filter=Q(next_try_at__lte=now)),
            later=Count("pk", filter=Q(next_try_at__gt=now)),
            oldest=Min("created_at", filter=Q(next_try_at__lte=now)),
        )
    }
    failed: dict[str, list] = {}
    troubled = Message.objects.filter(Q(state=State.DEAD) | Q(state=State.WAITING) & ~Q(error=""))
    for row in troubled.values("channel", "error", "state").annotate(n=Count("pk")).order_by("channel", "-n", "error"):
        failed.setdefault(row["channel"], []).append(row)
    rows = []
    for channel in Channel:
        have, trouble = waiting.get(channel.value, {}), failed.get(channel.value, [])
        if not have and not trouble:
            continue
        errors: dict[str, int] = {}
        for row in trouble:
            errors[row["error"]] = errors.get(row["error"], 0) + row["n"]
        dead = sum(row["n"] for row in trouble if row["state"] == State.DEAD)
        label = f"{channel.label} ({_('dengan tangan')})" if channel in Message.BY_HAND else str(channel.label)
        rows.append(
            QueueRow(
                channel.value,
                label,
                have.get("due", 0),
                have.get("oldest"),
                have.get("later", 0),
                dead,
                list(errors.items()),
            )
        )
    return rows


def channels() -> list[tuple[str, str]]:
    """Return the channels that a server of ours to command can try now, with their names."""
    there = [Channel.EMAIL, *(channel for channel in (Channel.WHATSAPP, Channel.SMS) if gateways.is_there(channel))]
    there += [Channel.TELEGRAM] if telegram.is_there() else []
    return [(channel.value, str(channel.label)) for channel in there]
