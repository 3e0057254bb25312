"""*Tutup* of the list: on a shared telephone nothing of it stays behind."""

from complaints import access

from .test_mine import owner


def test_the_proof_is_taken_from_the_browser(client, db):
    answer = owner(client).post("/saya/tutup/")
    assert answer.url == "/lacak/"
    assert answer.cookies[access.OWNER_COOKIE].value == ""
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/saya/").url == "/lacak/lupa/"
    assert client.get("/saya/tutup/").status_code == 405
