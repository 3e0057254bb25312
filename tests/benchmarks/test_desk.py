"""The desk with a million complaints, few agencies holding most: views of every role, filters, searches, deep pages.

The bar (performance.md): three times an empty page through the same middleware and the page's bare SQL, in one run; and
the tenth page costs what the first one does.
"""

import time

import pytest
import time_machine
from django.db import connection
from django.db.models import Count

from complaints.followup import vocabulary
from complaints.models import Agency, Category, Complaint, District, Position, User, Village
from tests.benchmarks.measuring import over_the_bar
from tests.factories import NOW

Role = Position.Role
EMPTY = "/petugas/ikon/0.svg"  # through the same middleware, signed in


def person(role: str, agency: Agency | None = None) -> User:
    """Return who holds a position with this role, in the agency if one is named."""
    positions = Position.objects.filter(role=role, holdings__isnull=False)
    positions = positions.filter(agency=agency) if agency else positions
    return positions.order_by("pk").first().holdings.first().user


@pytest.fixture
def desk(large):
    """The seeded portal with its words gathered, and the clock at the seed's."""
    start = time.perf_counter()
    print(f"\n{vocabulary.gather()} common words gathered in {time.perf_counter() - start:.1f} s")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE complaints_deskwords")


def of_the_queue(client) -> dict[str, str]:
    """Return {name: address} of every view, and of a page far behind the last view's first."""
    context = client.get("/petugas/").context
    found = {str(view["label"]): view["url"] for view in context["views"] if view["url"].startswith("/petugas/?")}
    for times in (1, 10):
        url = "/petugas/?v=semua"
        for _page in range(times - 1):
            url = client.get(url).context["older_url"]
        found[f"Semua, page {times}"] = url
    return found


def narrowed() -> dict[str, str]:
    """Return {name: address} of filters that hold much and little, alone and together, and of searches."""
    common = Category.objects.annotate(n=Count("complaints")).order_by("-n").first()
    rare = Category.objects.annotate(n=Count("complaints")).filter(n__gt=0).order_by("n").first()
    village, far = Village.objects.order_by("pk").first(), Village.objects.order_by("pk").last()
    queries = {
        "common category": f"kat={common.code}",
        "rare category": f"kat={rare.code}",
        "common village": f"tempat={village.code}",
        "rare village": f"tempat={far.code}",
        "district, oldest": f"tempat={District.objects.order_by('pk').first().code}&urut=terlama",
        "status": "status=selesai",
        "withdrawn": "status=dicabut",
        "late": "batas=terlambat",
        "nobody": "petugas=belum",
        "all": f"kat={common.code}&tempat={village.code}&status=selesai&masuk=365",
        "rare of rare": f"kat={rare.code}&tempat={far.code}",
    }
    found = {f"filter {name}": f"/petugas/?v=semua&{query}" for name, query in queries.items()}
    words = ["lampu", "pohon tumbang", "zzyzx", "jembtan", "sekolah retak", "tanjungpandan"]
    return found | {f"search {word}": f"/petugas/cari/?q={word.replace(' ', '+')}" for word in words}


@pytest.mark.bench
@time_machine.travel(NOW, tick=True)
def test_every_page_of_the_desk_is_quick(client, desk):
    busiest = Complaint.objects.values("owner").annotate(n=Count("pk")).order_by("-n")
    agencies = Agency.objects.in_bulk([row["owner"] for row in busiest[:3]])
    working = next(agency for agency in agencies.values() if agency.duty is None)
    people = {
        "coordinator": person(Role.COORDINATOR),
        "liaison": person(Role.LIAISON, working),
        "head": person(Role.HEAD, working),
        "leader": person(Role.LEADER),
        "inspectorate": person(Role.INSPECTORATE),
    }
    over = []
    for role, user in people.items():
        client.force_login(user)
        print(f"\n{role}")
        more = narrowed() if role in ("coordinator", "liaison") else {}
        over += [f"{role}: {name}" for name in over_the_bar(client, of_the_queue(client) | more, empty=EMPTY)]
    assert not over
