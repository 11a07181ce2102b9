"""The watch: reads every source when its turn comes, in threads of their own, so that none holds up another."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone

from sapwood.collecting.catch import Unreachable
from sapwood.records.sources.models import Source, SourceRun
from sapwood.store.lock import Busy, one_writer

from ..tasks import source_brought
from .copied import admit, keep
from .fetching import server_of
from .run import run_source

TICK_S = 2.0
AT_ONCE = 8
SETTLE = timedelta(minutes=2)  # between one look and the next that a server calls for: mail comes in bursts
logger = logging.getLogger(__name__)


def watch(stop: Event, tick_s: float = TICK_S, settle: timedelta = SETTLE) -> bool:
    """Until `stop` is set. False at once where another process watches."""
    try:
        with one_writer(settings.SAPWOOD_HOME, wait=False, lock="watching.lock"):
            _Watch(stop, settle).go_on(tick_s)
            return True
    except Busy:
        return False


@contextmanager
def _door() -> Iterator[None]:
    """The receiver of copied mail, while it is switched on."""
    if settings.SAPWOOD_COPY_LISTEN is None:
        yield
        return
    from sapwood.collecting.smtp_door import open_door

    try:
        door = open_door(
            *settings.SAPWOOD_COPY_LISTEN,
            _with_own_connection(admit),
            _with_own_connection(keep),
            settings.SAPWOOD_COPY_CERTIFICATE,
            settings.SAPWOOD_COPY_TLS_REQUIRED,
        )
    except OSError as error:
        logger.error("SAPWOOD_COPY_LISTEN %s cannot be listened on (%s).", settings.SAPWOOD_COPY_LISTEN, error)
        yield
        return
    try:
        yield
    finally:
        door.stop()


def _with_own_connection(act: Callable[..., str]) -> Callable[..., str]:
    def acted(*given: object) -> str:
        try:
            return act(*given)
        finally:
            connections.close_all()

    return acted


def has_sources() -> bool:
    return Source.objects.standing().exists()


class _Watch:
    def __init__(self, stop: Event, settle: timedelta):
        self.stop, self.settle = stop, settle
        self.reading: dict[int, Future] = {}
        self.listening: dict[int, Thread] = {}
        self.wanted: set[int] = set()  # sources that are to be listened to
        self.heard: set[int] = set()
        self.first = True  # what came while nobody watched comes at once, and then servers are listened to

    def go_on(self, tick_s: float) -> None:
        with ThreadPoolExecutor(AT_ONCE, "source") as pool, _door():
            while not self.stop.is_set():
                try:
                    self._look(pool, timezone.now())
                except Exception:
                    logger.exception("watching the sources")  # the records may be away for a moment
                connections.close_all()
                self.stop.wait(tick_s)
        for thread in self.listening.values():
            thread.join(5)

    def _look(self, pool: ThreadPoolExecutor, now: datetime) -> None:
        self.reading = {pk: future for pk, future in self.reading.items() if not future.done()}
        asked = {run.source_id: run for run in SourceRun.objects.filter(status=SourceRun.Status.WAITING)}
        standing = Source.objects.standing().filter(owner__is_active=True)
        awake = standing.exclude(pauses__in=_pauses())
        self.wanted = set(awake.filter(kind=Source.Kind.IMAP).values_list("pk", flat=True))
        ripe = awake if self.first else awake.filter(Q(due=None) | Q(due__lte=now))
        due, self.first = set(ripe.values_list("pk", flat=True)), False
        due |= set(awake.filter(pk__in=self.heard, runs__finished__lt=now - self.settle).values_list("pk", flat=True))
        for source in standing.filter(pk__in=due | set(asked)):
            if source.pk not in self.reading:
                self.heard.discard(source.pk)
                run = asked.get(source.pk)
                self.reading[source.pk] = pool.submit(_in_thread, lambda s=source, r=run: self._read(s, r))

    def _read(self, source: Source, asked: SourceRun | None) -> None:
        run = run_source(source, "worker", asked, self.stop.is_set)
        if run is None:
            return
        if run.added:
            with transaction.atomic():
                transaction.on_commit(source_brought.enqueue)
        if run.status == SourceRun.Status.DONE and source.kind == Source.Kind.IMAP:
            self._listen(source)

    def _listen(self, source: Source) -> None:
        thread = self.listening.get(source.pk)
        if thread is None or not thread.is_alive():
            thread = Thread(target=_in_thread, args=(lambda: self._hear(source),), daemon=True)
            self.listening[source.pk] = thread
            thread.start()

    def _hear(self, source: Source) -> None:
        from sapwood.collecting.imap_listen import listen

        try:
            server = server_of(source)
            connections.close_all()
            listen(
                server,
                lambda: self.heard.add(source.pk),
                lambda: self.stop.is_set() or source.pk not in self.wanted,
            )
        except Unreachable:
            return  # the next look says so, if it lasts


def _pauses():
    from sapwood.records.sources.models import SourcePause

    return SourcePause.objects.filter(ended=None)


def _in_thread(act: Callable[[], None]) -> None:
    """Each thread has connections of its own to the records, and gives them back."""
    try:
        act()
    except Exception:
        logger.exception("reading a source")
    finally:
        connections.close_all()
