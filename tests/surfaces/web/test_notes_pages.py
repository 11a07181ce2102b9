"""Notes on pages: their words are for who may read them, everywhere; the line works without scripts."""

from django.urls import reverse
from web_cast import AS_OF
from web_notes import STEP, note_of

from sapwood.records.notes.models import Note
from sapwood.records.relationships.models import DayItem


def test_what_comes_next_is_for_who_may_read_the_note(as_, cast):
    note = note_of(cast.orchard, cast.ana)
    step = note.next_steps.get()
    DayItem.objects.create(
        relationship=cast.orchard,
        as_of=AS_OF,
        section="touch",
        rank=0,
        kind="next step",
        channel="mail",
        minutes=5,
        why="We said on 1 June what we would do by 2 June.",
        evidence=[f"next step {step.pk}"],
    )
    step.due = AS_OF
    step.save()
    for address in (reverse("account", args=[cast.orchard.pk]), "/"):
        assert STEP in as_(cast.ana).get(address).content.decode()
        for other in (cast.tom, cast.lea, cast.op, cast.olaf):
            assert STEP not in as_(other).get(address).content.decode()
    assert "for those who took part" in as_(cast.lea).get(reverse("account", args=[cast.orchard.pk])).content.decode()
    assert STEP in as_(cast.ana).get(reverse("notes")).content.decode()
    assert STEP not in as_(cast.op).get(reverse("notes")).content.decode()


def test_without_scripts(as_, cast):
    browser = as_(cast.ana)
    page = browser.post(reverse("draft_note"), {"text": "visited Orchard, an hour"})
    draft = page.context["draft"]
    fields = {"token": draft.token, "text": draft.text, "account": cast.orchard.pk, "account_name": "Orchard"}
    fields |= {"channel": "visit", "direction": "out", "minutes": "45", "when": "2026-06-15T00:30"}
    fields |= {"step": ["send the list"], "step_by": ["us"], "step_due": ["2026-06-19"], "ours": "Ana"}
    assert browser.post(reverse("notes"), fields | {"minutes": "many"}).status_code == 422
    assert not Note.objects.exists()
    for _ in range(2):  # a double press
        assert browser.post(reverse("notes"), fields).status_code == 302
    note = Note.objects.get()
    assert (note.channel, note.minutes, note.relationship) == ("visit", 45, cast.orchard)
    assert note.next_steps.get().due.isoformat() == "2026-06-19"
    assert note.brought.status == "done"
