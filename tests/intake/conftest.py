"""A regency with three topics, two villages and its emergency numbers; a citizen who writes."""

import pytest
from django.apps import apps

from complaints.models import Regency, Village
from tests import factories
from tests.intake.citizen import Citizen

NUMBERS = [
    {"name": "Darurat umum", "number": "112", "unconfirmed": True},
    {"name": "Polisi", "number": "110", "unconfirmed": False},
    {"name": "Pemadam kebakaran", "number": "113", "unconfirmed": False},
    {"name": "Ambulans", "number": "119", "unconfirmed": False},
    {"name": "SAPA, kekerasan terhadap perempuan dan anak", "number": "129", "unconfirmed": False},
]


@pytest.fixture
def portal(db):
    """Master data as the form needs it."""
    regency = factories.make_regency()
    Regency.objects.filter(pk=regency.pk).update(emergency_numbers=NUMBERS)
    agency = factories.make_agency("Dishub")
    factories.make_category(
        "lampu-jalan",
        agency,
        name="Lampu jalan",
        form_order=1,
        needs_place=True,
        physical=True,
        icon="lamp",
        hint="Tulis nomor tiang kalau ada",
    )
    factories.make_category("kesehatan", agency, name="Kesehatan", form_order=4, icon="health", publish_default=False)
    factories.make_category(
        "pungli", agency, name="Pungli", form_order=7, icon="levy", publish_default=False, supervisory_hint=True
    )
    factories.make_village("Aik Rayak")
    # As the outlines of the reference data call it: a point is found by code.
    kota = factories.make_village("Kota")
    Village.objects.filter(pk=kota.pk).update(code="19.02.01.1001", kind=Village.Kind.KELURAHAN)
    return regency


@pytest.fixture
def citizen(portal) -> Citizen:
    return Citizen()


@pytest.fixture
def rows():
    """Return a function that counts the rows of every table."""

    def count():
        return {model.__name__: model._base_manager.count() for model in apps.get_models()}

    return count
