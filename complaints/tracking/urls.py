"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views, views_added, views_late, views_links

app_name = "tracking"
urlpatterns = [
    path("lacak/", views.find, name="find"),
    path("lacak/lupa/", views_links.recover, name="recover"),
    path("lacak/<str:number>/", views.case, name="case"),
    path("lacak/<str:number>/jawab/", views.reply, name="reply"),
    path("lacak/<str:number>/nilai/", views.rate, name="rate"),
    path("lacak/<str:number>/tambah/", views_added.add, name="add"),
    path("lacak/<str:number>/keberatan/", views_added.review, name="review"),
    path("lacak/<str:number>/kabar/", views_added.notify, name="notify"),
    path("lacak/<str:number>/kontak/", views_added.add_contact, name="add_contact"),
    path("lacak/<str:number>/sembunyikan/", views_added.take_back, name="take_back"),
    path("lacak/<str:number>/cabut/", views.withdraw, name="withdraw"),
    path("lacak/<str:number>/cetak/", views.receipt, name="receipt"),
    path("lacak/<str:number>/tutup/", views.close, name="close"),
    path("lacak/<str:number>/foto/<uuid:attachment_id>/<int:size>/", views.photo, name="photo"),
    path("lacak/<str:number>/berkas/<uuid:attachment_id>/", views.paper, name="paper"),
    path("lapor/selesai/foto/", views_late.add_late_photo, name="add_late_photo"),
    path("l/<str:token>/", views.link, name="link"),
    path("saya/", views_links.mine, name="mine"),
    path("saya/buka/", views_links.open_mine, name="open_mine"),
    path("saya/kode/", views_links.reissue, name="reissue"),
    path("saya/kabar/", views_links.notify_mine, name="notify_mine"),
    path("saya/tutup/", views_links.close_mine, name="close_mine"),
    path("saya/masuk/<str:token>/", views_links.enter_mine, name="enter_mine"),
]
