"""Mail that nobody would think of: whatever it is, an interaction or a sentence, the same however it was stored."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.email import identity_of, read_message
from sapwood.reading.mailbox import split_mbox

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
FROM_LINE = b"From x@test.example Mon Jan  1 10:00:00 2024\n"

FIELDS = (
    "From To Cc Bcc Subject Date Message-ID References In-Reply-To Content-Type Content-Transfer-Encoding"
    " Content-Disposition List-Id List-Post Sender Received X-Odd MESSAGE-ID message-id"
)
names = st.sampled_from(FIELDS.split())
words = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=30)
usual = st.sampled_from(
    [
        "Jane Doyle <jane@orchard.example>",
        "ana@home.example, Tom <tom@home.example>",
        "friends: a@b.example, c@d.example;",
        '"Doyle, Jane" <jane@orchard.example>',
        "=?utf-8?B?R3LDvMOfZQ==?= <a@b.example>",
        "=?iso-8859-1?Q?Gr=FC=DFe?=",
        "=?utf-8?Q?=?= =?",
        "Thu, 12 Mar 2020 10:11:12 +0100",
        "Thu, 31 Feb 2020 25:61:61",
        "2020-03-12T10:11:12Z",
        "<1@a.example>",
        "<1@a.example> <2@b.example>",
        "text/plain; charset=utf-16",
        "text/html; charset=x-klingon",
        'multipart/mixed; boundary="a"',
        "multipart/alternative; boundary=a; boundary=b",
        "multipart/mixed; boundary*0=a; boundary*1=b",
        "multipart/mixed",
        "message/rfc822",
        "base64",
        "quoted-printable",
        "attachment; filename=a",
    ]
)
values = st.one_of(usual, words, st.tuples(usual, words).map("\n ".join), st.tuples(words, usual).map("".join))
fields = st.tuples(names, values).map(lambda field: f"{field[0]}: {field[1]}\n".encode())
usual_lines = (
    b"--a|--b|--a--||> quoted|-- |From here on|>From there|On 1 Jan x@y wrote:|Content-Type: text/plain"
    b"|Content-Type: multipart/mixed; boundary=b|<p>Hi</p><!--|SGVsbG8="
)
lines = st.one_of(
    st.sampled_from(usual_lines.split(b"|")),
    words.map(str.encode),
    st.binary(max_size=40).map(lambda data: data.replace(b"\r", b"").replace(b"\n", b"")),
)
heads = st.lists(fields, max_size=12).map(b"".join)
bodies = st.lists(lines, max_size=20).map(b"\n".join)
made = st.builds(lambda head, body: head + b"\n" + body, heads, bodies)
SENT = b"From: jane@orchard.example\nDate: Thu, 12 Mar 2020 10:11:12 +0100\n"
sent = st.builds(lambda head, body: SENT + head + b"\n" + body, heads, bodies)


@st.composite
def spliced(draw):
    """Made mail with random bytes in some places."""
    mail = draw(st.one_of(made, sent))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(mail)))
        mail = mail[:place] + draw(st.binary(max_size=20)) + mail[place + draw(st.integers(0, 9)) :]
    return mail


@given(spliced())
def test_it_is_an_interaction_or_a_sentence(mail):
    found = read_message(mail, "somewhere", LATEST)
    if isinstance(found, Trouble):
        assert found.where == "somewhere"
        assert found.what[0].isupper() and found.what.endswith(".")
        return
    assert isinstance(found, Interaction)
    assert found.identity == identity_of(mail)
    assert found.participants[0].role == "from" and all(who.address for who in found.participants)
    assert len({who.address for who in found.participants}) == len(found.participants)
    assert found.when <= LATEST and found.when.utcoffset().total_seconds() == 0
    for text in (found.own, found.subject, found.identity, *(who.name for who in found.participants)):
        assert text.encode() is not None and "\0" not in text


@given(st.one_of(made, sent))
def test_line_ends_do_not_make_another_mail(mail):
    assert identity_of(mail.replace(b"\n", b"\r\n")) == identity_of(mail)


@given(st.lists(sent, min_size=1, max_size=4))
def test_a_mailbox_does_not_make_other_mails(mails):
    box = b"".join(FROM_LINE + escaped(mail) + b"\n\n" for mail in mails)
    cut = [box[start:end] for start, end in split_mbox(box)]
    assert [identity_of(mail) for mail in cut] == [identity_of(mail) for mail in mails]


def escaped(mail: bytes) -> bytes:
    """As mboxrd writes it."""
    lines = mail.split(b"\n")
    return b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines)
