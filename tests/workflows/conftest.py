from calendar_server import calendar_server  # noqa: F401
from cast import ana, bring, lead, tom  # noqa: F401
from heard import as_user, known  # noqa: F401
from mail_server import box, mail_server, trusted  # noqa: F401
from post_office import post  # noqa: F401
