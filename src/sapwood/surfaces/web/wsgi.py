"""The pages for a server. What is loaded once stays for good, so it is not looked through for garbage again and
again: a look through all of it takes longer than a page."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapwood.settings")
application = get_wsgi_application()

from sapwood.surfaces.web import urls  # noqa: E402, F401 - the first page need not wait for it

gc.collect()
gc.freeze()
gc.set_threshold(25_000, 10, 10)
