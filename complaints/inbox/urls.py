"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views, views_webhook

app_name = "inbox"
urlpatterns = [
    path("petugas/kanal/", views.conversations, name="conversations"),
    path("petugas/kanal/<int:conversation_id>/", views.conversation, name="conversation"),
    path("petugas/kanal/<int:conversation_id>/jadikan/", views.make_case, name="make_case"),
    path("petugas/kanal/<int:conversation_id>/tambahkan/", views.add_to_case, name="add_to_case"),
    path("petugas/kanal/<int:conversation_id>/bukan/", views.dismiss, name="dismiss"),
    path("petugas/kanal/<int:conversation_id>/balas/", views.reply, name="reply"),
    path("petugas/kanal/<int:conversation_id>/foto/<uuid:photo_id>/<int:size>/", views.photo, name="photo"),
    path("kanal/whatsapp/", views_webhook.whatsapp, name="whatsapp"),
]
