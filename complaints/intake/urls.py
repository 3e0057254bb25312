"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import (
    views,
    views_entry,
    views_look,
    views_outbox,
    views_photos,
    views_poster,
    views_protected,
    views_receipt,
    views_share,
    views_similar,
)

app_name = "intake"
urlpatterns = [
    path("", views.home, name="home"),
    path("lapor/", views.what, name="what"),
    path("lapor/lokasi/", views.place, name="place"),
    path("lapor/lokasi/cari/", views.locate, name="locate"),
    path("lapor/serupa/", views_similar.similar, name="similar"),
    path("lapor/kirim/", views.send, name="send"),
    path("lapor/rahasia/", views_protected.protected, name="protected"),
    path("lapor/selesai/", views.done, name="done"),
    path("lapor/draf/", views_outbox.outbox, name="outbox"),
    path("lapor/draf/hapus/", views_outbox.discard, name="discard"),
    path("lapor/antrean/", views_outbox.hand_in, name="hand_in"),
    path("lapor/antrean/foto/", views_outbox.hand_in_photo, name="hand_in_photo"),
    path("lapor/antrean/tanda-terima/", views_outbox.open_receipt, name="open_receipt"),
    path("luring/", views_outbox.offline, name="offline"),
    path("sw.js", views_outbox.worker, name="worker"),
    path("lapor/foto/", views_photos.add_photo, name="add_photo"),
    path("lapor/foto/hapus/", views_photos.remove_photo, name="remove_photo"),
    path("lapor/foto/<uuid:attachment_id>/<int:size>/", views_photos.photo, name="photo"),
    path("lapor/selesai/gambar.png", views_receipt.receipt_image, name="receipt_image"),
    path("lapor/bagikan/", views_share.share, name="share"),
    path("lapor/bagikan/pilih/", views_share.choose_shared, name="choose_shared"),
    path("petugas/entri/", views_entry.enter, name="enter"),
    path("petugas/poster/", views_poster.poster, name="poster"),
    path("petugas/entri/selesai/", views_entry.entered, name="entered"),
    path("tampilan/tema/", views_look.theme, name="theme"),
    path("tampilan/huruf/", views_look.text_size, name="text_size"),
]
