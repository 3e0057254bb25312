"""Addresses of this stage, in full (besadu/urls.py includes them at the root)."""

from django.urls import path

from . import views, views_answers, views_bulk, views_instruction, views_lapor, views_registers

app_name = "triage"
urlpatterns = [
    path("petugas/massal/", views_bulk.act_on_many, name="act_on_many"),
    path("petugas/massal/batal/", views_bulk.undo, name="undo"),
    path("petugas/laporan/<str:number>/periksa/", views.examine, name="examine"),
    path("petugas/laporan/<str:number>/tolak/", views.archive, name="archive"),
    path("petugas/laporan/<str:number>/keberatan/terima/", views.uphold, name="uphold"),
    path("petugas/laporan/<str:number>/keberatan/tolak/", views.not_uphold, name="not_uphold"),
    path("petugas/laporan/<str:number>/jawaban-kosong/", views.send_back, name="send_back"),
    path("petugas/laporan/<str:number>/buka-lagi/", views.reopen, name="reopen"),
    path("petugas/laporan/<str:number>/terlapor/", views_registers.exclude, name="exclude"),
    path("petugas/laporan/<str:number>/gabung/", views.merge, name="merge"),
    path("petugas/laporan/<str:number>/gabung/batal/", views.unmerge, name="unmerge"),
    path("petugas/laporan/<str:number>/lapor/", views_registers.link_lapor, name="link_lapor"),
    path("petugas/laporan/<str:number>/lapor/dibalas/", views_registers.answer_lapor, name="answer_lapor"),
    path("petugas/laporan/<str:number>/ppid/", views_registers.register_request, name="register_request"),
    path("petugas/jawaban/", views_answers.answers, name="answers"),
    path("petugas/jawaban/<int:event_id>/dibaca/", views_answers.read_answer, name="read_answer"),
    path("petugas/jawaban/<int:event_id>/kembalikan/", views_answers.send_back_empty, name="send_back_empty"),
    path("petugas/sp4n-lapor/", views_lapor.mirrored, name="mirrored"),
    path("petugas/sp4n-lapor/unduh/", views_lapor.export_mirrored, name="export_mirrored"),
    path("petugas/ppid/", views_registers.requests, name="requests"),
    path("petugas/laporan/<str:number>/kontak/", views.open_contact, name="open_contact"),
    path("petugas/laporan/<str:number>/arahan/", views_instruction.instruct, name="instruct"),
    path("petugas/laporan/<str:number>/arahan/catat/", views_instruction.record_instruction, name="record_instruction"),
]
