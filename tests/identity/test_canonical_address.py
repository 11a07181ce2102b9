import pytest

from sapwood.identity.address import canonical, domain_of


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("  Jane.Doyle@Orchard.Example ", "jane.doyle@orchard.example"),
        ("<jane@orchard.example>", "jane@orchard.example"),
        ("'jane@orchard.example'", "jane@orchard.example"),
        ('"jane"@orchard.example', "jane@orchard.example"),
        ("mailto:jane@orchard.example", "jane@orchard.example"),
        ("jane@orchard.example.", "jane@orchard.example"),
        ("jane@bücher.example", "jane@xn--bcher-kva.example"),
        ("Jane.Doyle+news@GoogleMail.com", "janedoyle@gmail.com"),
        ("jane+news@outlook.com", "jane@outlook.com"),
        ("jane.doyle@outlook.com", "jane.doyle@outlook.com"),
        ("+15551234", "+15551234"),
    ],
)
def test_two_spellings_of_a_mailbox_become_one(written, one):
    assert canonical(written) == one


def test_a_firms_plus_tag_stays_because_its_server_may_mean_another_mailbox():
    assert canonical("jane+news@orchard.example") == "jane+news@orchard.example"


def test_domain_of_text_without_at_is_empty():
    assert domain_of("+15551234") == ""
    assert domain_of("jane@Orchard.example") == "orchard.example"
