"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views

app_name = "followup"
urlpatterns = [
    path("petugas/", views.queue, name="queue"),
    path("petugas/laporan/<str:number>/", views.case, name="case"),
    path("petugas/laporan/<str:number>/terima/", views.accept, name="accept"),
    path("petugas/laporan/<str:number>/tugas/", views.assign, name="assign"),
    path("petugas/laporan/<str:number>/kabar/", views.note_progress, name="note_progress"),
    path("petugas/laporan/<str:number>/catatan/", views.note_internal, name="note_internal"),
    path("petugas/laporan/<str:number>/tanya/", views.ask, name="ask"),
    path("petugas/laporan/<str:number>/jawab/", views.answer, name="answer"),
    path("petugas/laporan/<str:number>/foto/<uuid:photo_id>/<int:size>/", views.photo, name="photo"),
]
