"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views, views_answer, views_opening, views_paper, views_queue, views_search, views_terms

app_name = "followup"
urlpatterns = [
    path("petugas/", views_queue.queue, name="queue"),
    path("petugas/saring/", views_queue.narrow, name="narrow"),
    path("petugas/saring/simpan/", views_queue.save_filter, name="save_filter"),
    path("petugas/saring/<int:filter_id>/hapus/", views_queue.remove_filter, name="remove_filter"),
    path("petugas/cari/", views_search.search, name="search"),
    path("petugas/cari/kontak/", views_search.find_contact, name="find_contact"),
    path("petugas/ikon/<int:urgent>.svg", views_queue.icon, name="icon"),
    path("petugas/laporan/<str:number>/", views.case, name="case"),
    path("petugas/laporan/<str:number>/buka/", views_opening.open_case, name="open_case"),
    path("petugas/laporan/<str:number>/dibaca/", views_queue.note_reading, name="note_reading"),
    path("petugas/laporan/<str:number>/terima/", views.accept, name="accept"),
    path("petugas/laporan/<str:number>/tugas/", views.assign, name="assign"),
    path("petugas/laporan/<str:number>/kabar/", views.note_progress, name="note_progress"),
    path("petugas/laporan/<str:number>/catatan/", views.note_internal, name="note_internal"),
    path("petugas/laporan/<str:number>/tanya/", views.ask, name="ask"),
    path("petugas/laporan/<str:number>/jawab/", views_answer.answer, name="answer"),
    path("petugas/laporan/<str:number>/jawab/kembalikan/", views_answer.give_back, name="give_back"),
    path("petugas/laporan/<str:number>/jawab-atas-nama/", views_terms.answer_on_behalf, name="answer_on_behalf"),
    path("petugas/laporan/<str:number>/jadwalkan/", views_terms.promise, name="promise"),
    path("petugas/laporan/<str:number>/perpanjang/", views_terms.extend, name="extend"),
    path("petugas/laporan/<str:number>/foto/<uuid:photo_id>/<int:size>/", views.photo, name="photo"),
    path("petugas/laporan/<str:number>/berkas/<uuid:paper_id>/", views_paper.paper, name="paper"),
]
