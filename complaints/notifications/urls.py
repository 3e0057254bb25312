"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("petugas/pesan/", views.waiting, name="waiting"),
    path("petugas/pesan/<int:message_id>/buka/", views.tell, name="tell"),
    path("petugas/pesan/<int:message_id>/terkirim/", views.sent, name="sent"),
    path("petugas/pesan/<int:message_id>/ulang/", views.send_again, name="send_again"),
    path("petugas/profil/telegram/", views.link_telegram, name="link_telegram"),
    path("petugas/profil/telegram/putuskan/", views.unlink_telegram, name="unlink_telegram"),
    path("berhenti/<str:token>/", views.stop, name="stop"),
]
