"""Addresses of this stage, in full (besadu/urls.py includes them at the root). Those of allauth: allauth_urls.py."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("petugas/profil/", views.profile, name="profile"),
    path("petugas/kunci/", views.unlock, name="unlock"),
]
