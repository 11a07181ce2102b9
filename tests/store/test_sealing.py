"""Sealed texts open with their key, under their interaction, and nowhere else."""

from sapwood.store.sealing import Sealer, derive

KEY = derive("k" * 40, "texts")


def test_it_opens_with_the_same_key_and_interaction():
    sealed = Sealer(KEY).seal(7, "Volumes für Jane")
    assert Sealer(KEY).open(7, sealed) == "Volumes für Jane"
    assert b"Volumes" not in sealed


def test_another_key_another_interaction_or_a_changed_byte_opens_nothing():
    sealed = Sealer(KEY).seal(7, "Volumes")
    assert Sealer(derive("l" * 40, "texts")).open(7, sealed) is None
    assert Sealer(KEY).open(8, sealed) is None
    assert Sealer(KEY).open(7, sealed[:-1] + bytes([sealed[-1] ^ 1])) is None


def test_purposes_have_keys_of_their_own():
    assert derive("k" * 40, "texts") != derive("k" * 40, "log keys")
    assert derive("k" * 40, "texts") == KEY
