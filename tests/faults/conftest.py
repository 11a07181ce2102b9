from mail_server import box, mail_server, trusted  # noqa: F401
