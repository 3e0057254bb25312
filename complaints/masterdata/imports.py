"""Which tables may be imported, which columns they have, and what each row becomes (ux.md M11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import identity, lapor, phones, sheets
from complaints.accounts import operations as accounts
from complaints.errors import Refused
from complaints.intake import operations_old
from complaints.models import Agency, Category, Holding, Position, Submission, User, Village
from complaints.models.term import TermClass

from . import operations, operations_holders
from .importing import CHANGED, NEW, SAME, Cells, Done, Kind

# --- reading cells --------------------------------------------------------------------------------------------------


def _yes(text: str) -> bool:
    if text.lower() not in ("ya", "tidak", "1", "0", "true", "false"):
        raise Refused(_("Tulis ya atau tidak, bukan “%(text)s”") % {"text": text[:40]})
    return text.lower() in ("ya", "1", "true")


def _day(text: str) -> date:
    try:
        return sheets.day(text)
    except ValueError as error:
        raise Refused(_("“%(text)s” bukan tanggal. Contoh: 12-03-2021") % {"text": text[:40]}) from error


def _choice(text: str, choices: list[tuple[str, str]]) -> str:
    for value, label in choices:
        if text.casefold() in (str(value).casefold(), str(label).casefold()):
            return value
    known = ", ".join(str(label) for _value, label in choices)
    raise Refused(_("“%(text)s” tidak dikenal. Pilihan: %(known)s") % {"text": text[:40], "known": known})


def _agency(text: str) -> Agency:
    """By code, short name or name."""
    for field in ("code", "short_name", "name"):
        found = list(Agency.objects.filter(**{f"{field}__iexact": text})[:2])
        if len(found) == 1:
            return found[0]
    raise Refused(_("Instansi “%(text)s” tidak ada") % {"text": text[:40]})


def _category(text: str) -> Category:
    for field in ("code", "name"):
        found = list(Category.objects.filter(**{f"{field}__iexact": text})[:2])
        if len(found) == 1:
            return found[0]
    raise Refused(_("Kategori “%(text)s” tidak ada") % {"text": text[:40]})


def _village(text: str) -> Village:
    found = list(Village.objects.filter(name__iexact=text)[:2])
    if len(found) == 1:
        return found[0]
    raise Refused(_("Desa atau kelurahan “%(text)s” tidak ada, atau ada dua") % {"text": text[:40]})


def _number(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text[:5]) < 1000):
        raise Refused(_("“%(text)s” bukan angka hari") % {"text": text[:40]})
    return int(text)


def _lines(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


# --- agencies and categories -----------------------------------------------------------------------------------------


def _values(cells: Cells, readers: dict[str, tuple[str, Callable]]) -> dict[str, object]:
    """Return the fields of a row; an empty cell leaves what is there."""
    return {field: read(cells[name]) for name, (field, read) in readers.items() if cells.get(name)}


_AGENCY = {
    "kode": ("code", str),
    "nama": ("name", str),
    "singkatan": ("short_name", str),
    "jenis": ("kind", lambda text: _choice(text, Agency.Kind.choices)),
    "tugas": ("handles", _lines),
    "telepon": ("hotline", str),
    "induk": ("parent", _agency),
}
_CATEGORY = {
    "kode": ("code", str),
    "nama": ("name", str),
    "topik": ("topic", _category),
    "instansi": ("agency", _agency),
    "kelas": ("term_class", lambda text: _choice(text, TermClass.choices)),
    "petunjuk": ("hint", str),
    "fisik": ("physical", _yes),
    "perlu_tempat": ("needs_place", _yes),
    "tampil": ("publish_default", _yes),
    "tidak_pernah_tampil": ("never_public", _yes),
    "peka": ("sensitive", _yes),
    "target": ("target_days", _number),
}


def _plain(model, readers, save):
    """Return look and act of a table whose rows are rows of master data, known by their code."""

    def compared(cells: Cells) -> tuple[object | None, dict[str, object], str]:
        values = _values(cells, readers)
        row = model.objects.filter(code=values["code"]).first()
        for name, value in values.items():
            limit = getattr(model._meta.get_field(name), "max_length", None)
            if limit and isinstance(value, str) and len(value) > limit:
                raise Refused(_("“%(name)s” paling panjang %(n)d huruf") % {"name": name, "n": limit})
        if row is None:
            return None, values, NEW
        return row, values, CHANGED if any(getattr(row, name) != value for name, value in values.items()) else SAME

    def look(cells: Cells, _actor: User, _now: datetime) -> Done:
        return Done(compared(cells)[2])

    def act(cells: Cells, actor: User, now: datetime) -> Done:
        row, values, state = compared(cells)
        if state != SAME:
            save(row and row.pk, values=values, actor=actor, now=now)
        return Done(state)

    return look, act


# --- people ----------------------------------------------------------------------------------------------------------


def _person(cells: Cells) -> tuple[operations_holders.Newcomer, Position | None, dict]:
    position = None
    decree: dict[str, object] = {}
    if code := cells.get("jabatan"):
        position = Position.objects.filter(code=code, is_active=True).first()
        if position is None:
            raise Refused(_("Jabatan dengan kode “%(code)s” tidak ada") % {"code": code[:60]})
        if not (cells.get("nomor_sk") and cells.get("tanggal_sk") and cells.get("mulai")):
            raise Refused(_("Dengan jabatan, isi juga nomor_sk, tanggal_sk, dan mulai"))
        decree = {"basis": Holding.Basis.OWN_RIGHT, "decree_number": cells["nomor_sk"][:100]}
        decree |= {"decree_date": _day(cells["tanggal_sk"]), "starts_on": _day(cells["mulai"])}
    person = operations_holders.Newcomer(username=cells["nama_pengguna"], email=cells["email"], full_name=cells["nama"])
    return person, position, decree


def _look_at_person(cells: Cells, _actor: User, _now: datetime) -> Done:
    person, _position, _decree = _person(cells)
    if User.objects.filter(username__iexact=person.username, email=person.email.lower()).exists():
        return Done(SAME)
    if phones.normalise(person.email).kind != phones.EMAIL:
        raise Refused(_("Alamat email ini tidak lengkap"))
    accounts.refuse_taken(username=person.username, email=person.email.lower())
    return Done(NEW)


def _add_person(cells: Cells, actor: User, now: datetime) -> Done:
    if _look_at_person(cells, actor, now).state == SAME:
        return Done(SAME)
    person, position, decree = _person(cells)
    if position is None:
        names = {"username": person.username, "email": person.email, "full_name": person.full_name}
        _user, password = operations.add_account(**names, actor=actor, now=now)
    else:
        change = operations_holders.change_holder(position.pk, person=person, decree=decree, actor=actor, now=now)
        password = change.password
    return Done(NEW, password)


# --- the old register ------------------------------------------------------------------------------------------------


def _old(cells: Cells) -> operations_old.OldCase:
    contact = phones.normalise(cells["kontak"]).value if cells.get("kontak") else ""
    name = cells.get("pelapor", "")[:60]
    return operations_old.OldCase(
        number=cells["nomor_lama"][:60],
        received_on=_day(cells["tanggal"]),
        story=cells["isi"],
        category=_category(cells["kategori"]),
        village=_village(cells["desa"]) if cells.get("desa") else None,
        agency=_agency(cells["instansi"]) if cells.get("instansi") else None,
        channel=_choice(cells["kanal"], Submission.Channel.choices)
        if cells.get("kanal")
        else Submission.Channel.PHONE.value,
        closed_on=_day(cells["selesai"]) if cells.get("selesai") else None,
        answer=cells.get("jawaban", ""),
        lapor=lapor.number(cells["nomor_lapor"]) if cells.get("nomor_lapor") else "",
        reporter=identity.Reporter(name, phones.SILENT, contact) if contact else None,
    )


def _look_at_old(cells: Cells, _actor: User, now: datetime) -> Done:
    if operations_old.find(cells["nomor_lama"][:60]) is not None:
        return Done(SAME)
    operations_old.check(_old(cells), timezone.localdate(now))
    return Done(NEW)


def _take_over(cells: Cells, actor: User, now: datetime) -> Done:
    if operations_old.find(cells["nomor_lama"][:60]) is not None:
        return Done(SAME)
    taken = operations_old.take_over(_old(cells), actor=actor, now=now)
    return Done(SAME if taken is None else NEW)


_ADMINISTRATORS = (Position.Role.ADMINISTRATOR,)
_look_at_agency, _save_agency = _plain(Agency, _AGENCY, operations.save_agency)
_look_at_category, _save_category = _plain(Category, _CATEGORY, operations.save_category)
_CODE = gettext_lazy("tetap; baris dengan kode yang sudah ada mengubah yang ada")
_YES_NO = gettext_lazy("ya atau tidak")
KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            slug="laporan-lama",
            label=gettext_lazy("Laporan dari register BESADU lama"),
            roles=(Position.Role.COORDINATOR,),
            columns={
                "nomor_lama": gettext_lazy("nomor di register lama; nomor yang sudah diambil dilewati"),
                "tanggal": gettext_lazy("tanggal masuk, misalnya 12-03-2021"),
                "isi": gettext_lazy("isi laporan"),
                "kategori": gettext_lazy("kode atau nama"),
                "desa": gettext_lazy("nama desa atau kelurahan, boleh kosong"),
                "instansi": gettext_lazy("kode, singkatan, atau nama, boleh kosong"),
                "kanal": gettext_lazy("telepon, WhatsApp, loket, surat; kosong berarti telepon"),
                "selesai": gettext_lazy("tanggal selesai; kosong berarti masih terbuka"),
                "jawaban": gettext_lazy("jawaban instansi, wajib bila selesai"),
                "nomor_lapor": gettext_lazy("nomor SP4N-LAPOR!, boleh kosong"),
                "pelapor": gettext_lazy("nama pelapor, boleh kosong; disimpan tersegel"),
                "kontak": gettext_lazy("nomor HP atau e-mail, boleh kosong; pelapor tidak dikirimi kabar"),
            },
            key="nomor_lama",
            required=("nomor_lama", "tanggal", "isi", "kategori"),
            look=_look_at_old,
            act=_take_over,
        ),
        Kind(
            slug="kategori",
            label=gettext_lazy("Kategori"),
            roles=(Position.Role.COORDINATOR, Position.Role.ADMINISTRATOR),
            columns={
                "kode": _CODE,
                "nama": gettext_lazy("nama untuk warga"),
                "topik": gettext_lazy("kode topik di atasnya"),
                "instansi": gettext_lazy("kode, singkatan, atau nama"),
                "kelas": gettext_lazy("kelas waktu, misalnya NORMAL"),
                "petunjuk": gettext_lazy("contoh kata di formulir"),
                "fisik": _YES_NO,
                "perlu_tempat": _YES_NO,
                "tampil": _YES_NO,
                "tidak_pernah_tampil": _YES_NO,
                "peka": _YES_NO,
                "target": gettext_lazy("target hari kerja, angka"),
            },
            key="kode",
            required=("kode", "nama"),
            look=_look_at_category,
            act=_save_category,
        ),
        Kind(
            slug="instansi",
            label=gettext_lazy("Instansi"),
            roles=_ADMINISTRATORS,
            columns={
                "kode": _CODE,
                "nama": gettext_lazy("nama lengkap"),
                "singkatan": gettext_lazy("nama pendek"),
                "jenis": gettext_lazy("perangkat daerah, perusahaan daerah, pemerintah desa, lembaga luar"),
                "tugas": gettext_lazy("dalam kata biasa, dipisah titik koma"),
                "telepon": gettext_lazy("boleh kosong"),
                "induk": gettext_lazy("kode instansi induk, boleh kosong"),
            },
            key="kode",
            required=("kode", "nama", "singkatan", "jenis"),
            look=_look_at_agency,
            act=_save_agency,
        ),
        Kind(
            slug="orang",
            label=gettext_lazy("Orang dan jabatannya"),
            roles=_ADMINISTRATORS,
            columns={
                "nama": gettext_lazy("nama lengkap"),
                "email": gettext_lazy("alamat email kantor"),
                "nama_pengguna": gettext_lazy("untuk masuk; yang sudah ada dilewati"),
                "jabatan": gettext_lazy("kode jabatan, boleh kosong"),
                "nomor_sk": gettext_lazy("wajib bila ada jabatan"),
                "tanggal_sk": gettext_lazy("wajib bila ada jabatan"),
                "mulai": gettext_lazy("wajib bila ada jabatan"),
            },
            key="nama_pengguna",
            required=("nama", "email", "nama_pengguna"),
            look=_look_at_person,
            act=_add_person,
            makes_accounts=True,
        ),
    )
}
