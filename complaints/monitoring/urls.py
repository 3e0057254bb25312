"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views, views_data, views_figures, views_health

app_name = "monitoring"
urlpatterns = [
    path("data/", views_data.data, name="data"),
    path("data/<str:name>.<str:form>", views_data.dataset, name="dataset"),
    path("kinerja/", views_figures.performance, name="performance"),
    path("kinerja/angka.csv", views_figures.numbers, name="numbers"),
    path("kinerja/<str:code>/", views_figures.agency, name="agency"),
    path("petugas/kinerja/", views_figures.own, name="own"),
    path("petugas/kinerja/catatan/", views_figures.note, name="note"),
    path("pantau/", views.home, name="home"),
    path("pantau/pengawasan/", views.supervision, name="supervision"),
    path("pantau/pengawasan/<str:number>/", views.custody, name="custody"),
    path("kelola/kesehatan/", views_health.health, name="health"),
    path("kelola/kesehatan/coba/", views_health.try_channel, name="try_channel"),
    path("petugas/ikhtisar/", views.overview, name="overview"),
]
