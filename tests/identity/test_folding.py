"""Names as they are sorted and looked for."""

import pytest

from sapwood.identity.folding import folded


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("  Müller   GmbH ", "muller gmbh"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź", "łodz"),
        ("ﬁre", "fire"),
        ("東京", "東京"),
        ("", ""),
    ],
)
def test_without_case_accents_and_doubled_spaces(name, plain):
    assert folded(name) == plain
    assert folded(folded(name)) == plain
