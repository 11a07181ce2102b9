"""Today: what stands first, what is said about the rest, and deciding with and without JavaScript."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from web_cast import account, contact, decision, import_of, offer

from sapwood.records.relationships.models import Decision

HTMX = {"HX-Request": "true"}


def text(answer):
    return " ".join(answer.content.decode().split())


def decide(browser, relationship, headers=None, **data):
    return browser.post(reverse("decisions", args=[relationship.pk]), {"day": "2026-06-15"} | data, headers=headers)


def test_an_empty_house_says_what_to_do_next(as_, cast):
    cast.orchard.delete()
    page = text(as_(cast.ana).get("/"))
    assert "Bring your mail" in page
    assert reverse("imports") in page


def test_while_the_first_mail_is_read_and_measured_the_page_waits_with_you(as_, cast):
    cast.orchard.delete()
    running = import_of(cast.ana, "started")
    page = text(as_(cast.ana).get("/"))
    assert reverse("import", args=[running.pk]) in page
    assert 'hx-trigger="every 3s"' in page
    running.status, running.finished = "done", timezone.now()
    running.save()
    page = text(as_(cast.ana).get("/"))
    assert "are being measured" in page
    assert "Bring your mail" not in page
    running.finished -= timedelta(hours=1)
    running.save()
    assert "Bring your mail" in text(as_(cast.ana).get("/")), "nothing came of it: no endless waiting"


def test_the_day_speaks_in_sentences(as_, cast):
    offer(cast.orchard, contact=contact(cast.orchard, "Jane Doyle", "jane@orchard.example"))
    account("Birch", owner=cast.ana)
    offer(account("Norwood", owner=cast.ana), section="peace", until=date(2026, 6, 18))
    account("Lumen", owner=cast.ana, state="unknown")
    page = text(as_(cast.ana).get("/"))
    assert "Monday, one thing first" in page
    assert "2 of your 4 accounts are well." in page
    assert "One wants to be left in peace</a> until Thursday." in page
    assert "One has too little history to judge." in page
    assert "Silent for <b>41 days</b>. You usually speak every 9 (6 to 14)." in page
    assert 'href="mailto:jane@orchard.example"' in page
    assert f'href="{reverse("evidence", args=[cast.orchard.pk])}"' in page, "a reason opens to its evidence"


def test_the_evidence_leads_to_its_place_in_the_timeline(as_, cast):
    offer(cast.orchard)
    where = reverse("evidence", args=[cast.orchard.pk])
    for headers, whole in (({}, True), (HTMX, False)):
        page = text(as_(cast.ana).get(where, headers=headers))
        assert f'href="{reverse("account", args=[cast.orchard.pk])}?show=50#e77"' in page
        assert "5 May</time>, mail</a>: <b>They</b> to us" in page
        assert ("<!doctype" in page) is whole


def test_evidence_of_a_plan_that_is_gone_says_so(as_, cast):
    page = text(as_(cast.ana).get(reverse("evidence", args=[cast.orchard.pk]), headers=HTMX))
    assert "The plan has been made anew" in page


def test_nothing_presses_when_all_is_well(as_, cast):
    cast.orchard.standing.delete()
    account("Birch", owner=cast.ana)
    page = text(as_(cast.ana).get("/"))
    assert "Monday, nothing presses" in page
    assert "1 of your 1 account is well." in page


def test_a_colleague_sees_nothing_of_what_is_not_theirs(as_, cast):
    offer(cast.orchard)
    assert "Orchard" not in text(as_(cast.olaf).get("/"))


def test_those_who_see_all_may_look_at_one_colleagues_day(as_, cast):
    offer(cast.orchard, colleague=cast.person)
    offer(account("Birch"), rank=1)
    page = text(as_(cast.lea).get("/", {"colleague": cast.person.pk}))
    assert "Orchard" in page
    assert "Birch" not in page
    assert as_(cast.lea).get("/", {"colleague": "999"}).status_code == 404


def test_done_by_a_plain_form_leads_back_and_can_be_undone(as_, cast):
    offer(cast.orchard)
    browser = as_(cast.ana)
    page = browser.post(
        reverse("decisions", args=[cast.orchard.pk]), {"kind": "done", "day": "2026-06-15"}, follow=True
    )
    assert "Done: Orchard. You can undo it below." in text(page)
    assert "nothing presses" in text(page)
    made = Decision.objects.get()
    assert (made.kind, made.by, made.day) == ("done", cast.ana, date(2026, 6, 15))
    page = browser.post(reverse("undo_decision", args=[made.pk]), follow=True)
    assert "Undone: Orchard is where it was." in text(page)
    assert "one thing first" in text(page)


def test_done_by_htmx_swaps_the_row_and_says_so(as_, cast):
    offer(cast.orchard)
    answer = decide(as_(cast.ana), cast.orchard, HTMX, kind="done")
    page = text(answer)
    assert "<html" not in page
    assert f'id="item-{cast.orchard.pk}"' in page
    assert 'data-say="Done: Orchard. Undo with u."' in page
    assert 'id="lede" hx-swap-oob="true"' in page
    assert "nothing presses" in page


def test_undone_by_htmx_the_row_is_back(as_, cast):
    offer(cast.orchard)
    made = decision(cast.orchard, cast.ana)
    headers = HTMX | {"HX-Target": f"item-{cast.orchard.pk}"}
    page = text(as_(cast.ana).post(reverse("undo_decision", args=[made.pk]), headers=headers))
    assert "Silent for" in page
    assert "one thing first" in page


def test_the_name_of_the_snooze_button_says_until_when(as_, cast):
    offer(cast.orchard)
    page = text(decide(as_(cast.ana), cast.orchard, HTMX, snooze="2026-06-18"))
    assert "Orchard comes back Thursday." in page
    made = Decision.objects.get()
    assert (made.kind, made.until) == ("snooze", date(2026, 6, 18))


def test_a_decision_that_cannot_be_is_answered_in_a_sentence(as_, cast):
    browser = as_(cast.ana)
    answer = decide(browser, cast.orchard, HTMX, kind="sold")
    assert answer.status_code == 422
    assert "Say done, snooze or not mine." in text(answer)
    assert Decision.objects.count() == 0


def test_what_only_its_maker_may_undo_is_refused_with_the_reason(as_, cast):
    made = decision(cast.orchard, cast.ana)
    answer = as_(cast.tom).post(reverse("undo_decision", args=[made.pk]), headers=HTMX)
    assert answer.status_code == 403
    assert "Only who decided it" in text(answer)


def test_faded_ones_press_nobody(as_, cast):
    offer(cast.orchard, section="faded")
    page = text(as_(cast.ana).get("/"))
    assert "nothing presses" in page
    assert "Over, rather than neglected" in page
