"""Ways of tampering with clocks, misses, pauses and seals."""

from __future__ import annotations

from complaints import history
from complaints.models import Clock, Seal, SealedChain
from tests.planting import rows, run
from tests.tampering_tools import LATER, copy_row, misspelt, set_

# --- clocks and misses --------------------------------------------------------------------------------------------


def a_clock(rng, **wanted) -> tuple[Clock, str]:
    clock = rng.choice(list(Clock.objects.filter(**wanted).select_related("complaint").order_by("pk")))
    return clock, f"{clock.complaint}: clock {clock.pk}[ ,]"


def clock_altered(rng):
    clock, named = a_clock(rng)
    column, value = rng.choice(
        [
            ("kind", "mirror"),
            ("agency_id", 424242),
            ("started_at", LATER),
            ("counts_from", LATER),
            ("amount", 99),
            ("unit", "x"),
            ("source", "x"),
            ("due_at", LATER),
            ("paused_at", LATER),
            ("stopped_at", LATER),
        ]
    )
    set_("clock", column, value, f"id = {clock.pk}")
    return named


def clock_deleted(rng):
    clock, named = a_clock(rng)
    run(f"DELETE FROM complaints_clock WHERE id = {clock.pk}")
    return named


def clock_added(rng):
    clock, _named = a_clock(rng)
    copy_row("clock", f"id = {clock.pk}", id="id + 100000")
    return f"{clock.complaint}: clock {clock.pk + 100000} belongs to no event"


def miss_altered(rng):
    clock, named = a_clock(rng, miss__isnull=False)
    column, value = rng.choice([("agency_id", 424242), ("due_at", LATER), ("stopped_at", None), ("recorded_at", LATER)])
    set_("miss", column, value, f"clock_id = {clock.pk}")
    return named


def miss_deleted(rng):
    """And the clock made to look as if it had been in time: only the history knows better."""
    clock, named = a_clock(rng, miss__isnull=False)
    run(f"DELETE FROM complaints_miss WHERE clock_id = {clock.pk}")
    set_("clock", "due_at", LATER, f"id = {clock.pk}")
    return named


def pause_altered(rng):
    pk, clock = rng.choice(rows("SELECT id, clock_id FROM complaints_clockpause ORDER BY id"))
    set_("clockpause", rng.choice(["paused_at", "resumed_at", "due_before"]), LATER, f"id = {pk}")
    return f"clock {clock}, a pause"


# --- seals --------------------------------------------------------------------------------------------------------


def seal_altered(rng):
    seal = rng.choice(list(Seal.objects.all()))
    column, value = rng.choice(
        [
            ("root", misspelt(rng, seal.root)),
            ("previous_root", misspelt(rng, seal.previous_root)),
            ("sealed_at", LATER),
            ("day", "2027-02-03"),
        ]
    )
    set_("seal", column, value, f"id = {seal.pk}")
    return f"seal {seal.day}"


def seal_deleted(rng):
    seal = rng.choice(list(Seal.objects.all()))
    run(f"DELETE FROM complaints_sealedchain WHERE seal_id = {seal.pk}")
    run(f"DELETE FROM complaints_seal WHERE id = {seal.pk}")
    return "seal"


def last_seal_deleted(rng):
    seal = Seal.objects.latest("day")
    run(f"DELETE FROM complaints_sealedchain WHERE seal_id = {seal.pk}")
    run(f"DELETE FROM complaints_seal WHERE id = {seal.pk}")
    return f"seal {seal.day}: missing"


def a_sealed_chain(rng) -> SealedChain:
    return rng.choice(list(SealedChain.objects.select_related("seal", "complaint").order_by("pk")))


def sealed_chain_altered(rng):
    chain = a_sealed_chain(rng)
    column, value = rng.choice(
        [("hash", misspelt(rng, chain.hash)), ("sequence", chain.sequence + 1), ("complaint_id", 424242)]
    )
    set_("sealedchain", column, value, f"id = {chain.pk}")
    return f"seal {chain.seal.day}: altered"


def sealed_chain_deleted(rng):
    chain = a_sealed_chain(rng)
    run(f"DELETE FROM complaints_sealedchain WHERE id = {chain.pk}")
    return f"seal {chain.seal.day}: altered"


def seals_rooted_again(rng):
    """A chain goes from a seal, and this root and all after it are computed anew."""
    chain = a_sealed_chain(rng)
    run(f"DELETE FROM complaints_sealedchain WHERE id = {chain.pk}")
    root_again()
    return f"seal {chain.seal.day}: its root"


def root_again() -> None:
    previous = history.audit.NOTHING
    for seal in Seal.objects.order_by("day"):
        chains = seal.chains.values_list("complaint_id", "sequence", "hash")
        root = history._root(seal.day, previous, seal.sealed_at, chains)
        run(f"UPDATE complaints_seal SET previous_root = %s, root = %s WHERE id = {seal.pk}", [previous, root])
        previous = root
