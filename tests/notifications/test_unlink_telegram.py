"""Back to e-mail by a press."""

from django.urls import reverse

from complaints.notifications import chats

URL = reverse("notifications:unlink_telegram")


def test_unlinks_and_says_so(client, liaison):
    client.force_login(liaison)
    assert "Tersambung" in client.get(reverse("accounts:profile")).content.decode()
    page = client.post(URL, follow=True).content.decode()
    assert "Telegram tidak tersambung lagi." in page
    assert "Belum tersambung" in page
    assert chats.of(liaison) is None


def test_looking_changes_nothing(client, liaison):
    client.force_login(liaison)
    assert client.get(URL).status_code == 405
    assert chats.of(liaison) == 7
