"""Sources: what a page says of them, and what it never says."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from web_cast import SECRET, source_of

from sapwood.records.sources.models import Source


def text(answer):
    return " ".join(answer.content.decode().split())


def test_a_page_says_what_came_what_did_not_and_what_is_read_next(as_, cast):
    source = source_of(cast.ana)
    source.runs.create(status="failed", said="The line broke off.", asked=timezone.now(), started=timezone.now())
    page = text(as_(cast.ana).get(reverse("source", args=[source.pk])))
    for said in ("The line broke off.", "what comes after message 4,711", "Could not be read", "Read it now"):
        assert said in page
    assert SECRET not in page
    assert SECRET not in text(as_(cast.ana).get(reverse("change_source", args=[source.pk])))


def test_one_that_is_silent_says_so_on_today_to_whose_it_is(as_, cast):
    source = source_of(cast.ana)
    source.runs.update(finished=timezone.now() - timedelta(days=3))
    said = "It could not be read for 3 days."
    assert said in text(as_(cast.ana).get("/")) and said in text(as_(cast.op).get("/"))
    assert said not in text(as_(cast.tom).get("/"))
    source.pauses.create(by=cast.ana, begun=timezone.now())
    assert said not in text(as_(cast.ana).get("/")), "a rest is no silence"


def test_what_is_wrong_is_said_before_anything_is_kept(as_, cast, settings):
    where = {"host": "localhost", "port": 1, "user": "ana@home.example", "secret": SECRET, "security": "tls"}
    where |= {"text": "private"}
    address = reverse("add_source")
    page = as_(cast.ana).post(address, where)
    assert page.status_code == 422 and "has not switched on connections to localhost" in text(page)
    settings.SAPWOOD_SOURCE_HOSTS = frozenset({"localhost"})
    for sent, headers in ((where, {}), (where | {"try": "1"}, {"HX-Request": "true"})):
        page = as_(cast.ana).post(address, sent, headers=headers)
        assert "Nothing answers at localhost on port 1." in text(page) and SECRET not in text(page)
    assert not Source.objects.exists()


def test_pause_go_on_read_and_remove(as_, cast):
    source = source_of(cast.ana)
    browser = as_(cast.ana)
    for name, said in (
        ("pause_source", "It rests until"),
        ("go_on_source", "It goes on"),
        ("source_runs", "It is read in a moment."),
        ("stop_source", "It stops."),
        ("remove_source", "is read no more. What it brought stays."),
    ):
        assert said in text(browser.post(reverse(name, args=[source.pk]), follow=True)), name
    source.refresh_from_db()
    assert source.removed_by == cast.ana and source.secret is None
    assert [(pause.by, pause.ended_by) for pause in source.pauses.all()] == [(cast.ana, cast.ana)]
