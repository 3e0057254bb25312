"""What coordinators keep under /kelola/, on a phone and at a desk: the lists, the one form, the tester, an import."""

from tests.chromium import press

OLD = """nomor_lama;tanggal;isi;kategori;selesai;jawaban
900/2021;12-03-2021;Lampu jalan mati di depan masjid.;pju;20-03-2021;Sudah diganti.
901/2021;kemarin;Sampah menumpuk di pasar.;pju;;
"""


def test_the_pages_of_the_coordinator(audit, chromium, site):
    one = audit(staff=True, storage_state=site.staff(chromium, "diskominfo-koordinator-1"))
    page = one.page
    one.visit("/kelola/", "keeping")
    one.visit("/kelola/data/kategori/", "categories")
    one.visit("/kelola/data/batas-waktu/tambah/", "a new term")
    press(page, "Simpan")
    page.get_by_role("alert").wait_for()
    one.look("a new term, nothing filled in")
    one.visit("/kelola/coba-aturan/?words=lampu+jalan+mati", "rules tried")
    one.visit("/kelola/pesan/", "messages")
    one.visit("/petugas/sp4n-lapor/?semua", "in SP4N-LAPOR!")


def test_a_look_before_an_import_without_a_script(phones, chromium, site):
    state = site.staff(chromium, "diskominfo-koordinator-1")
    page = phones(site.url, storage_state=state, java_script_enabled=False)
    page.goto("/kelola/impor/laporan-lama/")
    page.set_input_files("input[type=file]", {"name": "lama.csv", "mimeType": "text/csv", "buffer": OLD.encode()})
    press(page, "Periksa berkas")
    assert "1 baru, 0 berubah, 0 sudah ada, 1 salah." in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
