"""Tables from files: looked through by row before anything is written, then written; twice is once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints.masterdata import importing
from complaints.masterdata.imports import KINDS
from complaints.models import Agency, Category, Complaint, Holding, Position, User
from complaints.states import Status
from tests import factories
from tests.factories import NOW

OLD = """nomor_lama;tanggal;isi;kategori;instansi;selesai;jawaban
1/2021;12-03-2021;Lampu jalan mati di depan masjid.;pju;Dishub;20-03-2021;Sudah diganti.
2/2026;01-11-2026;=HYPERLINK("x") sampah menumpuk;pju;Dishub;;
3/2026;kemarin;Sampah menumpuk di pasar.;pju;;;
1/2021;12-03-2021;Lampu jalan mati di depan masjid.;pju;;20-03-2021;Sudah.
"""


def url(kind):
    return reverse("masterdata:import_rows", args=[kind])


def look(client, kind, text):
    return client.post(url(kind), {"table": SimpleUploadedFile("t.csv", text.encode())})


def go_on(client, kind, answer):
    carried = re.search(r'name="carried" value="([^"]+)"', answer.text)[1]
    return client.post(url(kind), {"carried": carried})


@pytest.fixture
def coordinator(client, administrator):
    factories.make_category("pju", factories.make_agency("Dishub"))
    person = factories.make_coordinator()
    client.force_login(person)
    return person


def test_the_old_register_is_looked_through_then_taken_over_once(client, coordinator):
    answer = look(client, "laporan-lama", OLD)
    assert (answer.context["looked"].new, len(answer.context["looked"].wrong)) == (2, 2)
    assert "bukan tanggal" in answer.text
    assert "Sama dengan baris 2" in answer.text
    assert not Complaint.objects.exists()
    done = go_on(client, "laporan-lama", answer)
    assert done.context["done"].new == 2
    closed, still_open = Complaint.objects.order_by("received_at")
    assert (closed.status, still_open.status) == (Status.RESOLVED, Status.REFERRED)
    case = client.get(reverse("followup:case", args=[closed.tracking_number]))
    assert "Diambil dari register BESADU lama" in case.text
    assert client.get(reverse("followup:queue"), {"v": "semua"}).status_code == 200
    again = look(client, "laporan-lama", OLD)
    assert (again.context["looked"].new, again.context["looked"].same) == (0, 2)


def test_it_stops_when_the_time_is_over_and_goes_on(client, coordinator):
    kind = KINDS["laporan-lama"]
    rows = importing.cells_of(kind, [line.split(";") for line in OLD.split("\n") if line])
    lines, left = importing.run(kind, rows, coordinator, NOW, seconds=-1)
    assert (lines, left) == ([], 4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "kosong"),
        ("nomor_lama;tanggal;isi;kategori\n", "tidak berisi baris"),
        ("nomor_lama;tanggal;isi;kategori;gaji\n1;2;3;4;5\n", "gaji"),
        ("nomor_lama;tanggal\n1;2\n", "isi, kategori"),
    ],
)
def test_a_file_that_is_no_such_table(client, coordinator, text, words):
    assert words in look(client, "laporan-lama", text).text


def test_what_was_looked_at_cannot_be_forged_nor_used_by_another(client, coordinator):
    answer = look(client, "laporan-lama", OLD)
    client.force_login(factories.make_coordinator())
    assert "Pilih berkasnya lagi" in go_on(client, "laporan-lama", answer).text
    assert not Complaint.objects.exists()


def test_agencies_and_categories_are_made_and_changed(desk):
    text = "kode,nama,singkatan,jenis,tugas\nDLH,Dinas Lingkungan,DLH,Perangkat daerah,sampah; taman\nX,,X,regional,\n"
    answer = look(desk, "instansi", text)
    assert "Kosong: nama" in answer.text
    go_on(desk, "instansi", answer)
    agency = Agency.objects.get(code="DLH")
    assert agency.handles == ["sampah", "taman"]
    go_on(desk, "kategori", look(desk, "kategori", "kode,nama,instansi,fisik\nsampah,Sampah,DLH,ya\n"))
    assert Category.objects.get(code="sampah").agency == agency
    answer = look(desk, "kategori", "kode,nama,instansi,fisik\nsampah,Sampah pasar,DLH,ya\n")
    assert answer.context["looked"].changed == 1
    go_on(desk, "kategori", answer)
    assert Category.objects.get(code="sampah").name == "Sampah pasar"


def test_people_get_a_position_and_a_password_shown_once(desk):
    position = Position.objects.create(
        code="dlh-penghubung", title="Penghubung", agency=factories.make_agency("DLH"), role="liaison_officer"
    )
    text = (
        "nama,email,nama_pengguna,jabatan,nomor_sk,tanggal_sk,mulai\n"
        "Bu Ani,ani@contoh.test,ani,dlh-penghubung,SK 1,01-01-2026,02-01-2026\n"
        "Pak Budi,salah,budi,,,,\n"
    )
    answer = look(desk, "orang", text)
    assert len(answer.context["looked"].wrong) == 1
    done = go_on(desk, "orang", answer)
    person = User.objects.get(username="ani")
    assert Holding.objects.get(user=person).position == position
    (line,) = done.context["done"].shown
    assert person.check_password(line.shown)
    assert look(desk, "orang", text).context["looked"].same == 1


def test_each_table_for_those_who_keep_it(client, coordinator):
    assert client.get(url("orang")).status_code == 404
    assert client.get(url("instansi")).status_code == 404
    assert client.get(url("tidak-ada")).status_code == 404
