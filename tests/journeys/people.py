"""The people of a journey, each with a browser of their own: they open pages, read them and press their buttons.

Nothing here calls an operation: all goes through addresses, with CSRF tokens checked, and staff come through the door.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from complaints import guarantee, history
from complaints.models import Attachment, Complaint, User
from tests import factories
from tests.accounts import door
from tests.intake.citizen import Citizen, Page
from tests.intake.steps import KOTA, STORY, secret, ticket
from tests.uploads import files
from tests.worlds import all_kept

NAME, PHONE = "Siti Rahmawati", "0812 3456 7890"
IDENTITY = (NAME, "81234567890", "0812-3456-7890", PHONE)
"""What no agency, no stranger and no address may ever show of this reporter."""


def photo(seed: int = 1) -> bytes:
    """Return a photo as a phone takes it: turned, with its place, its owner and the time in it."""
    return files.jpeg(files.scene(400 + seed, 300, f"F{seed}"), exif=files.exif(6))


class Person(Citizen):
    """Somebody with a browser without JavaScript."""

    def press(self, button: str, *photos: bytes, **answers) -> Page:
        """Fill in the form that has this button and press it."""
        offered = [form for form in self.page.forms if any(button == words for _n, _v, words in form.buttons)]
        assert offered, f"{self.path} offers no {button!r}: {[form.buttons for form in self.page.forms]}"
        return self.send(self.filled(offered[0], button, **answers), *photos, to=urljoin(self.path, offered[0].action))

    def follow(self, end: str) -> Page:
        """Follow the first link of this page whose address ends so."""
        found = [link for link in self.page.links if urlsplit(link).path.endswith(end)]
        assert found, f"{self.path} leads to no {end}"
        return self.open(urljoin(self.path, found[0]))

    def reads(self, *words: str) -> Page:
        """Make sure that all these words stand on the page that is open."""
        assert self.page.status == 200, self.page.words
        for one in words:
            assert one in self.page.words, f"{one!r} is not on {self.path}: {self.page.words}"
        return self.page

    def does_not_read(self, *words: str) -> Page:
        for one in words:
            assert one not in self.page.words, f"{one!r} is on {self.path}"
        return self.page

    def sees_photos(self, count: int) -> list[bytes]:
        """Fetch every photo of the open page once; each is a JPEG of ours with nothing of the camera left in it."""
        shown = list(dict.fromkeys(source for source in self.page.images if "/foto/" in source))
        assert len(shown) == count, f"{self.path} shows {shown}"
        pictures = []
        for source in shown:
            answer = self.client.get(urljoin(self.path, source))
            assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
            assert not [hidden for hidden in files.SECRETS if hidden in answer.content]
            pictures.append(answer.content)
        return pictures


class Reporter(Person):
    """Files one complaint and comes back with its number and its code."""

    number = code = ""

    def files(self, *photos: bytes, named: bool = True, topic: str = "lampu-jalan", **what) -> Reporter:
        """Go through the three steps; leave the receipt open."""
        self.open(f"/lapor/?kategori={topic}")
        self.press("Lanjut", *photos, **{"story": STORY, **what})
        self.press("Lanjut", village=KOTA, landmark="Depan SDN 5")
        contact = {"contact_choice": "tell", "contact": PHONE, "name": NAME}
        self.press("Kirim laporan", **(contact if named else {"contact_choice": "unnamed"}))
        assert self.path == "/lapor/selesai/", self.page.summary
        self.number, self.code = ticket(self.page), secret(self.page)
        return self

    @property
    def complaint(self) -> Complaint:
        return Complaint.objects.get(tracking_number=self.number)

    @property
    def case(self) -> str:
        return f"/lacak/{self.number}/"

    def looks(self, *words: str) -> Page:
        """Open the own case, with number and code where the browser has forgotten it, and read these words."""
        self.open(self.case)
        if self.path.startswith("/lacak/?n="):
            self.press("Lihat laporan", number=self.number.replace("-", " ").lower(), code=self.code.replace("-", ""))
        assert self.path == self.case, self.page.words
        return self.reads(*words)

    def answers(self, text: str, *photos: bytes) -> Page:
        self.looks()
        self.follow("/jawab/")
        self.press("Kirim jawaban", *photos, text=text)
        return self.reads("Jawaban Anda sudah kami terima.")

    def rates(self, judgement: str, *photos: bytes, **more) -> Page:
        self.looks()
        self.follow("/nilai/")
        button = self.page.forms[0].buttons[-1][2]
        self.press(button, *photos, judgement=judgement, **more)
        assert self.path == self.case, self.page.summary
        return self.page


class Officer(Person):
    """Staff. Whatever page they open, the reporter's identity may not be on it, but on the one made for it."""

    def __init__(self, user: User):
        super().__init__()
        self.user = user

    def signs_in(self, *, second_factor: bool = False) -> Officer:
        """Come through the door: password, and the code of the second factor where there is one."""
        self.open("/masuk/")
        self.press("Masuk", login=self.user.username, password=factories.PASSWORD)
        if second_factor:
            assert self.path == "/masuk/kode/"
            self.press("Masuk", code=door.code())
        assert self.path in ("/petugas/", "/pantau/"), self.page.words
        return self

    def _arrive(self, response, path: str) -> Page:
        page = super()._arrive(response, path)
        if not urlsplit(self.path).path.endswith("/kontak/"):
            assert not [word for word in IDENTITY if word in page.html], f"{self.path} shows who reported"
        return page

    def looks(self, number: str, *words: str) -> Page:
        """Open a case and read these words on it."""
        self.open(address(number))
        return self.reads(*words)

    def does(self, number: str, act: str, button: str, *photos: bytes, told: str = "", **answers) -> Page:
        """Open the page of an act from its case, fill it in, press; `told` must be read afterwards."""
        self.looks(number)
        self.follow(act)
        self.press(button, *photos, **answers)
        assert urlsplit(self.path).path in (address(number), "/petugas/"), self.page.words
        return self.reads(*([told] if told else []))

    def presses(self, number: str, button: str, *, told: str = "") -> Page:
        """Press a button that stands on the case page itself."""
        self.looks(number)
        self.press(button)
        return self.reads(*([told] if told else []))

    def queue(self, view: str) -> str:
        """Return the words of one view of the queue, which must be offered to this person."""
        self.open("/petugas/")
        self.open(next(link for link in self.page.links if link.endswith(f"?v={view}")))
        return self.page.words

    def sees_nothing_of(self, number: str) -> None:
        """Neither in the queue, nor by number, nor by any address of it."""
        self.open("/petugas/")
        assert number not in self.page.html
        assert self.open(f"/petugas/?nomor={number}").status == 200
        assert self.path == f"/petugas/?nomor={number}"
        for rest in ("", "verifikasi/", "terima/", "kabar/", "jawab/", "kontak/", "tolak/"):
            for answer in (
                self.client.get(address(number) + rest),
                self.client.post(address(number) + rest, self.token),
            ):
                assert answer.status_code in (404, 405), f"{rest}: {answer.status_code}"

    @property
    def token(self) -> dict[str, str]:
        """The CSRF token of the page that is open: what is refused is refused for another reason."""
        return {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page.html)[1]}


def address(number: str) -> str:
    """Return the address of a case at the desk."""
    return f"/petugas/laporan/{number}/"


def assert_hidden_from_strangers(reporter: Reporter, other: Officer) -> None:
    """Without the code, without an account, and with the account of another agency, nothing is there."""
    number = reporter.number
    stranger = Person()
    for rest in ("", "jawab/", "nilai/", "cabut/", "cetak/"):
        stranger.open(f"/lacak/{number}/{rest}")
        assert stranger.path == f"/lacak/?n={number}"
        stranger.does_not_read(STORY, NAME, "Dishub")
    stranger.press("Lihat laporan", number=number, code="AAAAA-AAAAA")
    stranger.reads("Nomor dan kode rahasia tidak cocok. Periksa lagi.")
    stranger.open(address(number))
    assert stranger.path.startswith("/masuk/")
    other.sees_nothing_of(number)
    for row in Attachment.objects.filter(complaint=reporter.complaint):
        for client in (stranger.client, other.client):
            for path in (f"/lacak/{number}/foto/{row.pk}/480/", address(number) + f"foto/{row.pk}/480/"):
                assert client.get(path).status_code in (302, 404), path
            assert client.get(f"/lapor/foto/{row.pk}/480/").status_code == 404


def assert_clean(now) -> None:
    """The guarantee holds and the history is whole, before and after a seal."""
    assert guarantee.beyond_constraints() == []
    history.seal_day(now.date(), now=now)
    all_kept()
