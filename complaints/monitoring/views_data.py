"""P16: open data, for everybody to download and to count again."""

import json
from collections.abc import Iterator
from datetime import date

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from besadu.caching import public_page
from complaints import dates, spreadsheets
from complaints.figures import queries, telling

from . import opendata

_MEDIA = {"csv": spreadsheets.MEDIA_TYPE, "json": "application/json; charset=utf-8"}


@public_page
@require_safe
def data(request):
    """P16: which files there are, what stands in them, and under which licence."""
    months = opendata.months()
    context = {
        "months": _rows(months),
        "total": telling.number(sum(n for _month, n in months)),
        "counted_at": queries.counted_at(),
        "columns": [(column.name, column.meaning) for column in opendata.COLUMNS],
        "figure_columns": opendata.FIGURE_COLUMNS,
        "now_columns": opendata.NOW_COLUMNS,
        "counted": [*opendata.COUNTED.values(), *opendata.STANDING.values()],
        "changes": opendata.CHANGES,
        "licence": opendata.LICENCE,
        "licence_url": opendata.LICENCE_URL,
    }
    return render(request, "monitoring/data.html", context)


def _rows(months: list[tuple[date, int]]) -> list[dict]:
    """Return the rows of the table of months, with the names and addresses of their files; years of them are long, so
    an address is worked out once."""
    running = timezone.localdate().replace(day=1)
    before, after = reverse("monitoring:dataset", args=["NAMA", "csv"]).split("NAMA")
    kinds = [(opendata.REPORTS, _("Laporan {bulan}, {bentuk}")), (opendata.FIGURES, _("Angka {bulan}, {bentuk}"))]

    def files(month: date, kind: str, label: str) -> list[tuple[str, str, str]]:
        name = f"{before}{kind}-{month:%Y-%m}{after}"
        told = dates.month(month)
        return [
            (form.upper(), f"{name.removesuffix('csv')}{form}", label.format(bulan=told, bentuk=form.upper()))
            for form in _MEDIA
        ]

    return [
        {
            "name": dates.month(month),
            "runs": month == running,
            "number": telling.number(n) if n else "",
            "reports": files(month, *kinds[0]),
            "figures": files(month, *kinds[1]),
        }
        for month, n in months
    ]


@public_page
@require_safe
def dataset(request, name, form):
    """One file, as CSV or JSON; sent while it is made."""
    found = opendata.find(name, timezone.now()) if form in _MEDIA else None
    if found is None:
        raise Http404
    tag = f'W/"{found.tag}-{form}"'  # weak: it may be compressed on its way
    if unchanged := get_conditional_response(request, etag=tag):
        return unchanged
    response = StreamingHttpResponse(_made(found, form), content_type=_MEDIA[form])
    response["ETag"] = tag
    response["Content-Disposition"] = f'attachment; filename="besadu-{name}.{form}"'
    return response


def _made(found: opendata.Dataset, form: str) -> Iterator[str]:
    if form == "csv":
        yield from spreadsheets.lines(_with_head(found))
        return
    head = {"lisensi": opendata.LICENCE, "lisensi_alamat": opendata.LICENCE_URL, "kolom": found.columns}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "baris": ['
    before = "\n"
    for row in found.rows():
        values = (value if value is None or isinstance(value, (int, float)) else str(value) for value in row)
        yield before + json.dumps(dict(zip(found.columns, values, strict=True)), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _with_head(found: opendata.Dataset) -> Iterator:
    yield found.columns
    yield from found.rows()
