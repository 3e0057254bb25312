"""Pages of the outbox: what a person sends by hand, what could not be sent, and the way to stop messages."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import access, phones
from complaints.accounts import queries as accounts
from complaints.errors import Refused
from complaints.models import Message, Position, Supporter

from . import chats, delivery, operations, outbox, queries, telegram, telling

SHOWN = 50


@login_required
@require_safe
def waiting(request):
    """What waits to be told, oldest first; contacts are opened one by one."""
    held = access.positions(request.user)
    now = timezone.now()
    coordinates = any(position.role == Position.Role.COORDINATOR for position in held)
    queue = settings.BASE_URL + reverse("followup:queue")
    context = {
        "waiting": queries.by_hand(request.user, held)[:SHOWN],
        "dead": queries.dead(request.user, held)[:SHOWN],
        "group": telling.for_group(queries.loads(now), now, queue) if coordinates else "",
    }
    return render(request, "notifications/waiting.html", context)


@login_required
@require_POST
def tell(request, message_id):
    """Show the receiver and the text of one message, on the answer to the POST that recorded who looked."""
    message, now = _message(request, message_id), timezone.now()
    try:
        reporter = operations.open_to_tell(message.pk, actor=request.user, now=now)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("notifications:waiting")
    context = {
        "message": message,
        "shown": phones.normalise(reporter.contact).shown,
        "text": delivery.text_of(message, now),
        "address": delivery.by_hand_address(message, reporter.contact, now),
    }
    return render(request, "notifications/tell.html", context)


@login_required
@require_POST
def sent(request, message_id):
    """*Sudah dikirim*, counted like any delivery."""
    message = _message(request, message_id)
    return _done(request, operations.tell_by_hand, message.pk, _("Dicatat: sudah dikirim."), actor=request.user)


@login_required
@require_POST
def send_again(request, message_id):
    """Try a dead message anew."""
    return _done(request, operations.send_again, _message(request, message_id).pk, _("Pesan dicoba lagi."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_telegram(request):
    """How one's chat with the bot stands; a press makes a code, shown on this answer alone."""
    if not telegram.is_there():
        raise Http404
    code = chats.new_code(request.user, now=timezone.now()) if request.method == "POST" else ""
    context = {
        "chat": accounts.telegram(request.user),
        "command": f"/start {code}" if code else "",
        "link": telegram.link(code),
        "bot": settings.TELEGRAM_BOT,
        "minutes": int(chats.CODE_AGE.total_seconds() // 60),
    }
    return render(request, "notifications/link_telegram.html", context)


@login_required
@require_POST
def unlink_telegram(request):
    """Be told by e-mail again."""
    chats.unlink(request.user)
    messages.success(request, _("Telegram tidak tersambung lagi. Kabar dikirim lewat e-mail."))
    return redirect("accounts:profile")


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """The page behind the last line of every message: to stop them, and to be told again. Robots that open it change
    nothing; a person presses a button."""
    receiver = delivery.stopped_by(token)
    if receiver is None:
        raise Http404
    if request.method == "POST" and "resume" in request.POST:
        operations.resume(receiver)
        messages.success(request, _("Anda dikabari lagi."))
        return redirect("notifications:stop", token)
    if request.method == "POST":
        operations.stop(receiver, now=timezone.now())
    context = {"stopped": outbox.is_stopped(receiver), "supports": isinstance(receiver, Supporter)}
    return render(request, "notifications/stop.html", context)


def _message(request, message_id) -> Message:
    return get_object_or_404(queries.messages(request.user, access.positions(request.user)), pk=message_id)


def _done(request, operation, message_id, told, **more):
    try:
        operation(message_id, now=timezone.now(), **more)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("notifications:waiting")
