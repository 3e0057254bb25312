"""Addresses of this stage, in full (besadu/urls.py includes them at the root). The admin has its own."""

from django.urls import path

from . import views, views_weekly

app_name = "masterdata"
urlpatterns = [
    path("kelola/", views_weekly.manage, name="manage"),
    path("kelola/data/<slug:section>/", views_weekly.rows, name="rows"),
    path("kelola/data/<slug:section>/tambah/", views_weekly.add_row, name="add_row"),
    path("kelola/data/<slug:section>/<int:pk>/", views_weekly.change_row, name="change_row"),
    path("kelola/coba-aturan/", views_weekly.try_rules, name="try_rules"),
    path("kelola/pesan/", views_weekly.message_texts, name="message_texts"),
    path("kelola/impor/<slug:kind>/", views_weekly.import_rows, name="import_rows"),
    path("kelola/jabatan/", views.positions, name="positions"),
    path("kelola/jabatan/<slug:code>/pemegang/", views.change_holder, name="change_holder"),
]
