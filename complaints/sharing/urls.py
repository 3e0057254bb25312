"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views

app_name = "sharing"
urlpatterns = [
    path("petugas/laporan/<str:number>/bagikan/", views.share, name="share"),
    path("petugas/laporan/<str:number>/bagikan/<int:agency_id>/akhiri/", views.end_share, name="end_share"),
    path("petugas/bagian/", views.parts, name="parts"),
    path("petugas/bagian/<str:number>/", views.part, name="part"),
    path("petugas/bagian/<str:number>/selesai/", views.finish_part, name="finish_part"),
    path("petugas/bagian/<str:number>/catatan/", views.note_part, name="note_part"),
]
