"""What a person may keep, and nothing else."""

from django.urls import reverse

from tests import factories


def test_an_administrator_sees_all_a_coordinator_the_weekly_part(desk, client):
    text = desk.get(reverse("masterdata:manage")).text
    assert "Jabatan dan pemegang" in text
    assert reverse("masterdata:import_rows", args=["orang"]) in text
    client.force_login(factories.make_coordinator())
    text = client.get(reverse("masterdata:manage")).text
    assert "Jabatan dan pemegang" not in text
    assert reverse("masterdata:import_rows", args=["laporan-lama"]) in text
    assert reverse("masterdata:import_rows", args=["orang"]) not in text
