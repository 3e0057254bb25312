"""Pages on which a citizen hands in a complaint: home, the three steps, the receipt."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from besadu.caching import public_page
from complaints import access, emergencies, links, photos, qr, villages
from complaints.deadlines import reasons
from complaints.errors import Refused
from complaints.figures import queries as figures
from complaints.icons import ICONS
from complaints.photo_field import too_many
from complaints.publication import listing
from complaints.states import Unit

from . import answers, channels, drafts, keys, kinds, operations, queries, views_similar
from .forms import LocateForm, PlaceForm, SendForm, WhatForm

TILES = 5  # topics on the home page, beside "Lainnya"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@public_page
def home(request):
    regency = queries.regency()
    return render(
        request,
        "intake/home.html",
        {
            "tiles": [
                {"code": topic.code, "name": topic.name, "icon": topic.icon if topic.icon in ICONS else "other"}
                for topic in queries.topics()[:TILES]
            ],
            "recent": figures.recent(timezone.now()),
            "done": listing.cards(listing.newest_done(), timezone.now(), result_first=True),
            "channels": channels.confirmed(regency.channels) if regency else [],
            "emergency_numbers": emergencies.confirmed(regency.emergency_numbers) if regency else [],
        },
    )


# --- step 1 ---------------------------------------------------------------------------------------------------------


@form_page
@public_page
def what(request):
    key = keys.unsealed(request.POST.get("key", "")) or keys.draft_key(request)
    found = drafts.look(key) if key else None
    if key and found is None and queries.is_sent(key):
        # The answer to sending got lost on the way. Who looks gets the receipt; who writes begins a new report.
        if request.method != "POST":
            return _to_receipt(request, key)
        key = None
    content, kept = found or (drafts.Content(), [])
    key = key or drafts.new_key()
    topics = queries.topics()
    if request.method == "POST":
        return _keep_what(request, key, content, kept, topics)
    _begin_as(content, request.GET)
    if request.GET.get("kategori") in {topic.code for topic in topics}:
        content.category = request.GET["kategori"]
    return _show_what(
        request,
        key,
        WhatForm(
            topics=topics,
            content=content,
            kept=len(kept),
            follows=request.GET.get("lanjutan", ""),
            village=request.GET.get("desa", "")[:13],
        ),
        content,
        kept,
        keys.mark(key),
    )


def _begin_as(content, asked) -> None:
    """Take from the address which kind of report is begun, and which closed case it follows."""
    if kind := kinds.by_word(asked.get("jenis", "")):
        content.report_class = kind.report_class
    if token := asked.get("lanjutan"):
        content.follows = links.followed(token)


def _keep_what(request, key, content, kept, topics):
    """Keep everything that was typed and every good photo, also when something else is wrong."""
    now = timezone.now()
    form = WhatForm(request.POST, request.FILES, topics=topics, content=content, kept=len(kept))
    form.full_clean()
    drafts.keep(key, form.answers(content), now=now)
    try:
        if drafts.add_photos(key, form.fields["photos"].good, now=now):
            form.add_error("photos", too_many())
    except Refused as refusal:
        form.add_error("photos", str(refusal))
    removed = next((row for row in kept if str(row.pk) == request.POST.get("remove")), None)
    if removed is not None:
        drafts.remove_photo(key, removed.pk)
        for words in form.errors.get("photos", []):
            messages.warning(request, words)
        response = redirect(f"{reverse('intake:what')}#div_id_photos")
    elif form.is_valid():
        response = redirect("intake:place")
    else:
        response = _show_what(request, key, form, *drafts.look(key), keys.mark(key))
    keys.remember_draft(response, key, secure=request.is_secure())
    return response


def _show_what(request, key, form, content, kept, mark):
    context = {
        "key": keys.sealed(key),
        "form": form,
        "photos": _shown(kept),
        "full": len(kept) == drafts.MAX_PHOTOS,
        "emergency": _emergency(content.story),
        "content": content,
        "kind": form.kind,
        "within": queries.answered_within(content.report_class, timezone.now()),
        "mark": mark,
    }
    return render(request, "intake/what.html", context)


def _emergency(story) -> emergencies.Help:
    regency = queries.regency()
    return emergencies.help_for(regency.emergency_numbers if regency else [], story)


def _shown(rows) -> list[dict]:
    """Return the thumbnails of a draft's photos."""
    side = photos.SIZES[-1]
    shown = []
    for row in rows:
        width, height = photos.fit(row.width, row.height, side)
        url = reverse("intake:photo", args=[row.pk, side])
        shown.append({"id": row.pk, "url": url, "width": width, "height": height})
    return shown


# --- step 2 ---------------------------------------------------------------------------------------------------------


@form_page
@public_page
def place(request):
    key = keys.draft_key(request)
    found = drafts.look(key) if key else None
    if found is None:
        return _without_draft(request, key)
    content, _kept = found
    topic = queries.topic(content.category) if content.category else None
    if back := _not_yet(request, content, topic, step="place"):
        return back
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        districts=queries.villages_by_district(),
        needs_place=kinds.needs_place(content.report_class, topic),
        content=content,
        outside=outside,
    )
    if request.method == "POST":
        complete = form.is_valid()
        no_place = "no_place" in request.POST or (content.no_place and not form.names_a_place())
        now = timezone.now()
        drafts.keep(key, form.answers(content, no_place=no_place), now=now)
        if "back" in request.POST or complete or no_place:
            onward = "similar" if complete and views_similar.offered(content, now) else "send"
            response = redirect("intake:what" if "back" in request.POST else f"intake:{onward}")
            keys.remember_draft(response, key, secure=request.is_secure())
            return response
    emergency = _emergency(content.story) if emergencies.speaks(content.story) else None
    context = {
        "form": form,
        "key": keys.sealed(key),
        "no_place": content.no_place,
        "emergency": emergency,
        "mark": keys.mark(key),
    }
    return render(request, "intake/place.html", context)


@require_POST
def locate(request):
    """Say which village a point of the phone lies in, for the script of step 2. Nothing is kept."""
    point = LocateForm(request.POST).point()
    if point is None:
        return JsonResponse({"outside": _("Lokasi belum didapat. Pilih desa di bawah.")}, status=400)
    village = queries.village(villages.village_at(point["latitude"], point["longitude"]))
    if village is None:
        return JsonResponse({"outside": outside()})
    return JsonResponse({"village": village.code, "name": str(village), "district": village.district.name})


def outside() -> str:
    """Return the sentence for a point that does not lie in the regency."""
    regency = queries.regency()
    return _("Titik ini di luar %(regency)s. Pilih desa, atau laporkan ke SP4N-LAPOR!.") % {
        "regency": regency.name if regency else _("wilayah ini")
    }


def _without_draft(request, key):
    """Nothing is kept under `key`: it was sent, it was kept too long, or there never was one."""
    if key and queries.is_sent(key):
        return _to_receipt(request, key)
    if key:
        messages.warning(request, _("Draf Anda tidak kami temukan lagi. Tulis sekali lagi."))
    return redirect("intake:what")


def _not_yet(request, content, topic, village=None, *, step):
    """Return the way back while a step before `step` misses an answer; None when it does not."""
    problem = answers.problem(content, topic, village)
    if problem is None or problem.step == step:
        return None
    messages.warning(request, problem.words)
    return redirect(f"intake:{problem.step}")


# --- step 3 ---------------------------------------------------------------------------------------------------------


@form_page
@public_page
def send(request):
    """Check and send. The form itself carries the key, so that a repeat finds its receipt without the cookie."""
    if request.method != "POST":
        key = keys.draft_key(request)
        found = drafts.look(key) if key else None
        return _check(request, key, *found) if found else _without_draft(request, key)
    key = keys.unsealed(request.POST.get("key", "")) or keys.draft_key(request)
    found = drafts.look(key) if key else None
    return _send(request, key, *found) if found else _send_again(request, key)


def _check(request, key, content, kept):
    topic, village = _chosen(content)
    back = _not_yet(request, content, topic, village, step="send")
    return back or _show_send(request, key, send_form(None, content, topic), content, kept, topic, village)


def _send(request, key, content, kept):
    topic, village = _chosen(content)
    form, now = send_form(request.POST, content, topic), timezone.now()
    form.full_clean()
    back = _not_yet(request, content, topic, village, step="send")
    if not back and request.POST.get("change") in ("what", "place"):
        back = redirect(f"intake:{request.POST['change']}")
    if not back and "use" in request.POST:
        back = redirect(f"{reverse('intake:send')}#div_id_contact")
    if back or not form.is_valid():
        drafts.keep(key, form.answers(content), now=now)
        return back or _show_send(request, key, form, content, kept, topic, village)
    try:
        operations.submit(key, **form.submission(), now=now)
    except Refused as refusal:
        # Another page of this visitor was quicker: what is there now is shown, and what was typed here stays.
        form.add_error(None, str(refusal))
        content, kept = drafts.look(key) or (content, kept)
        return _show_send(request, key, form, content, kept, *_chosen(content))
    return _to_receipt(request, key)


def _send_again(request, key):
    """There is no draft any more. If it was sent, the same form gets its receipt; if not, nothing typed is lost."""
    form, now = send_form(request.POST, drafts.Content(), None), timezone.now()
    sent = key and queries.is_sent(key)
    if sent and {"change", "use"} & request.POST.keys():
        return _to_receipt(request, key)
    if sent and form.is_valid():
        try:
            operations.submit(key, **form.submission(), now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_receipt(request, key)
    if sent:
        response = render(request, "intake/sent.html", {"form": form})
        keys.remember_receipt(response, key, secure=request.is_secure())
        return response
    form.full_clean()
    key = drafts.new_key()
    drafts.keep(key, form.answers(drafts.Content()), now=now)
    messages.warning(request, _("Draf Anda tidak kami temukan lagi. Tulis sekali lagi."))
    response = redirect("intake:what")
    keys.remember_draft(response, key, secure=request.is_secure())
    return response


def _chosen(content):
    """Return the topic and the village that a draft names, as far as they can be chosen now."""
    topic = queries.topic(content.category) if content.category else None
    return topic, None if content.no_place else queries.village(content.village)


def send_form(data, content, topic):
    """Return the form of step 3 for a draft."""
    # Without a topic (sent before) the answer is taken as it comes: it must be the same as the first time.
    return SendForm(
        data,
        content=content,
        offers_publishing=topic is None or answers.may_be_public(topic),
        publish_default=topic is not None and kinds.publish_default(content.report_class, topic),
        offers_register=topic is None or content.report_class == kinds.ReportClass.INFORMATION_REQUEST,
    )


def _show_send(request, key, form, content, kept, topic, village):
    return render(
        request,
        "intake/send.html",
        {
            "form": form,
            "key": keys.sealed(key),
            "mark": keys.mark(key),
            "content": content,
            "topic": topic,
            "village": village,
            "since": dict(WhatForm.base_fields["since"].choices).get(content.since),
            "photos": _shown(kept),
            "names_numbers": answers.names_numbers(content.story),
        },
    )


def _to_receipt(request, key):
    response = redirect("intake:done")
    keys.remember_receipt(response, key, secure=request.is_secure())
    if keys.draft_key(request) == key:
        keys.forget_draft(response)
    return response


def _numbers(complaint) -> list[dict]:
    """Return who helps at once, beside the receipt of a report about a person's safety."""
    if complaint.access_class != complaint.AccessClass.SENSITIVE:
        return []
    regency = queries.regency()
    return emergencies.confirmed(regency.emergency_numbers) if regency else []


# --- the receipt ----------------------------------------------------------------------------------------------------


@form_page
def done(request):
    """Number and secret code, for this browser and one day; elsewhere number and code are asked for.

    Pressing [Lihat laporan saya] lets the reporter in without typing them.
    """
    key = access.receipt_key(request)
    receipt = operations.receipt(key, now=timezone.now()) if key else None
    if receipt is None:
        return redirect("tracking:find")
    complaint = receipt.complaint
    if request.method == "POST":
        response = redirect("tracking:case", complaint.tracking_number)
        access.let_reporter_in(response, complaint, secure=request.is_secure())
        return response
    clock = queries.verification_clock(complaint)
    address = f"{settings.BASE_URL}{reverse('tracking:find')}?n={complaint.tracking_number}"
    text = _("Laporan saya di BESADU: %(number)s. Pantau di sini: %(link)s (kode rahasia tidak ikut)") % {
        "number": complaint.tracking_number,
        "link": address,
    }
    return render(
        request,
        "intake/done.html",
        {
            "key": None if complaint.access_class == complaint.AccessClass.PROTECTED else keys.sealed(key),
            "complaint": complaint,
            "code": receipt.code,
            "due_at": clock.due_at,
            "sentences": reasons.of_clock(clock),
            "source": clock.source,
            "emergency_numbers": _numbers(complaint),
            "by_the_hour": clock.unit == Unit.HOURS,
            "qr": qr.svg(address, title=_("Kode QR untuk melacak laporan ini")),
            "whatsapp_url": f"https://wa.me/?text={quote(text)}",
            "mark": keys.mark(key),
        },
    )
