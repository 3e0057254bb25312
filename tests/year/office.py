"""The people, offices, weeks, holidays and rungs of `tables`, entered in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.models import Agency, Category, Holding, Holiday, Position, Rung, ServiceHours, User
from complaints.models.term import TermClass
from tests import factories
from tests.journeys.rights import Office, Person
from tests.year import tables


@dataclass
class Cast:
    """Who acts: as `tests.journeys.performing` wants them, and by the names of `tables`."""

    people: dict[Person, User]
    users: dict[str, User]
    offices: dict[Office, Agency]
    categories: dict[str, Category]
    administrator: User
    rungs: dict[int, tables.Rung]
    codes: dict[int, str]

    @property
    def coordinator(self) -> User:
        return self.users["coordinator"]


def make() -> Cast:
    factories.make_regency()
    _hours()
    agencies = {code: factories.make_agency(code) for code in ("DISHUB", "DLH")}
    agencies["DSPPPA"] = factories.make_agency("DSPPPA", handles_sensitive=True)
    agencies |= {agency.code: agency for agency in Agency.objects.exclude(duty=None)}
    agencies["PLN"] = factories.make_agency("PLN", kind=Agency.Kind.EXTERNAL)
    _hours_of_the_shifts(agencies["DLH"])
    users = {holder.name: _hire(holder, agencies[holder.agency]) for holder in tables.HOLDERS}
    offices = {
        Office(code, may_own=code != "PLN", helps=code == "DSPPPA"): agency
        for code, agency in sorted(agencies.items())
        if code != "SETDA"
    }
    return Cast(
        people={Person(h.name, h.agency, h.role, h.marked): users[h.name] for h in tables.HOLDERS},
        users=users,
        offices=offices,
        categories={code: _category(code, agencies[owner]) for code, owner in tables.CATEGORIES.items()},
        administrator=factories.make_staff(factories.coordination(), Position.Role.ADMINISTRATOR),
        rungs={_rung(rung, users): rung for rung in tables.RUNGS},
        codes=dict(Agency.objects.values_list("pk", "code")),
    )


def _hours() -> None:
    """The plain week is `make_regency`'s; the month of fasting and the holidays come with it here."""
    first, last = tables.FASTING
    for weekday, (opens, closes) in tables.WEEKS[None][0][2].items():
        ServiceHours.objects.create(weekday=weekday, opens=opens, closes=closes, valid_from=first, valid_until=last)
    there = set(Holiday.objects.values_list("day", flat=True))
    for day in tables.HOLIDAYS:
        if day not in there:
            Holiday.objects.create(day=day, name=f"Libur {day}", kind=Holiday.Kind.NATIONAL)


def _hours_of_the_shifts(agency: Agency) -> None:
    for weekday, (opens, closes) in tables.WEEKS["DLH"][0][2].items():
        ServiceHours.objects.create(agency=agency, weekday=weekday, opens=opens, closes=closes, open_on_holidays=True)


def _hire(holder: tables.Holder, agency: Agency) -> User:
    user = factories.make_staff(agency, holder.role, handles_sensitive=holder.marked)
    until = holder.until if holder.until < date(2029, 1, 1) else None
    Holding.objects.filter(user=user).update(starts_on=holder.since, ends_on=until)
    return user


def _category(code: str, agency: Agency) -> Category:
    sensitive = {"sensitive": True, "term_class": TermClass.SENSITIVE, "never_public": True}
    more = sensitive if code in tables.SENSITIVE else {}
    return factories.make_category(code, agency, name=code, target_days=tables.TARGETS.get(code), **more)


def _rung(rung: tables.Rung, users: dict[str, User]) -> int:
    position = Position.objects.get(holdings__user=users[rung.to]) if rung.to in users else None
    return Rung.objects.create(
        ladder=rung.ladder,
        after=rung.after,
        to=Rung.To.POSITION if position else rung.to,
        position=position,
        copies_inspectorate=rung.copies,
        repeats_weekly=rung.weekly,
    ).pk
