"""Addresses of the gallery, with stand-ins of the portal's names that the base pages link to."""

from datetime import timedelta
from pathlib import Path

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from complaints import words
from complaints.icons import ICONS
from complaints.models import Agency, Position, User
from tests.gallery.forms import AnswerForm, PlaceForm, StoryForm

HERE = Path(__file__).parent
PIXEL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><path fill="#8fa3a8" d="M0 0h480v360H0z"/>'
    '<path fill="#5e6b70" d="M0 260h480v100H0z"/><path fill="#d5d9d8" d="M220 60h14v200h-14zM234 60h60v10h-60z"/></svg>'
)


def draw(request, name, **context):
    """Render a page of this folder as the portal would."""
    page = engines["django"].from_string((HERE / f"{name}.html").read_text())
    return HttpResponse(page.render({"now": timezone.now(), **context}, request))


def home(request):
    return draw(request, "home")


def form(request):
    wrong = "salah" in request.GET
    return draw(request, "form", form=StoryForm({} if wrong else None, {} if wrong else None))


def two_forms(request):
    wrong = {"a-x": "", "b-x": "", "b-publish": ""}
    return draw(request, "two_forms", place=PlaceForm(wrong, prefix="a"), answer=AnswerForm(wrong, prefix="b"))


def parts(request):
    messages.success(request, "Laporan sudah diteruskan ke Dinas Perhubungan.")
    messages.error(request, "Belum terkirim. Coba lagi.")
    now = timezone.now()
    return draw(
        request,
        "parts",
        icons=sorted(ICONS),
        statuses=list(words.STATUS),
        outcomes=list(words.OUTCOME),
        soon=[now + timedelta(days=n, hours=1) for n in (9, 1, 0)] + [now - timedelta(days=2)],
    )


def photo(number):
    return {
        "url": "/foto.svg",
        "full_url": "/foto.svg",
        "alt": f"Foto {number} dari warga: lampu jalan, Air Saga",
        "caption": f"Foto {number}",
        "width": 480,
        "height": 360,
    }


def entries(now):
    return [
        {"what": "Laporan diterima", "at": now - timedelta(days=3), "state": "done", "seen": "reporter"},
        {
            "what": "Laporan diteruskan ke Dinas Perhubungan",
            "who": "Rina, admin koordinator",
            "at": now - timedelta(days=2),
            "state": "done",
            "seen": "reporter",
        },
        {
            "what": "Catatan internal",
            "who": "Andi, pejabat penghubung",
            "at": now - timedelta(days=2, hours=-1),
            "seen": "internal",
            "text": "Stok lampu LED habis sampai Kamis.",
        },
        {
            "what": "Petugas datang ke lokasi",
            "who": "Dinas Perhubungan",
            "at": now - timedelta(hours=3),
            "state": "now",
            "seen": "public",
            "text": "Tiang nomor 14 sudah kami periksa. Lampunya putus dan diganti hari Kamis.",
            "photos": [photo(1)],
        },
    ]


def receipt(request):
    return draw(request, "receipt")


def track(request):
    now = timezone.now()
    return draw(request, "track", due=now + timedelta(days=4), entries=entries(now), photos=[photo(1), photo(2)])


def _staff(request):
    request.user = User(username="rina", full_name="Rina Marlina", is_active=True)
    request.positions = [Position(title="Admin koordinator", agency=Agency(short_name="Diskominfo"))]
    return {}


def queue(request):
    now = timezone.now()
    rows = [
        {
            "url": "/kasus/",
            "number": "BLT-7K4M-2QXD-V",
            "title": "Lampu jalan padam di depan SDN 5",
            "story": "Sudah tiga malam lampu di depan sekolah tidak menyala. Anak-anak pulang mengaji lewat sini dan "
            "jalannya gelap sekali, kemarin ada motor yang hampir jatuh.",
            "category": "Lampu penerangan jalan umum",
            "place": "Air Saga, Tanjungpandan",
            "status": status,
            "due_at": now + timedelta(days=days, hours=1),
            "paused": status == "needs_info",
            "agency": "Dinas Perhubungan",
            "news": "Rina meneruskan",
            "news_at": now - timedelta(hours=5),
        }
        for status, days in [("submitted", -2), ("referred", 0), ("needs_info", 3), ("answered", 1), ("in_progress", 9)]
    ]
    views = [
        {"url": "#", "label": "Perlu verifikasi", "count": 12, "current": True},
        {"url": "#", "label": "Dikembalikan", "count": 1},
        {"url": "#", "label": "Menunggu pelapor", "count": 4},
        {"url": "#", "label": "Terlambat", "count": 3},
        {"url": "#", "label": "Semua", "count": None},
    ]
    return draw(request, "queue", rows=rows, views=views, **_staff(request))


def empty(request):
    return draw(request, "empty", **_staff(request))


def case(request):
    now = timezone.now()
    return draw(
        request,
        "case",
        due=now + timedelta(days=1),
        entries=entries(now),
        photos=[photo(1), photo(2), photo(3)],
        form=AnswerForm(),
        **_staff(request),
    )


def confirm(request):
    return draw(request, "confirm")


def keep(request):
    response = redirect(request.POST.get("kembali", "/"))
    for name in ("tema", "huruf"):
        if name in request.POST:
            response.set_cookie(name, request.POST[name])
    return response


intake = [path("", home, name="home"), path("form/", form, name="what")]
intake += [path("tema/", keep, name="theme"), path("huruf/", keep, name="text_size")]
pages = [path("bantuan/", home, name="help"), path("privasi/", home, name="privacy")]
pages += [path("kontak/", home, name="contact")]

urlpatterns = [
    path("", include((intake, "intake"))),
    path("", include((pages, "pages"))),
    path("", include((pages, "pages"))),
    path("", include(([path("lacak/", track, name="find")], "tracking"))),
    path("", include(([path("antrean/", queue, name="queue")], "followup"))),
    path("", include(([path("profil/", empty, name="profile")], "accounts"))),
    path("keluar/", home, name="account_logout"),
    path("dua/", two_forms),
    path("bagian/", parts),
    path("tanda-terima/", receipt),
    path("kasus/", case),
    path("kosong/", empty),
    path("cabut/", confirm),
    path("foto.svg", lambda request: HttpResponse(PIXEL, content_type="image/svg+xml")),
]
