"""Addresses of this stage, in full (besadu/urls.py includes them at the root). Those of allauth: allauth_urls.py."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("petugas/profil/", views.profile, name="profile"),
    path("petugas/profil/kunci-sandi/", views.add_passkey, name="add_passkey"),
    path("petugas/profil/kunci-sandi/<int:pk>/", views.rename_passkey, name="rename_passkey"),
    path("petugas/profil/kunci-sandi/<int:pk>/hapus/", views.remove_passkey, name="remove_passkey"),
    path("petugas/profil/tidak-masuk/", views.record_absence, name="record_absence"),
    path("petugas/profil/tidak-masuk/<int:pk>/akhiri/", views.end_absence, name="end_absence"),
    path("petugas/pintasan/", views.shortcuts, name="shortcuts"),
    path("petugas/kunci/", views.unlock, name="unlock"),
    path("petugas/pastikan/", views.prove, name="prove"),
    path("petugas/pastikan/kunci-sandi/", views.challenge, name="challenge"),
]
