"""Pages that explain: how to report, who reads what, how the site works for everybody, where the office is."""

from datetime import time

from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from besadu.caching import public_page
from complaints.dates import DAYS
from complaints.deadlines.offices import NoServiceHours, calendar_of
from complaints.intake import channels, emergencies, queries
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


urlpatterns = [
    path("bantuan/cara-melapor/", help, name="help"),
    path("privasi/", privacy, name="privacy"),
    path("aksesibilitas/", accessibility, name="accessibility"),
    path("kontak/", contact, name="contact"),
]
