"""P17 without a script: it says why it is empty, and leads on. With it: tests/browser/test_offline.py."""


def test_without_a_script_it_says_so_and_leads_on(citizen):
    page = citizen.open("/lapor/draf/")
    assert "Draf di HP butuh JavaScript. Tanpa itu Anda tetap bisa melapor." in page.words
    assert "/lapor/" in page.links


def test_is_found_from_every_step(citizen):
    assert "/lapor/draf/" in citizen.open("/lapor/").links
