"""What an e-mail says, whatever its bytes; and what no person wrote is recognised."""

import io
from datetime import UTC, datetime
from email.message import EmailMessage

import hypothesis
import pytest
from hypothesis import strategies as st
from PIL import Image

from complaints.inbox import letters
from complaints.inbox.arrival import LONGEST, MOST_PICTURES

from .conftest import SAID, letter

AT = datetime(2026, 11, 24, tzinfo=UTC)


def read(raw):
    return letters.read(raw, AT, own="besadu@testserver")


def test_a_letter_of_a_person():
    found = read(letter())
    assert (found.sort, found.name, found.subject, found.text) == ("written", "<1@contoh.com>", "Lampu mati", SAID)
    assert (found.sender.name, found.sender.contact) == ("Siti Aminah", "siti@contoh.com")


@pytest.mark.parametrize(
    ("sort", "headers"),
    [
        ("automatic", {"Auto_Submitted": "auto-replied"}),
        ("automatic", {"Auto_Submitted": "auto-generated; owner"}),
        ("written", {"Auto_Submitted": "no"}),
        ("automatic", {"Precedence": "Bulk"}),
        ("automatic", {"Precedence": "auto_reply"}),
        ("automatic", {"X_Autoreply": "yes"}),
        ("automatic", {"List_Id": "<daftar.contoh.com>"}),
        ("automatic", {"Return_Path": "<>"}),
        ("automatic", {"From": "no-reply@toko.com"}),
        ("bounce", {"From": "MAILER-DAEMON@contoh.com"}),
        ("bounce", {"From": "postmaster@contoh.com", "Return_Path": "<>"}),
        ("bounce", {"Content_Type": "multipart/report; report-type=delivery-status; boundary=x"}),
        ("own", {"From": "BESADU <Besadu@testserver>"}),
        ("written", {"From": "Noreen <noreen@contoh.com>"}),
    ],
)
def test_who_wrote_it(sort, headers):
    assert read(letter(**headers)).sort == sort


def test_a_delivery_that_failed_names_our_message():
    report = "Action: failed\r\n\r\nMessage-ID: <besadu-42@testserver>\r\n"
    assert read(letter(report, From="MAILER-DAEMON@x.com")).bounced == "besadu-42"
    assert read(letter(report.replace("failed", "delayed"), From="MAILER-DAEMON@x.com")).bounced == ""
    assert read(letter(report)).bounced == "", "a person's words say nothing of the kind"


def attached(number: int) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "a@contoh.com", "Foto", "<9@contoh.com>"
    message.set_content("Lihat foto.")
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    for one in range(number):
        message.add_attachment(file.getvalue(), maintype="image", subtype="png", filename=f"{one}.png")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="surat.pdf")
    return message.as_bytes()


def test_a_thousand_files():
    found = read(attached(1000))
    assert (found.text, len(found.pictures), found.left_out) == ("Lihat foto.", MOST_PICTURES, 1001 - MOST_PICTURES)


def test_only_html():
    page = "<style>p{}</style><p>Lampu &amp; jalan</p><script>alert(1)</script><p>mati</p>"
    found = read(letter(page, Content_Type="text/html"))
    assert found.text == "Lampu & jalan\nmati"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (letter("Lampu caf\xe9").decode().encode("latin-1"), "Lampu café"),
        (letter("Lampu", Content_Type="text/plain; charset=tidak-ada"), "Lampu"),
        (letter("Lampu\0mati\x1b"), "Lampumati"),
        (letter("TGFtcHU=!!", Content_Transfer_Encoding="base64"), "Lampu"),
        (letter("x" * 3_000_000), "x" * LONGEST),
        (letter("a", Subject="=?utf-8?b?////?= =?x?q?y?="), "a"),
        (letter("a", Content_Type="multipart/mixed; boundary=tidak"), "a"),
    ],
)
def test_odd_bytes_still_say_something(raw, said):
    found = read(raw)
    assert found.sort == "written"
    assert found.text in (said, "")
    assert found.text == said or "multipart" in raw.decode("latin-1")


def test_nested_deeper_than_any_stack():
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    found = read(b"From: a@contoh.com\r\n" + deep + b"\r\nLampu")
    assert found.sort == "written"
    assert found.name


def test_a_program_that_gives_every_letter_one_name():
    first, second = (read(letter(Message_ID="<1>", Date=date)) for date in ("Mon, 1 Jan", "Tue, 2 Jan"))
    assert first.name == second.name
    assert first.beside != second.beside


def test_no_header_can_begin_another():
    found = read(letter(Subject="=?utf-8?q?Lampu=0D=0ABcc:_x@y.z?=", From='"Siti\tX" <siti@contoh.com>'))
    assert found.subject == "Lampu Bcc: x@y.z"
    assert found.sender.name == "Siti X"


def test_a_sender_that_cannot_be_answered():
    assert read(letter(From="bukan alamat")).sender is None
    assert read(letter(Message_ID="")).name.startswith("sha256-")


@hypothesis.given(st.binary(max_size=2000))
@hypothesis.settings(max_examples=60)
def test_any_bytes(raw):
    assert letters.read(b"From: a@contoh.com\n" + raw, AT, own="x@y.z").channel == "email"
