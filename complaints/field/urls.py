"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views, views_task

app_name = "field"
urlpatterns = [
    path("petugas/lapangan/", views.trip, name="trip"),
    path("petugas/laporan/<str:number>/lapangan/", views.hand_out, name="hand_out"),
    path("petugas/laporan/<str:number>/lapangan/<int:link_id>/cabut/", views.take_back, name="take_back"),
    path("petugas/laporan/<str:number>/lapangan/kiriman/<int:return_id>/", views.decide, name="decide"),
    path("lapangan/<str:token>/", views_task.task, name="task"),
    path("lapangan/<str:token>/kirim/", views_task.send_back, name="send_back"),
    path("lapangan/<str:token>/foto/<uuid:photo_id>/<int:size>/", views_task.photo, name="photo"),
]
