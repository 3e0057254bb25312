"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views

app_name = "routing"
urlpatterns = [
    path("petugas/laporan/<str:number>/verifikasi/", views.refer, name="refer"),
    path("petugas/laporan/<str:number>/kembalikan/", views.return_referral, name="return_referral"),
]
