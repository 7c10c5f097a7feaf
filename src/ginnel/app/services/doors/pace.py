"""How fast one body may ask at the doors: so many questions in a minute, then 429 until the next. A batch counts whole.

A key that was stolen must not read out a region in an hour, and one body's faulty program must not keep others out. Each
process of the server counts for itself, so that the most of a region is `limits.door_requests` times its processes.
"""

from __future__ import annotations

import threading
from datetime import datetime

SECONDS = 60


class Pace:
    """Counts of the minute that runs; an earlier minute is forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = -1
        self._counts: dict[str, int] = {}

    def wait(self, body: str, now: datetime, most: int, questions: int = 1) -> int:
        """Count so many questions of `body`; 0 if they are among the first `most` of this minute, else seconds to wait."""
        second = int(now.timestamp())
        with self._lock:
            if second // SECONDS != self._minute:
                self._minute, self._counts = second // SECONDS, {}
            self._counts[body] = self._counts.get(body, 0) + questions
            return 0 if self._counts[body] <= most else SECONDS - second % SECONDS


PACE = Pace()
