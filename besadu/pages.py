"""Pages that explain: how to report, who reads what, how the site works for everybody, where the office is."""

from datetime import time

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from besadu.appearance import PORTAL
from besadu.caching import public_page
from complaints import emergencies
from complaints.dates import DAYS
from complaints.deadlines.offices import NoServiceHours, calendar_of
from complaints.intake import channels, queries
from complaints.photos import MAX_BYTES


@require_safe
@public_page
def help(request):
    """How to report, what belongs here, and who helps with everything else."""
    regency = queries.regency()
    return render(
        request,
        "pages/help.html",
        {
            "topics": queries.topics(),
            "bodies": queries.outside_bodies(),
            "emergency_numbers": emergencies.confirmed(regency.emergency_numbers) if regency else [],
            "megabytes": MAX_BYTES // 1024**2,
        },
    )


@require_safe
@public_page
def privacy(request):
    """What is kept, who sees it, how long; one screen."""
    return render(request, "pages/privacy.html")


@require_safe
@public_page
def accessibility(request):
    """What was checked, what is not there yet."""
    return render(request, "pages/accessibility.html")


@require_safe
@public_page
def contact(request):
    """Confirmed ways to the office, its hours, emergency numbers."""
    regency = queries.regency()
    return render(
        request,
        "pages/contact.html",
        {
            "regency": regency,
            "channels": channels.confirmed(regency.channels) if regency else [],
            "emergency_numbers": emergencies.confirmed(regency.emergency_numbers) if regency else [],
            "hours": _opening_hours(),
        },
    )


@require_safe
@public_page
def robots(request):
    """Which addresses search engines leave alone: what is one person's own, and the desk."""
    lines = ["User-agent: *", *(f"Disallow: {folder}" for folder in _NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {settings.BASE_URL}{reverse('publication:sitemap')}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
@public_page
def manifest(request):
    """What a telephone needs to keep the portal beside its other programs, and to share a photo with it."""
    icons = [("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any")]
    icons.append(("icon-maskable-512.png", "512x512", "maskable"))
    what = reverse("intake:what")
    shortcuts = [(_("Buat laporan"), what), (_("Lacak laporan"), reverse("tracking:find"))]
    body = {
        "name": f"{PORTAL['name']} {PORTAL['region']}",
        "short_name": PORTAL["name"],
        "description": _("Sampaikan masalah layanan dan pantau jawabannya."),
        "id": "/",
        "start_url": reverse("intake:home"),
        "scope": "/",
        "display": "standalone",
        "lang": "id",
        "dir": "ltr",
        # --surface and --page of the light theme (ux.md 6.1).
        "theme_color": "#FFFFFF",
        "background_color": "#FBFAF7",
        "icons": [
            {"src": static(f"img/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
        "shortcuts": [{"name": name, "url": url} for name, url in shortcuts],
        "share_target": {
            "action": reverse("intake:share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "photos", "accept": ["image/jpeg", "image/png", "image/webp"]}],
            },
        },
    }
    return JsonResponse(body, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def _opening_hours() -> list[tuple[str, str]]:
    """Return the office's days and hours of this week in words: ("Senin sampai Kamis", "07.30 sampai 16.00")."""
    try:
        calendar = calendar_of()
    except NoServiceHours:
        return []
    today = timezone.localdate()
    week = next((own.week for own in calendar.periods if own.first <= today <= own.last), calendar.week)
    spells: list[list] = []
    for day, hours in enumerate(week):
        if spells and hours and spells[-1][1:] == [day - 1, hours]:
            spells[-1][1] = day
        elif hours:
            spells.append([day, day, hours])
    return [(_from_to(DAYS[first], DAYS[last]), _from_to(*map(_clock, hours))) for first, last, hours in spells]


def _from_to(first: str, last: str) -> str:
    return first if first == last else _("%(first)s sampai %(last)s") % {"first": first, "last": last}


def _clock(hour: time) -> str:
    return "24.00" if hour == time(0) else f"{hour:%H.%M}"


# What does not stand here is known by who has the address: its pages say noindex themselves.
_NOT_FOR_ROBOTS = ("/kelola/", "/l/", "/lacak/", "/lapangan/", "/lapor/", "/masuk/", "/pantau/", "/petugas/", "/saya/")

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("bantuan/cara-melapor/", help, name="help"),
    path("privasi/", privacy, name="privacy"),
    path("aksesibilitas/", accessibility, name="accessibility"),
    path("kontak/", contact, name="contact"),
]
