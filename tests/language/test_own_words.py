import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.language.own_words import MOST_CHARACTERS, count_questions, count_words, own_words

WORDS = "Yes, Tuesday suits us.\n\nShall I book the room?"


@pytest.mark.parametrize(
    "quote",
    [
        "On Mon, Apr 2, 2012 at 6:26 PM, Jane <jane@orchard.example> wrote:\n\n> Hi\n> there",
        "On Mon, Apr 2, 2012 at 6:26 PM, Jane Margaret Doyle of Orchard\n<jane@orchard.example> wrote:\n> Hi",
        "On Mon, Apr 2, 2012 at 6:26 PM, Jane <jane@orchard.example> wrote:\n\nHi there\nAna",
        "Am 02.04.2012 um 18:26 schrieb Jane <jane@orchard.example>:\n> Hallo",
        "Am Mo., 2. Apr. 2012 um 18:26 Uhr schrieb Jane <\njane@orchard.example>:\n\n> Hallo",
        "Le 2 avr. 2012 à 18:26, Jane <jane@orchard.example> a écrit :\n> Salut",
        "El lun, 2 abr 2012 a las 18:26, Jane (<jane@orchard.example>) escribió:\n> Hola",
        "Op ma 2 apr. 2012 om 18:26 schreef Jane <jane@orchard.example>:\n> Hoi",
        '02.04.2012, 14:41, "Jane" <jane@orchard.example>:\n> Hi',
        "jane@orchard.example (Jane) writes:\n> Hi",
        "-----Original Message-----\nFrom: Jane\nSent: Monday\n\nHi",
        "-------- Ursprüngliche Nachricht --------\nVon: Jane\n\nHallo",
        "----- Forwarded by Ana/Home on 06/22/2001 01:10 PM -----\n\nHi",
        "Begin forwarded message:\n\nHi",
        "From: Jane <jane@orchard.example>\nSent: Monday, 2 April 2012\nTo: Ana\nSubject: Room\n\nHi",
        "Von: Jane\nGesendet: Montag, 2. April 2012\nAn: Ana\nBetreff: Raum\n\nHallo",
        "De : Jane\nEnvoyé : lundi 2 avril 2012\nÀ : Ana\nObjet : Salle\n\nBonjour",
        "*From:* Jane\n*Sent:* Monday\n*To:* Ana\n*Subject:* Room\n\nHi",
        "________________________________\nFrom: Jane\nTo: Ana\nSubject: Room\n\nHi",
        "Jane Doyle\n06/22/2001 01:29 PM\nTo:\tAna\ncc:\t\nSubject:\tRoom\n\nHi",
        '"Jane" <jane@orchard.example> on 06/22/2001 10:57:26 AM\nTo:\tAna\ncc:\t\nSubject:\tRoom\n\nHi',
        "| Hi\n| there",
        "JD> Hi\nJD> there",
    ],
)
def test_quotes_go(quote):
    assert own_words(f"{WORDS}\n\n{quote}\n") == WORDS


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAna Lima\nHome Ltd",
        "--\nAna Lima\nHome Ltd",
        "Best regards,\nAna Lima\nHead of Sales",
        "Mit freundlichen Grüßen\n\nAna Lima\nHome GmbH\nTel. +43 1 555 01 23",
        "Ana Lima\nana@home.example\n(555) 346-9947\nwww.home.example",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Get Outlook for iOS<https://aka.ms/o>",
        "________________________________\nboilers mailing list\nboilers@lists.example\nhttp://lists.example/boilers",
        "This e-mail is confidential and intended solely for the use of the addressee. If you have\n"
        "received it in error, delete it.",
        "Diese E-Mail enthält vertrauliche Informationen. Sind Sie nicht der richtige Adressat, löschen Sie sie.",
        "-- \nAna\n\nThe information in this message is for the intended recipient only.",
    ],
)
def test_signatures_and_notices_go(signature):
    assert own_words(f"{WORDS}\n\n{signature}\n") == WORDS
    assert own_words(f"{WORDS}\n\n{signature}\n\nOn 2 April 2012, Jane wrote:\n> Hi\n") == WORDS


@pytest.mark.parametrize(
    "text",
    [
        "Thanks,\nAna",
        "This is confidential, please keep it between us.",
        "From what I hear, the press is late: it ships on Monday.",
        "Note: the price holds until May.\nDate: to be agreed",
        "Here are the numbers:\n\nTom +43 1 555 01 23\nLuis +43 1 555 01 24",
        "She wrote: come at ten.",
        "We need two things\n--\na valve and a pump, both in blue, and they have to be here by Friday morning at nine"
        "\n" + "\n".join(f"item {n} of the order is still open, I am afraid" for n in range(20)),
        "x > y is what I meant",
        "We looked at it.\n\nTell me when you are back.\nDirect trains run hourly.",
        "We are ready.\n\nIf there are any questions about this practice please\nask Luis at 916-608-5883.",
        "It moves.\n\nDate: 9/11/2000\nTime: 8:15 AM - 9:30 AM\nRoom 49",
        "Please come.\n\nWhen: Tuesday\nWhere: Vienna\nDate: 9 November",
        "The valve left today.\n\nSent via courier, by the way.",
    ],
)
def test_own_words_stay(text):
    assert own_words(text) == text


def test_answers_between_quotes_stay():
    text = "On 2 April 2012, Jane wrote:\n> When?\nOn Tuesday.\n> Where?\nIn Vienna.\n"
    assert own_words(text) == "On Tuesday.\nIn Vienna."


@pytest.mark.parametrize(
    "opening",
    [
        "On 2 April 2012, Jane wrote:\n[...]",
        "On Mon, 2 Apr 2012 18:43:08 +0200\nJane Doyle <jane@orchard.example> wrote:\n\nFirst of all, thanks.",
        "From: Jane Doyle\n> Sent: 2 April 2012 08:36\n> To: Ana",
        "----- Original Message -----\n> From: Jane Doyle\n> Sent: Monday",
    ],
)
def test_answers_between_quotes_stay_whatever_stands_above_the_first(opening):
    found = own_words(f"{opening}\n> When?\nOn Tuesday.\n> Where?\nIn Vienna.\n")
    assert found.endswith("On Tuesday.\nIn Vienna.")
    assert "Jane" not in found


def test_a_patch_is_not_words():
    text = "Close the valve.\n\n---\n boiler.c | 3 ++-\n\ndiff --git a/boiler.c b/boiler.c\nindex 1..2\n+close();\n"
    assert own_words(text) == "Close the valve."


def test_the_budget():
    assert len(own_words("word " * MOST_CHARACTERS)) <= MOST_CHARACTERS


def test_counting():
    assert count_words("") == 0
    assert count_words("Yes, Tuesday suits us.") == 4
    assert count_questions("When? Where?? See https://home.example/?a=b and (really?) 本当？") == 4
    assert count_questions("No.") == 0


LINES = st.sampled_from(
    ["> a", "", "-- ", "--", "On 1 May, x@y wrote:", "From: a", "To: b", "Subject: c", "---- Original Message ----",
     "Thanks,", "Tel. +43 1 555 01 23", "the intended recipient of this message", "Yes.", "_____________",
     "05/14/2001 04:39 PM"]
)  # fmt: skip


@given(st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=30).map("\n".join))
def test_nothing_is_made_up(text):
    given_lines = {line.rstrip() for line in text.replace("\r", "\n").replace("\xa0", " ").split("\n")}
    assert {line.strip() for line in own_words(text).split("\n")} <= {line.strip() for line in given_lines} | {""}
