"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views

app_name = "tracking"
urlpatterns = [
    path("lacak/", views.find, name="find"),
    path("lacak/<str:number>/", views.case, name="case"),
    path("lacak/<str:number>/jawab/", views.reply, name="reply"),
    path("lacak/<str:number>/nilai/", views.rate, name="rate"),
    path("lacak/<str:number>/cabut/", views.withdraw, name="withdraw"),
    path("lacak/<str:number>/cetak/", views.receipt, name="receipt"),
    path("lacak/<str:number>/tutup/", views.close, name="close"),
    path("lacak/<str:number>/foto/<uuid:attachment_id>/<int:size>/", views.photo, name="photo"),
    path("l/<str:token>/", views.link, name="link"),
]
