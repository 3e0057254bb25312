"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views, views_sheet

app_name = "routing"
urlpatterns = [
    path("petugas/laporan/<str:number>/verifikasi/", views.refer, name="refer"),
    path("petugas/laporan/<str:number>/kembalikan/", views.return_referral, name="return_referral"),
    path("petugas/laporan/<str:number>/alihkan/", views.forward_external, name="forward_external"),
    path("petugas/laporan/<str:number>/surat/", views.letter, name="letter"),
    path("petugas/laporan/<str:number>/tanya-lembaga/", views.check_back, name="check_back"),
    path("petugas/laporan/<str:number>/jawaban-lembaga/", views.record_outside_answer, name="record_outside_answer"),
    path("petugas/laporan/<str:number>/ditolak-lembaga/", views.bounce, name="bounce"),
    path("petugas/laporan/<str:number>/lembar/", views_sheet.sheet, name="sheet"),
    path("petugas/laporan/<str:number>/lembar/unggah/", views_sheet.add_sheet, name="add_sheet"),
]
