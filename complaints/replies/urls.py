"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views

app_name = "replies"
urlpatterns = [
    path("petugas/templat/", views.templates, name="templates"),
    path("petugas/templat/tambah/", views.add, name="add"),
    path("petugas/templat/<int:template_id>/", views.change, name="change"),
    path("petugas/templat/<int:template_id>/pensiun/", views.retire, name="retire"),
]
