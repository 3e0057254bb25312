"""Running the same thing in many threads at the same moment, each with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from django.db import connections

from complaints.errors import Refused


def at_once(jobs: Sequence[Callable[[], object]]) -> list[object]:
    """Run every job in its own thread, started together; return what each gave or raised, in their order."""
    start = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)

    def work(number: int) -> None:
        try:
            start.wait(timeout=30)
            results[number] = jobs[number]()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[number]) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive(), "a thread hangs"
    return results


def refused(results: Sequence[object]) -> list[Refused]:
    """Return the refusals among `results`; any other exception fails, as it would be an error page."""
    errors = [result for result in results if isinstance(result, Exception) and not isinstance(result, Refused)]
    assert not errors, errors
    return [result for result in results if isinstance(result, Refused)]
