from datetime import UTC, datetime

import pytest

from sapwood.facts.interaction import Interaction, Participant
from sapwood.identity.home import infer_home, infer_mailbox

ANA, TOM = "ana@home.example", "tom@home.example"
JANE, LUIS, PRIYA = "jane@orchard.example", "luis@orchard.example", "priya@birch.example"


def mail(sender: str, *to: str, flag: str = "", through: str = "") -> Interaction:
    people = [Participant("from", sender), *(Participant("to", address) for address in to)]
    if through:
        people.append(Participant("list", through))
    return Interaction("mid:x", datetime(2026, 3, 2, tzinfo=UTC), 0, "mail", tuple(people), flag=flag)


def test_the_domain_on_nearly_all_mail_is_home_and_the_sentence_gives_the_evidence():
    guesses = infer_home([mail(ANA, JANE), mail(JANE, ANA), mail(TOM, PRIYA), mail(PRIYA, TOM), mail(ANA, LUIS)])
    assert [(guess.domain, guess.share) for guess in guesses] == [("home.example", 1.0), ("orchard.example", 0.6)]
    assert guesses[0].sentence == (
        "home.example takes part in 100 % of 5 messages between people; next comes orchard.example with 60 %."
    )


def test_a_tie_goes_to_the_domain_with_more_people():
    assert infer_home([mail(JANE, ANA), mail(TOM, JANE)])[0].domain == "home.example"
    assert infer_home([mail(JANE, ANA), mail(ANA, LUIS)])[0].domain == "orchard.example"


def test_subdomains_of_home_count_together():
    assert infer_home([mail("ana@eu.home.example", JANE), mail(PRIYA, "tom@us.home.example")])[0].share == 1.0


def test_free_mail_is_never_home():
    guesses = infer_home([mail("ana@gmail.com", JANE), mail("ana@gmail.com", PRIYA), mail("ana@gmail.com", LUIS)])
    assert [guess.domain for guess in guesses] == ["orchard.example"]


def test_newsletters_auto_replies_and_lists_own_addresses_take_no_part():
    letters = [mail("news@rival.example", ANA, flag="bulk")] * 9 + [mail("noreply@shop.example", ANA)] * 9
    through = [mail(ANA, JANE, flag="list", through="gardeners@lists.gardeners.example")] * 3
    assert [guess.domain for guess in infer_home(letters + through)] == ["home.example", "orchard.example"]


def test_a_list_between_many_firms_without_a_majority_gives_no_guess():
    firms = [f"someone@firm{number}.example" for number in range(9)]
    assert infer_home([mail(a, b, flag="list") for a in firms for b in firms if a < b]) == []
    assert infer_home([]) == []


def test_the_owner_is_on_most_of_the_mail():
    mails = [mail(ANA, JANE), mail(PRIYA, ANA), mail(TOM, ANA, LUIS), mail(JANE, TOM)]
    assert infer_mailbox(mails, ["home.example"]) == (ANA, 0.75)


def test_a_customer_on_as_many_mails_is_no_owner_once_home_is_known():
    mails = [mail(ANA, JANE), mail(JANE, ANA), mail(JANE, ANA, TOM)]
    assert infer_mailbox(mails) is None
    assert infer_mailbox(mails, ["home.example"]) == (ANA, 1.0)


def test_below_half_a_clear_lead_is_needed():
    others = [f"colleague.x{letter}@home.example" for letter in "abcdef"]
    alone = [mail(JANE, other) for other in others]
    assert infer_mailbox([mail(JANE, ANA)] * 4 + alone, ["home.example"]) == (ANA, 0.4)
    close = [mail(JANE, ANA)] * 4 + [mail(JANE, TOM)] * 3 + alone[:3]
    assert infer_mailbox(close, ["home.example"]) is None


def test_a_folder_that_two_colleagues_share_has_no_owner():
    assert infer_mailbox([mail(JANE, ANA, TOM)] * 19 + [mail(JANE, ANA)], ["home.example"]) is None


def test_a_lists_archive_has_no_owner():
    assert infer_mailbox([mail(ANA, JANE, flag="list")] * 9) is None


def test_calendar_entries_that_address_nobody_and_shared_mailboxes_do_not_hide_the_owner():
    calendar = [mail("outlook.team@home.example")] * 50
    shared = [mail("office@home.example", ANA)] * 4
    assert infer_mailbox([*calendar, *shared, mail(JANE, ANA)], ["home.example"]) == (ANA, 1.0)


@pytest.mark.parametrize("mails", [[], [mail("noreply@home.example", "team@home.example")]])
def test_nobody_there_is_nobody(mails):
    assert infer_mailbox(mails, ["home.example"]) is None
