import pytest

from sapwood.reading.addresses import mailboxes


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("jane@orchard.example", [("jane@orchard.example", "")]),
        ("Jane Doyle <Jane@Orchard.Example>", [("jane@orchard.example", "Jane Doyle")]),
        ('"Doyle, Jane" <jane@orchard.example>', [("jane@orchard.example", "Doyle, Jane")]),
        ("Doyle, Jane <jane@orchard.example>", [("jane@orchard.example", "Doyle, Jane")]),
        ("jane@orchard.example (Jane Doyle)", [("jane@orchard.example", "Jane Doyle")]),
        ("'Jane' <jane@orchard.example>", [("jane@orchard.example", "Jane")]),
        ('"jane@orchard.example" <jane@orchard.example>', [("jane@orchard.example", "")]),
        (r'"Jane \"J\" Doyle" <jane@orchard.example>', [("jane@orchard.example", "Jane J Doyle")]),
        ("=?utf-8?Q?Zo=C3=AB?= <zoe@birch.example>", [("zoe@birch.example", "Zoë")]),
        ("=?utf-8?Q?M=C3=BCller=2C_Zo=C3=AB?= <zoe@birch.example>", [("zoe@birch.example", "Müller, Zoë")]),
        ("=?utf-8?Q?zoe=40birch.example?=", [("zoe@birch.example", "")]),
        ("jane@orchard.example; luis@orchard.example", [("jane@orchard.example", ""), ("luis@orchard.example", "")]),
        ("<@relay.example:jane@orchard.example>", [("jane@orchard.example", "")]),
        ("mailto:jane@orchard.example", [("jane@orchard.example", "")]),
        ("jane@[192.0.2.1]", [("jane@[192.0.2.1]", "")]),
        ("jane @ orchard.example", [("jane@orchard.example", "")]),
        ("<<jane@orchard.example>>", [("jane@orchard.example", "")]),
        ("Jane <jane@orchard.example", [("jane@orchard.example", "Jane")]),
        ("Jane </O=HOME/CN=RECIPIENTS/CN=JANE>", [("/o=home/cn=recipients/cn=jane", "Jane")]),
        ("Jane Doyle/HOU/Home@Home", [("jane doyle/hou/home@home", "")]),
        ("nobody", []),
        ("", []),
    ],
)
def test_mailboxes(field, expected):
    assert mailboxes(field) == expected
