"""What was checked, what is missing, where to say so."""

from django.test import Client


def test_says_what_was_checked_and_what_is_missing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get("/aksesibilitas/")
    page = response.content.decode()
    for words in ("WCAG 2.2", "Yang sudah diperiksa", "Yang belum", "/kontak/"):
        assert words in page
    assert response["Cache-Control"] == "private, no-cache"
