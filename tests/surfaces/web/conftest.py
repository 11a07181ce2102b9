from web_cast import as_, cast, monday  # noqa: F401
