from pathlib import Path

import pytest
from publicsuffixlist import PSLFILE, PublicSuffixList

from sapwood.identity.organisation import is_free_mail, organisation_domain, organisation_name


@pytest.mark.parametrize(
    ("domain", "organisation"),
    [
        ("orchard.example", "orchard.example"),
        ("Mail.Orchard.Example.", "orchard.example"),
        ("sales.orchard.co.uk", "orchard.co.uk"),
        ("orchard.com.au", "orchard.com.au"),
        ("ana.github.io", "ana.github.io"),
        ("corp.orchard.local", "orchard.local"),
        ("linux.alibaba.com", "alibaba.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("mail.xn--bcher-kva.example", "xn--bcher-kva.example"),
    ],
)
def test_the_registrable_domain_stands_for_the_organisation(domain, organisation):
    assert organisation_domain(domain) == organisation


@pytest.mark.parametrize(
    "domain",
    ["localhost", "localhost.localdomain", "server1", "10.0.0.1", "[10.0.0.1]", "[IPv6:2001:db8::1]", "co.uk", "",
     "orchard..example", "two words.example", "mail.invalid", "a" * 64 + ".example"],
)  # fmt: skip
def test_what_names_no_organisation_gives_none(domain):
    assert organisation_domain(domain) is None


def test_an_operators_own_suffix_stands_for_the_operator():
    assert organisation_domain("github.io") == "github.io"


@pytest.mark.parametrize(
    "domain",
    ["gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.uk", "hotmail.com", "hotmail.fr", "outlook.de", "aol.com",
     "web.de", "gmx.de", "gmx.net", "gmx.at", "qq.com", "163.com", "mail.ru", "icloud.com", "proton.me",
     "tutanota.com", "t-online.de", "free.fr", "libero.it", "comcast.net", "columbus.rr.com", "email.msn.com",
     "GMail.com", "freemail.test"],
)  # fmt: skip
def test_free_mail_is_never_an_organisation(domain):
    assert is_free_mail(domain)
    assert organisation_domain(domain) is None


@pytest.mark.parametrize("domain", ["ibm.com", "redhat.com", "alibaba.com", "kernel.org", "gmx-werk.example"])
def test_a_firm_is_not_free_mail(domain):
    assert not is_free_mail(domain)


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("orchard.example", "Orchard"),
        ("mail.orchard.co.uk", "Orchard"),
        ("birch-it.example", "Birch IT"),
        ("harbor-and-sons.example", "Harbor and Sons"),
        ("sap.com", "SAP"),
        ("pqrs.example", "PQRS"),
        ("xn--bcher-kva.example", "Bücher"),
        ("gmail.com", "Gmail"),
    ],
)
def test_a_domain_gives_a_readable_first_name(domain, name):
    assert organisation_name(domain) == name


def test_what_is_found_sooner_is_what_the_list_says():
    suffixes = PublicSuffixList()
    rules = [line.split()[0] for line in Path(PSLFILE).read_text("utf-8").splitlines() if line[:1].strip(" /")][::40]
    for rule in rules:
        suffix = rule.lstrip("!").replace("*", "any").encode("idna").decode()
        for host in (f"orchard.{suffix}", f"mail.orchard.{suffix}", f"mail.orchard.{suffix.rpartition('.')[2]}"):
            assert organisation_domain(host) in (suffixes.privatesuffix(host), None), host
    assert organisation_domain("mail.orchard.any.ck") == "orchard.any.ck", "any name below .ck is a suffix"
