from cast import ana, bring, lead, tom  # noqa: F401
