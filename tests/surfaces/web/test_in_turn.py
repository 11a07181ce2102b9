"""Pages wait for each other within a process; what is sent to us does not, and nobody waits for good."""

import threading
from types import SimpleNamespace

import pytest

from sapwood.surfaces.web import in_turn

GET, POST = SimpleNamespace(method="GET"), SimpleNamespace(method="POST")


@pytest.fixture
def held():
    """A page that is being computed until the test lets it go."""
    begun, go_on = threading.Event(), threading.Event()
    slow = in_turn.InTurn(lambda request: (begun.set(), go_on.wait(20)))
    page = threading.Thread(target=slow, args=(GET,))
    page.start()
    assert begun.wait(20)
    yield SimpleNamespace(go_on=go_on, page=page)
    go_on.set()
    page.join()


def test_what_is_sent_waits_for_no_page(held):
    assert in_turn.InTurn(lambda request: "sent")(POST) == "sent"


def test_a_page_waits_for_the_one_before(held):
    order = []
    second = threading.Thread(target=in_turn.InTurn(lambda request: order.append("second")), args=(GET,))
    second.start()
    order.append("first")
    held.go_on.set()
    second.join()
    assert order == ["first", "second"]


def test_but_not_for_good(held, monkeypatch):
    monkeypatch.setattr(in_turn, "PATIENCE", 0.01)
    assert in_turn.InTurn(lambda request: "answered")(GET) == "answered"
    assert held.page.is_alive(), "the slow one keeps its turn"


def test_one_that_fails_gives_its_turn_back():
    def fails(request):
        raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError):
            in_turn.InTurn(fails)(GET)
    assert in_turn.TURN.take(0)
    in_turn.TURN.pass_on()
