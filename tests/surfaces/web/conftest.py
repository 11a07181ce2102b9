from guest_cast import guest, invited  # noqa: F401
from post_office import post  # noqa: F401
from web_cast import as_, cast, monday  # noqa: F401
