"""Pages are computed in turn within a process: two at once would share one interpreter, and both come late."""

import threading
from collections import deque

PATIENCE = 2.0  # seconds, after which a page no longer waits for a slow one before it


class Turn:
    """Whoever came first goes first, which no lock of Python's promises."""

    def __init__(self):
        self._guard, self._waiting, self._taken = threading.Lock(), deque(), False

    def take(self, patience: float) -> bool:
        """Whether it was got within so many seconds."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(patience):
            return True
        with self._guard:
            if called.is_set():  # called at the last moment
                return True
            self._waiting.remove(called)
            return False

    def pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


TURN = Turn()


class InTurn:
    """What is sent to us (an upload may take minutes) and what is streamed waits for nobody and holds up nobody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or not TURN.take(PATIENCE):
            return self.get_response(request)
        try:
            return self.get_response(request)
        finally:
            TURN.pass_on()
