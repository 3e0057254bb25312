"""Counts the figures of the page again from the open data alone, as anybody could: standard library only.

    python3 recompute.py https://…   prints them as JSON

Follows the dictionary on /data/ and the words on /kinerja/; shares no line with the portal.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable

Fetch = Callable[[str], bytes]
FEW = "kurang dari 5"


def recompute(fetch: Fetch, today: datetime.date) -> dict:
    """Return the figures of the page. `fetch` gives the bytes of an address of the portal, none of a missing one."""
    months = last_months(today)
    sums: Counter = Counter()
    by_month = {}
    for month in months:
        rows = table(fetch, f"/data/angka-{month}.csv")
        by_month[month] = Counter()
        for row in rows:
            by_month[month][row["hitungan"], row["rincian"]] += int(row["jumlah"])
        sums += by_month[month]
    now = table(fetch, "/data/angka-kini.csv")
    standing = [row for row in now if not (row["kategori"] or row["kecamatan"] or row["instansi"])]
    overdue = {row["rincian"]: int(row["jumlah"]) for row in standing if row["hitungan"] == "terlambat"}
    hours = sorted(hour for (name, value), n in sums.items() if name == "dijawab" for hour in [int(value)] * n)
    return {
        "masuk": count(total(sums, "masuk")),
        "dijawab": count(len(hours)),
        "waktu-jawab": middle(hours),
        "waktu-jawab-90": in_hours(hours[-(-len(hours) * 90 // 100) - 1]) if len(hours) >= 5 else "",
        "tepat-waktu": part(sums["tepat-waktu", "on_time"], total(sums, "tepat-waktu")),
        "terlambat": count(sum(overdue.values())),
        "belum-selesai": count(sum(int(row["jumlah"]) for row in standing if row["hitungan"] == "belum-selesai")),
        "sudah-beres": part(sums["dinilai", "yes"], total(sums, "dinilai")),
        "diperiksa": part(sums["diperiksa", "on_time"], total(sums, "diperiksa")),
        "dibuka-lagi": part(total(sums, "dibuka-lagi"), total(sums, "selesai")),
        "ditutup-diam": part(sums["selesai", "silence"], total(sums, "selesai")),
        "dikembalikan": part(total(sums, "dikembalikan"), total(sums, "diteruskan")),
        "bulan": [(count(total(one, "masuk")), count(total(one, "selesai"))) for one in by_month.values()],
        "hasil": {name: part(n, total(sums, "hasil")) for (kind, name), n in sums.items() if kind == "hasil"},
        "kanal": {name: count(n) for (kind, name), n in sums.items() if kind == "kanal"},
        "umur": ages(overdue, today),
        "kategori": {
            row["kategori"]: said(row["jumlah"])
            for row in now
            if row["hitungan"] == "masuk" and row["kategori"] and not row["kecamatan"]
        },
        "instansi": agencies([row for row in now if row["instansi"]]),
    }


def published(fetch: Fetch, month: str) -> dict:
    """Return what the rows of published reports alone give of a month: how many, and their first answers."""
    rows = table(fetch, f"/data/laporan-{month}.csv")
    hours = [int(row["jam_kerja_jawab"]) for row in rows if row["jam_kerja_jawab"]]
    return {"masuk": len(rows), "dijawab": len(hours), "waktu-jawab": middle(sorted(hours))}


def table(fetch: Fetch, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(fetch(address).decode("utf-8-sig"), newline="")))


def last_months(today: datetime.date) -> list[str]:
    number = today.year * 12 + today.month - 1
    return [f"{one // 12}-{one % 12 + 1:02}" for one in range(number - 11, number + 1)]


def total(sums: Counter, name: str) -> int:
    return sum(n for (kind, _value), n in sums.items() if kind == name)


def count(n: int) -> str:
    return FEW if 0 < n < 5 else f"{n:,}".replace(",", ".")


def said(number: str) -> str:
    return FEW if number == "<5" else count(int(number))


def part(n: int, of: int) -> str:
    if of == 0:
        return "belum ada"
    if of < 5:
        return FEW
    words = f"{n:,} dari {of:,}".replace(",", ".")
    return words if of < 20 else f"{words} ({int(100 * n / of + 0.5)} %)"


def middle(hours: list[int]) -> str:
    if len(hours) < 5:
        return "data belum cukup"
    half = len(hours) // 2
    return in_hours(hours[half] if len(hours) % 2 else (hours[half - 1] + hours[half]) / 2)


def in_hours(value: float) -> str:
    return f"{value:g} jam kerja".replace(".", ",") if value >= 1 else "kurang dari 1 jam kerja"


def ages(overdue: dict[str, int], today: datetime.date) -> list[str]:
    found = [0, 0, 0]
    for day, n in overdue.items():
        late = (today - datetime.date.fromisoformat(day)).days
        found[0 if late <= 7 else 1 if late <= 30 else 2] += n
    return [count(n) for n in found]


def agencies(rows: list[dict[str, str]]) -> dict[str, tuple[str, str, str]]:
    found: dict[str, dict] = {}
    for row in rows:
        found.setdefault(row["instansi"], {})[row["hitungan"], row["rincian"]] = row["jumlah"]
    return {
        name: (said(one.get(("belum-selesai", ""), "0")), said(one.get(("terlambat", ""), "0")), punctual(one))
        for name, one in found.items()
    }


def punctual(one: dict) -> str:
    kept, missed = (one.get(("tepat-waktu", value), "0") for value in ("on_time", "late"))
    return FEW if "<5" in (kept, missed) else part(int(kept), int(kept) + int(missed))


if __name__ == "__main__":
    base = sys.argv[1].rstrip("/")

    def download(address: str) -> bytes:
        try:
            with urllib.request.urlopen(base + address, timeout=60) as answer:  # noqa: S310
                return answer.read()
        except urllib.error.HTTPError:
            return b""  # no reports in that month

    print(json.dumps(recompute(download, datetime.datetime.now().astimezone().date()), indent=1, ensure_ascii=False))
