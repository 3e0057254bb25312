"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views

app_name = "intake"
urlpatterns = [
    path("", views.home, name="home"),
    path("lapor/", views.what, name="what"),
    path("lapor/lokasi/", views.place, name="place"),
    path("lapor/lokasi/cari/", views.locate, name="locate"),
    path("lapor/kirim/", views.send, name="send"),
    path("lapor/selesai/", views.done, name="done"),
    path("lapor/foto/<uuid:attachment_id>/<int:size>/", views.photo, name="photo"),
    path("tampilan/tema/", views.theme, name="theme"),
    path("tampilan/huruf/", views.text_size, name="text_size"),
]
