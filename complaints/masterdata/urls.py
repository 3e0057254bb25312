"""Addresses of this stage, in full (besadu/urls.py includes them at the root). The admin has its own."""

from django.urls import path

from . import views

app_name = "masterdata"
urlpatterns = [
    path("kelola/jabatan/", views.positions, name="positions"),
    path("kelola/jabatan/<slug:code>/pemegang/", views.change_holder, name="change_holder"),
]
