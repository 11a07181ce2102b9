"""A home in which only commands run: what a worker does afterwards, the doctor catches up with."""

from cast import mail

from sapwood.records.directory.models import Match
from sapwood.workflows.repair import examine

BOTH = [
    mail(1, sender="Jane Doyle <jane@orchard.example>"),
    mail(2, sender="Jane Doyle <jane.doyle@birch.example>", day=90),
]


def said(findings):
    return [finding.mend for finding in findings if "one under two names" in finding.what]


def test_the_doctor_compares_whom_no_worker_was_there_to_compare(bring):
    bring(*BOTH)
    assert not Match.objects.exists(), "no import waits for it"
    assert said(examine()) == ["One pair waits under Who is who."]
    assert Match.objects.get().probability > 0.5
    assert not said(examine())
