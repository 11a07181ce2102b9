"""Saved views: kept, shared, opened with, renamed and removed; their addresses go on leading to their accounts."""

import pytest
from django.urls import reverse
from web_cast import account

from sapwood.records.access.models import AuditLine
from sapwood.records.relationships.models import OpeningView, SavedView
from sapwood.workflows.saved_views import change_view, save_view


def text(answer):
    return " ".join(answer.content.decode().split())


def keep(browser, **data):
    return browser.post(reverse("saved_views"), {"name": "Silent reds", "query": "state=red&sort=-silent"} | data)


def test_the_present_filter_gets_a_name_and_becomes_a_tab(as_, cast):
    browser = as_(cast.ana)
    assert "Keep this as a view" in text(browser.get("/accounts/", {"state": "red"}))
    answer = keep(browser)
    assert answer["Location"] == "/accounts/?state=red&sort=-silent"
    page = text(browser.get(answer["Location"]))
    assert "Silent reds is kept." in page
    view = SavedView.objects.get()
    assert f'<a href="{reverse("saved_view", args=[view.pk])}" aria-current="page">Silent reds</a>' in page
    assert AuditLine.objects.get(act="save view").detail["query"] == "state=red&sort=-silent"


def test_what_is_kept_is_what_the_page_understands(as_, cast):
    keep(as_(cast.ana), query="state=purple&page=7&text=%3Cb%3E&sort=nonsense")
    assert SavedView.objects.get().query == "text=%3Cb%3E"


def test_a_view_is_its_makers_until_a_lead_shares_one(as_, cast):
    mine = save_view(cast.ana, "Mine", "owner=me")
    everybodys = save_view(cast.lea, "Everybody's", "state=red", shared=True)
    assert list(SavedView.objects.visible_to(cast.olaf)) == [everybodys]
    assert set(SavedView.objects.visible_to(cast.ana)) == {mine, everybodys}
    page = text(as_(cast.tom).get("/accounts/", {"state": "red"}))
    assert "From Lea, for everybody." in page
    assert "Remove this view" not in page


def test_a_colleague_cannot_share_or_change_what_everybody_has(as_, cast):
    assert keep(as_(cast.ana), shared="on").status_code == 403
    assert not SavedView.objects.exists()
    theirs = save_view(cast.lea, "Everybody's", "state=red", shared=True)
    where = reverse("saved_view", args=[theirs.pk])
    assert as_(cast.ana).post(where, {"name": "Ours", "shared": "on"}).status_code == 403
    assert as_(cast.ana).post(reverse("remove_saved_view", args=[theirs.pk])).status_code == 403
    assert as_(cast.ana).post(where, {"shared": "on", "opens": "on"}).status_code == 302, "but may open with it"
    assert OpeningView.objects.get().user == cast.ana
    theirs.refresh_from_db()
    assert theirs.name == "Everybody's"
    assert theirs.shared is not None


def test_accounts_open_with_the_view_one_chose_and_all_is_one_click_away(as_, cast):
    account("Birch", state="green")
    save_view(cast.op, "Green", "state=green", opens=True)
    browser = as_(cast.op)
    assert browser.get("/accounts/")["Location"] == "/accounts/?state=green"
    assert "Orchard" in text(browser.get("/accounts/?sort="))
    change_view(cast.op, SavedView.objects.get(), "Green", opens=False)
    assert browser.get("/accounts/").status_code == 200


def test_renamed_or_removed_its_address_leads_on(as_, cast):
    view = save_view(cast.ana, "Reds", "state=red", opens=True)
    where = reverse("saved_view", args=[view.pk])
    browser = as_(cast.ana)
    browser.post(where, {"name": "Red ones"})
    assert browser.get(where)["Location"] == "/accounts/?state=red"
    browser.post(reverse("remove_saved_view", args=[view.pk]))
    page = text(browser.get(where, follow=True))
    assert "The view Red ones was removed. These are the accounts it listed." in page
    assert "Orchard" in page
    assert ">Red ones</a>" not in page
    assert browser.get("/accounts/").status_code == 200, "nothing opens with it any more"
    view.refresh_from_db()
    assert (view.removed_by, AuditLine.objects.filter(act="remove view").count()) == (cast.ana, 1)
    assert AuditLine.objects.get(act="change view").detail == {"name": ["Reds", "Red ones"]}


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "Mine"])
def test_a_name_that_cannot_be_is_said_and_nothing_is_kept(as_, cast, name):
    save_view(cast.ana, "Mine", "owner=me")
    page = text(as_(cast.ana).post(reverse("saved_views"), {"name": name, "query": "state=red"}, follow=True))
    assert "othing was saved" in page
    assert SavedView.objects.count() == 1
