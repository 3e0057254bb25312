"""What the public looks through with a million reports published: lists, searches, reports, the map and the figures.

The bar (performance.md): three times an empty page through the same middleware and the page's bare SQL, in one run.
"""

import re
import time

import pytest
from django.utils import timezone

from complaints.figures.operations import JOB
from complaints.followup import saved_views
from complaints.models import Agency, Category, Complaint, District, Job, Publication, Regency, User, Village
from complaints.states import Status
from tests.benchmarks import seeding
from tests.benchmarks.measuring import ask, explain_slow, over_the_bar, sql_of, took


@pytest.fixture
def public(large):
    """All that may be shown is shown, and counted; the cards of agencies too."""
    if Publication.objects.exists():
        return
    start = time.perf_counter()
    seeding.publish()
    Regency.objects.update(shows_agencies=True)
    Job.objects.update_or_create(
        name=JOB,
        defaults={"last_run_at": timezone.now()},
        create_defaults={"next_run_at": timezone.now(), "last_run_at": timezone.now()},
    )
    print(f"\npublished in {time.perf_counter() - start:.0f} s")


def tenth(client) -> str:
    """Return the address of the tenth page of the list, as its links lead there."""
    path = "/laporan/"
    for _page in range(9):
        following = re.search(r'href="([^"]*[?&;]sesudah=[^"]+)"', client.get(path).content.decode())
        assert following, path
        found = following[1].replace("&amp;", "&")
        path = found if found.startswith("/") else f"/laporan/{found}"
    return path


def addresses(client) -> dict[str, str]:
    """Return what is measured: {name: address}."""
    topic = Category.objects.filter(complaints__isnull=False, topic__form_order__isnull=False).first().topic
    village, rare = Village.objects.order_by("pk").first(), Village.objects.order_by("pk").last()
    owner = Agency.objects.filter(kind__in=Agency.OWNING_KINDS, is_active=True).order_by("pk").first()
    shown = Complaint.objects.filter(published_at__isnull=False, status=Status.RESOLVED).order_by("-pk").first()
    return {
        "home": "/",
        "newest": "/laporan/",
        "tenth page": tenth(client),
        "most supported": "/laporan/?urut=dukungan",
        "oldest": "/laporan/?urut=terlama",
        "topic": f"/laporan/?kategori={topic.code}",
        "common village": f"/laporan/?tempat={village.code}",
        "rare village": f"/laporan/?tempat={rare.code}",
        "rare district, supported": f"/laporan/?tempat={rare.district.code}&urut=dukungan",
        "status": "/laporan/?status=dijawab",
        "agency": f"/laporan/?instansi={owner.code}",
        "within a week": "/laporan/?waktu=7",
        "all filters": f"/laporan/?kategori={topic.code}&tempat={village.code}&status=selesai&waktu=365",
        "common word": "/laporan/?q=lampu",
        "common word, supported": "/laporan/?q=lampu&urut=dukungan",
        "two words": "/laporan/?q=pohon+tumbang",
        "no such word": "/laporan/?q=zzyzx",
        "number": f"/laporan/?q={shown.tracking_number}",
        "feed": "/laporan/umpan.atom",
        "log": "/laporan/disembunyikan/",
        "sitemap": "/laporan/peta.xml",
        "report": f"/laporan/{shown.tracking_number}/",
        "map": "/peta/",
        "map of a district": f"/peta/?tempat={District.objects.order_by('pk').first().code}",
        "points": "/peta/titik.json",
        "figures": "/kinerja/",
        "scorecard": f"/kinerja/{owner.code}/",
        "figures as CSV": "/kinerja/angka.csv",
        "open data": "/data/",
    }


@pytest.mark.bench
def test_every_page_is_quick(client, public):
    assert not over_the_bar(client, addresses(client), empty="/privasi/")


@pytest.mark.bench
def test_what_staff_has_to_publish(public):
    now = seeding.NOW
    cases = saved_views.to_publish(Complaint.objects.all(), now)
    statements = sql_of(lambda: list(cases.order_by("-received_at")[:20]))
    statements += sql_of(lambda: list(User.objects.annotate(n=saved_views.capped(cases)).values("n")[:1]))
    (milliseconds,) = took(lambda: ask(statements))
    print(f"\nto publish {milliseconds:7.1f} ms")
    explain_slow("to publish", statements)
