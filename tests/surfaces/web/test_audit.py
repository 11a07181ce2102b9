"""Audit: an operator reads every line, others their own; names only of accounts they may see."""

from web_cast import AS_OF, offer

from sapwood.workflows.change_relationship import change
from sapwood.workflows.decide import decide


def lines(page):
    return page.content.decode().count("<tr>") - 1


def test_who_reads_which_lines(as_, cast):
    offer(cast.orchard)
    decide(cast.ana, cast.orchard, "done", AS_OF)
    change(cast.lea, cast.orchard, ceiling=30)
    assert lines(as_(cast.op).get("/audit/")) == 2
    page = as_(cast.ana).get("/audit/")
    assert lines(page) == 1
    assert f'<a href="/accounts/{cast.orchard.pk}/">Orchard</a>' in page.content.decode()
    assert "You have written nothing yet" in as_(cast.olaf).get("/audit/").content.decode()


def test_what_changed_is_said(as_, cast):
    change(cast.op, cast.orchard, ceiling=30)
    change(cast.op, cast.orchard, ceiling=14)
    change(cast.op, cast.orchard, ceiling=None)
    page = as_(cast.op).get("/audit/").content.decode()
    assert all(f">ceiling: {said}<" in page for said in ("30", "30 to 14", "14 to nothing"))


def test_an_account_one_may_not_see_any_more_keeps_its_number_only(as_, cast):
    change(cast.ana, cast.orchard, owner=cast.lea)
    page = as_(cast.ana).get("/audit/").content.decode()
    assert f"relationship {cast.orchard.pk}" in page
    assert "Orchard" not in page
