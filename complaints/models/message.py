"""The outbox: what somebody must be told, and who has asked not to be told any more."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One thing to tell one receiver by one channel, written in the transaction of the act that it tells.

    It holds no words and no address: both are made when it is sent, from the complaint as it then is. Without `user`
    and `supporter` it is for the reporter.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Diterima")
        REFERRED = "referred", _("Diteruskan")
        ASKED = "asked", _("Menunggu Anda")
        NEWS = "news", _("Kabar")
        ANSWERED = "answered", _("Dijawab")
        LATE = "late", _("Terlambat")
        CLOSED = "closed", _("Selesai")
        ARCHIVED = "archived", _("Tidak diproses")
        MERGED = "merged", _("Digabung")
        RATE = "rate", _("Sudah beres?")
        CONTACT = "contact", _("Kontak diganti")
        # Asked for by who lost number and code (ux.md T9).
        LINK = "link", _("Tautan ke laporan")
        # For who supports it in public (ux.md P12).
        SUPPORTED = "supported", _("Kabar untuk pendukung")
        UNSHOWN = "unshown", _("Tidak ditampilkan lagi, untuk pendukung")
        # For staff.
        NEW_CASE = "new_case", _("Laporan baru")
        REPLY = "reply", _("Pelapor menjawab")
        EVIDENCE = "evidence", _("Keterangan dari pendukung")
        REMINDER = "reminder", _("Batas waktu dekat")
        OVERDUE = "overdue", _("Terlambat")
        INSTRUCTION = "instruction", _("Arahan pimpinan")
        TARGET = "target", _("Target daerah dekat")
        STATUTORY = "statutory", _("Waktu menurut undang-undang")
        PART = "part", _("Bagian yang diminta dari instansi Anda")
        PROPOSED = "proposed", _("Jawaban menunggu persetujuan Anda")
        GIVEN_BACK = "given_back", _("Jawaban Anda dikembalikan kepala instansi")
        FIELD = "field", _("Kiriman dari lapangan")
        # Of what came in by a channel and is no complaint yet.
        INBOX_REPLY = "inbox_reply", _("Balasan")
        INBOX_LATE = "inbox_late", _("Pesan masuk belum ditangani")
        PART_NOTED = "part_noted", _("Catatan instansi pendukung")
        SILENT = "silent", _("Yang Anda gantikan belum bertindak dua hari kerja")
        RELEASED = "released", _("Kembali ke antrean instansi, belum ada yang mengerjakan")

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        # One e-mail a working morning holds all of them.
        DIGEST = "digest", _("Ringkasan pagi")
        WHATSAPP = "whatsapp", _("WhatsApp")
        SMS = "sms", _("SMS")
        # Staff who have linked a chat with the regency's bot.
        TELEGRAM = "telegram", _("Telegram")
        # A person sends it with their own telephone and says so: works before any provider is bought.
        WHATSAPP_BY_HAND = "whatsapp_by_hand", _("WhatsApp")
        SMS_BY_HAND = "sms_by_hand", _("SMS")

    BY_SERVER = (Channel.EMAIL, Channel.WHATSAPP, Channel.SMS, Channel.TELEGRAM)
    # What makes a citizen's telephone ring: not at night.
    RINGING = (Channel.WHATSAPP, Channel.SMS)
    BY_HAND = (Channel.WHATSAPP_BY_HAND, Channel.SMS_BY_HAND)

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu dikirim")
        SENT = "sent", _("Terkirim")
        # Not needed any more: the receiver stopped messages or took the contact back.
        DROPPED = "dropped", _("Tidak dikirim")
        DEAD = "dead", _("Gagal dikirim")

    complaint = models.ForeignKey("Complaint", models.PROTECT, null=True, related_name="messages")
    # Of no complaint: our answer to who wrote, or the message that waits too long, told to one of the staff.
    inbox = models.ForeignKey("InboxMessage", models.PROTECT, null=True, related_name="+")
    # The event it tells of.
    sequence = models.PositiveIntegerField()
    user = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    supporter = models.ForeignKey("Supporter", models.PROTECT, null=True, related_name="messages")
    kind = models.CharField(max_length=12, choices=Kind)
    channel = models.CharField(max_length=20, choices=Channel)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    # When it may be tried next; while a worker has it, when its lease ends.
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    # Why the last attempt failed: the name of an error, never its words.
    error = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            # One for each sort of receiver, because every NULL is another one.
            models.UniqueConstraint(
                fields=["complaint", "sequence", "channel", "user"],
                condition=Q(user__isnull=False, complaint__isnull=False),
                name="message_once",
            ),
            models.UniqueConstraint(
                fields=["complaint", "sequence", "channel"],
                condition=Q(user__isnull=True, supporter__isnull=True, complaint__isnull=False),
                name="message_once_to_the_reporter",
            ),
            models.UniqueConstraint(
                fields=["complaint", "sequence", "channel", "supporter"],
                condition=Q(supporter__isnull=False),
                name="message_once_to_a_supporter",
            ),
            models.CheckConstraint(
                name="message_of_a_complaint_or_of_the_inbox",
                condition=Q(complaint__isnull=False, inbox__isnull=True)
                | Q(complaint__isnull=True, inbox__isnull=False, supporter__isnull=True),
            ),
            models.CheckConstraint(
                name="message_has_one_receiver", condition=Q(user__isnull=True) | Q(supporter__isnull=True)
            ),
            models.CheckConstraint(
                name="message_sent_has_a_time",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "next_try_at", "id"], name="message_due", condition=Q(state="waiting")),
            models.Index(fields=["complaint", "id"], name="message_of_complaint", condition=Q(state="waiting")),
            models.Index(fields=["user", "id"], name="message_to_user", condition=Q(state="waiting")),
            models.Index(fields=["channel", "error"], name="message_dead", condition=Q(state="dead")),
        ]


class ContactStop(models.Model):
    """A contact that asked not to be told any more, by the HMAC of `Identity`: all its complaints fall silent."""

    contact_digest = models.BinaryField(max_length=32, unique=True)
    stopped_at = models.DateTimeField()


class LinkRequest(models.Model):
    """Somebody asked for the links to the reports of a contact: known to us or not, the row is the same."""

    # As `Identity.contact_digest`.
    contact_digest = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField(db_index=True)
    # When the worker looked whether there is such a contact.
    handled_at = models.DateTimeField(null=True)
    # The message with the link to the list, where there is something to list; the link is used once.
    message = models.OneToOneField("Message", models.PROTECT, null=True, related_name="link_request")
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_request_is_used_after_it_was_sent",
                condition=Q(used_at__isnull=True) | Q(message__isnull=False, handled_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["id"], name="link_request_waiting", condition=Q(handled_at__isnull=True))]


class TelegramChat(models.Model):
    """Where the regency's bot writes to one of the staff, and the code by which the person links that chat."""

    user = models.OneToOneField("User", models.PROTECT, related_name="telegram")
    chat_id = models.BigIntegerField(null=True, unique=True)
    linked_at = models.DateTimeField(null=True)
    # SHA-256 of the one-time code; gone once it was used.
    code_digest = models.BinaryField(max_length=32, null=True, unique=True)
    code_until = models.DateTimeField(null=True)
    # The person blocked the bot or left the chat: e-mail again, and the profile page says so.
    lost_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="telegram_linked_has_a_time",
                condition=Q(chat_id__isnull=True, linked_at__isnull=True)
                | Q(chat_id__isnull=False, linked_at__isnull=False, lost_at__isnull=True),
            ),
            models.CheckConstraint(
                name="telegram_code_has_an_end",
                condition=Q(code_digest__isnull=True, code_until__isnull=True)
                | Q(code_digest__isnull=False, code_until__isnull=False),
            ),
        ]


class Job(models.Model):
    """A task of the worker that returns: when it runs next, and how it ended last. Missed runs collapse into one."""

    name = models.CharField(max_length=40, unique=True)
    next_run_at = models.DateTimeField(db_index=True)
    # The last run that ended well, and how many have failed since.
    last_run_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
