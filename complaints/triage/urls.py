"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views

app_name = "triage"
urlpatterns = [
    path("petugas/laporan/<str:number>/periksa/", views.examine, name="examine"),
    path("petugas/laporan/<str:number>/tolak/", views.archive, name="archive"),
    path("petugas/laporan/<str:number>/keberatan/terima/", views.uphold, name="uphold"),
    path("petugas/laporan/<str:number>/keberatan/tolak/", views.not_uphold, name="not_uphold"),
    path("petugas/laporan/<str:number>/buka-lagi/", views.reopen, name="reopen"),
    path("petugas/laporan/<str:number>/kontak/", views.open_contact, name="open_contact"),
]
