"""The web server's settings (gunicorn reads them), and how requests are shared among its processes: whoever is free
takes the next one.

A process shows one page at a time, since two at once would share one interpreter and both come late. It takes a
connection only when it has none at hand, so those that wait stand in one queue, the system's, before all processes.
What is sent to us (an upload may take minutes) and a page that takes long hold up nobody.
"""

import socket
import time

from gunicorn.workers.gthread import ThreadWorker

PATIENCE = 2.0  # seconds, after which a process takes the next one although a page is not done
SILENCE = 30  # seconds, for which the system keeps a connection on which nothing was said yet


class FreeTakesNext(ThreadWorker):
    def init_process(self):
        self.at_hand = {}  # connections that are answered, with the moment each came
        if hasattr(socket, "TCP_DEFER_ACCEPT"):  # a browser opens some ahead of need
            for listener in self.sockets:
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENCE)
        super().init_process()

    def set_accept_enabled(self, enabled):
        since = time.monotonic() - PATIENCE
        super().set_accept_enabled(enabled and all(came < since for came in self.at_hand.values()))

    def wait_for_and_dispatch_events(self, timeout):
        self.set_accept_enabled(self.alive and self.nr_conns < self.worker_connections)
        super().wait_for_and_dispatch_events(timeout)

    def enqueue_req(self, conn):
        self.at_hand[conn] = time.monotonic()
        self.set_accept_enabled(False)
        super().enqueue_req(conn)

    def handle_request(self, req, conn):
        if req.method not in ("GET", "HEAD"):
            self.method_queue.defer(self.at_hand.pop, conn, None)
        return super().handle_request(req, conn)

    def finish_request(self, conn, fs):
        self.at_hand.pop(conn, None)
        super().finish_request(conn, fs)


worker_class = FreeTakesNext
threads = 16  # uploads and long pages at once in a process
keepalive = 0  # the next request is for whoever is free by then
graceful_timeout = 8  # seconds
limit_request_line = 8190  # an address with many filters in it
forwarded_allow_ips = ""  # SAPWOOD_PROXIES says whom to believe
control_socket_disable = True
loglevel = "warning"
