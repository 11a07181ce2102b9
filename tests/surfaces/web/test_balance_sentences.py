import pytest

from sapwood.surfaces.web.balance_sentences import sentences


@pytest.mark.parametrize(
    ("given", "received", "said"),
    [
        (100, 100, "We write about as many words as they do."),
        (300, 200, "We write 1.5 times as many words as they do."),
        (200, 700, "They write 3.5 times as many words as we do."),
        (1, 4718, "Nearly all the words are theirs."),
        (50, 0, "Nearly all the words are ours."),
    ],
)
def test_words(given, received, said):
    assert [s.text for s in sentences({"words": {"given": given, "received": received}})] == [said]


@pytest.mark.parametrize("balance", [{}, {"starts": None, "words": None, "minutes": None, "our_reply_hours": None}])
def test_what_is_unknown_is_left_unsaid(balance):
    assert sentences(balance) == []


def test_no_words_at_all_say_nothing():
    assert sentences({"words": {"given": 0, "received": 0}}) == []


@pytest.mark.parametrize(("hours", "said"), [(0.4, "24 minutes"), (1.2, "1 hour"), (30, "30 hours"), (72, "3 days")])
def test_replies(hours, said):
    reply = {"median": hours, "n": 9, "answered": 6, "answered_14d": 0.67}
    assert sentences({"their_reply_hours": reply})[0].text == f"They answer within {said}, half of the time."


@pytest.mark.parametrize(
    ("balance", "said"),
    [
        (
            {"starts": {"ours": 0, "of": 1, "share": 0.33, "low": 0.01, "high": 0.84}},
            "Too few conversations to tell who starts them: 0 of 1 are ours.",
        ),
        (
            {"words": {"given": 20, "received": 90}, "mails": {"given": 1, "received": 1}},
            "Too few mails to compare how much each side writes.",
        ),
        (
            {"our_reply_hours": {"median": 1.2, "n": 1, "answered": 1, "answered_14d": 1.0}},
            "Too little to tell how soon we answer: they wrote once.",
        ),
        (
            {"their_reply_hours": {"median": None, "n": 2, "answered": 0, "answered_14d": 0.0}},
            "Too little to tell how soon they answer: we wrote twice.",
        ),
    ],
)
def test_of_fewer_than_three_nothing_is_concluded(balance, said):
    assert [s.text for s in sentences(balance)] == [said]


def test_a_clear_lead_needs_its_interval_on_one_side():
    def text(low, high):
        starts = {"ours": 6, "of": 10, "share": 0.58, "low": low, "high": high}
        return sentences({"starts": starts})[0].text.split(":")[0]

    assert text(0.51, 0.8) == "We start most conversations"
    assert text(0.2, 0.49) == "They start most conversations"
    assert text(0.3, 0.8) == "Neither side clearly starts more conversations"
