"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views, views_desk, views_map, views_public, views_reviews, views_support

app_name = "publication"
urlpatterns = [
    path("peta/", views_map.map, name="map"),
    path("peta/titik.json", views_map.points, name="points"),
    path("peta/ubin/<int:zoom>/<int:column>/<int:row>.png", views_map.tile, name="tile"),
    path("laporan/", views_public.list, name="list"),
    path("laporan/umpan.atom", views_public.feed, name="feed"),
    path("laporan/peta.xml", views_public.sitemap, name="sitemap"),
    path("laporan/disembunyikan/", views_public.hidden, name="hidden"),
    path("laporan/<str:number>/", views_public.detail, name="detail"),
    path("laporan/<str:number>/laporkan/", views_public.flag, name="flag"),
    path("laporan/<str:number>/dukung/", views_support.support, name="support"),
    path("petugas/laporan/<str:number>/terbit/", views_desk.publish, name="publish"),
    path("petugas/laporan/<str:number>/terbit/jawaban/", views_desk.publish_answer, name="publish_answer"),
    path("petugas/laporan/<str:number>/terbit/sembunyikan/", views_desk.hide, name="hide"),
    path(
        "petugas/laporan/<str:number>/terbit/foto/<uuid:photo_id>/<int:size>/",
        views_desk.preview_photo,
        name="preview_photo",
    ),
    path("laporan/<str:number>/foto/<str:key>/<int:size>/", views.photo, name="photo"),
    path("petugas/tinjauan/", views_reviews.reviews, name="reviews"),
    path("petugas/laporan/<str:number>/tinjauan/<int:flag_id>/", views_reviews.decide, name="decide"),
]
