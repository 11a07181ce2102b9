"""A first comparing of everybody goes slice by slice: the same comes out as at once, whatever happens in between."""

import pytest
from cast import mail
from django_tasks_db.models import DBTaskResult

from sapwood.records.directory.models import Address, Block, Match, Person
from sapwood.workflows import same_person, tasks
from sapwood.workflows.forget.flow import all_of, ask_forgetting, run
from sapwood.workflows.installation import operator
from sapwood.workflows.merge_people import merge_by_hand
from sapwood.workflows.same_person import look_for_same_people
from sapwood.workflows.who_is_who import look, people_across
from sapwood.workflows.who_is_who.known_people import asked_by, known_people
from sapwood.workflows.who_is_who.weigh_people import weigh_people

CROWD = [mail(n, sender=f"John Smith <john{n}@firm{n}.example>", day=n) for n in range(9)]
TWICE = [
    mail(20, sender="Jane Doyle <jane@orchard.example>"),
    mail(21, sender="Jane Doyle <jane.doyle@birch.example>", day=2),
    mail(22, sender="Ida Holm <ida@orchard.example>"),
    mail(23, sender="Ida Holm <ida@birch.example>", day=3),
]


@pytest.fixture
def slices_of_three(monkeypatch):
    monkeypatch.setattr(look, "SLICE", 3)


def names():
    return sorted(match.kept.name for match in Match.objects.all())


def test_slices_propose_what_one_look_proposes_and_everybody_is_counted_first(bring, slices_of_three):
    bring(*CROWD, *TWICE)
    waited = look.people_who_wait()
    assert waited == Person.objects.count() > 12
    while Person.objects.filter(counted=False).exists():
        assert look.look_at_some() == look.Looked(0, over=False)
        assert look.people_who_wait() == waited, "nobody is compared before everybody is counted"
    seen = [waited]
    while not look.look_at_some().over:
        seen.append(look.people_who_wait())
    assert seen[1] == waited - 3
    assert seen[-1] == 0
    assert names() == ["Ida Holm", "Jane Doyle"], "three John Smiths in a slice are not taken for rare"


def test_one_that_is_killed_goes_on_and_proposes_nothing_twice(bring, slices_of_three, monkeypatch):
    bring(*CROWD, *TWICE)
    weigh, left = people_across.weigh_people, iter([True])

    def killed_at_the_second(*given):
        if not next(left, False):
            raise KeyboardInterrupt
        return weigh(*given)

    monkeypatch.setattr(people_across, "weigh_people", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        look.look_across_firms()
    assert 0 < look.people_who_wait() < Person.objects.count()
    monkeypatch.setattr(people_across, "weigh_people", weigh)
    look.look_across_firms()
    assert look.people_who_wait() == 0
    assert names() == ["Ida Holm", "Jane Doyle"]


def test_the_worker_hands_the_rest_on_behind_whatever_else_was_asked_for(bring, slices_of_three):
    bring(*TWICE)
    DBTaskResult.objects.all().delete()
    tasks.look_across_firms.call()
    tasks.run_import.enqueue(1)
    after = list(DBTaskResult.objects.ready().order_by(*DBTaskResult._meta.ordering))
    assert [task.task_path.rpartition(".")[2] for task in after] == ["run_import", "look_across_firms"]
    for _ in range(30):
        DBTaskResult.objects.all().delete()
        tasks.look_across_firms.call()
        if not DBTaskResult.objects.exists():
            break
    assert look.people_who_wait() == 0, "the last one asks for no other"
    assert names() == ["Ida Holm", "Jane Doyle"]


@pytest.mark.django_db(transaction=True)
def test_who_is_erased_or_gets_another_address_while_being_compared(bring, monkeypatch):
    bring(*TWICE)
    weigh = people_across.weigh_people

    def meanwhile(*given):
        found = weigh(*given)
        monkeypatch.setattr(people_across, "weigh_people", weigh)
        run(ask_forgetting(operator(), all_of("jane@orchard.example"), queue=False))
        bring(mail(30, sender="Ida Holm <ida.holm@birch.example>", day=4))
        return found

    monkeypatch.setattr(people_across, "weigh_people", meanwhile)
    while people_across.count_some(100):
        pass
    look.look_at_some()
    assert "Jane Doyle" not in names()
    assert not Person.objects.get(addresses__address="ida.holm@birch.example").compared
    look.look_across_firms()
    assert look.people_who_wait() == 0


def test_a_directory_of_many_looks_for_no_name_that_is_only_alike(bring):
    bring(
        mail(1, sender="Helena Henderson <hh@orchard.example>"), mail(2, sender="Helena Hendersen <x@birch.example>")
    )
    known = known_people(Person.objects.values_list("pk", flat=True))
    one, other = sorted(number for number, who in known.items() if who.who.given == "helena")
    counts = {"given helena": 900, "family henderson": 900, "family hendersen": 900}
    for people in (1_500, 1_600, 1_700, 5_000):  # what Splink makes of it is what the blocks are chosen by
        offered = bool(weigh_people([(one, other)], known, counts, people))
        assert offered == any(block.startswith("sound") for block in asked_by(known[one], counts, people)), people


def test_a_name_is_looked_for_while_it_is_rare_enough_to_tell(bring):
    bring(mail(1, sender="Helena Voss <hv@orchard.example>"), mail(2, sender="Helena Voss <x@birch.example>"))
    known = known_people(Person.objects.values_list("pk", flat=True))
    pair = one, _ = tuple(sorted(number for number, who in known.items() if who.who.family == "voss"))
    found = []
    for voss in (2, 20, 60, 100, 400, 4_000):
        counts = {"given helena": 900, "family voss": voss}
        offered = bool(weigh_people([pair], known, counts, 200_000))
        assert offered == ("name helena voss" in asked_by(known[one], counts, 200_000)), voss
        found.append(offered)
    assert found[0]
    assert not found[-1]


def test_a_merged_person_stands_once_in_each_block(bring):
    bring(*TWICE)
    look.look_across_firms()
    two = [Address.objects.get(address=f"ida@{firm}.example").person for firm in ("orchard", "birch")]
    merge_by_hand(operator(), *two)
    rows = list(Block.objects.exclude(person=None).values_list("name", "person"))
    assert len(rows) == len(set(rows))
    assert not Block.objects.filter(person__in=[p for p in two if Person.objects.get(pk=p.pk).merged_into]).exists()


def test_the_log_is_asked_once_for_all_organisations(bring, monkeypatch):
    asked = []
    spans = same_person.spans_of
    monkeypatch.setattr(same_person, "spans_of", lambda *given: asked.append(given[1]) or spans(*given))
    firms = ("orchard", "birch", "rowan")
    bring(
        *(mail(f"a{f}", sender=f"Jane Doyle <jane.doyle@{f}.example>") for f in firms),
        *(mail(f"b{f}", sender=f"Jane Doyel <doyel2@{f}.example>", day=1) for f in firms),
    )
    assert Match.objects.open().within().count() == 3
    assert [len(keys) for keys in asked] == [6]
    look_for_same_people()
    assert Match.objects.count() == 3
