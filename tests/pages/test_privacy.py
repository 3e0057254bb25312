"""What is kept, who sees it, how long."""

from django.test import Client


def test_says_who_sees_what_without_asking_the_database(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get("/privasi/")
    page = response.content.decode()
    for words in ("Siapa yang melihat", "Berapa lama", "Undang-Undang Nomor 27 Tahun 2022", "Tanpa nama"):
        assert words in page
    assert response["Cache-Control"] == "private, no-cache"


def test_promises_no_door_that_is_not_there(db):
    assert "jalur rahasia" not in Client().get("/privasi/").content.decode().lower()
