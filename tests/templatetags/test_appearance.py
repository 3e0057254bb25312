"""Theme and letter size come from two cookies and reach <html> as words we know, nothing else."""

import re

import pytest
from django.template import engines
from django.test import RequestFactory

from besadu.appearance import appearance


def html_tag(cookies, source='{% extends "base.html" %}'):
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    page = engines["django"].from_string(source).render({}, request)
    return re.search(r"<html[^>]*>", page)[0]


@pytest.mark.parametrize(
    ("cookies", "said"),
    [
        ({}, '<html lang="id" class="">'),
        ({"tema": "ikut"}, '<html lang="id" class="">'),
        ({"tema": "gelap"}, '<html lang="id" class="" data-theme="gelap">'),
        ({"tema": "terang", "huruf": "besar"}, '<html lang="id" class=" besar" data-theme="terang">'),
        ({"tema": '"><script>', "huruf": "raksasa"}, '<html lang="id" class="">'),
    ],
)
def test_the_page_looks_as_chosen(cookies, said):
    assert html_tag(cookies) == said


def test_staff_pages_are_dense_and_keep_the_choice():
    said = html_tag({"huruf": "besar"}, '{% extends "base_staff.html" %}')
    assert said == '<html lang="id" class="petugas besar">'


def test_no_cookie_is_the_phones_own_choice():
    assert appearance(RequestFactory().get("/"))["appearance"] == {"theme": "ikut", "letters": "biasa"}
