"""What a journey counts after a click stands there whole, however slowly the page comes."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytestmark = pytest.mark.journey


class Slow(BaseHTTPRequestHandler):
    """A form, and after it a page whose second half comes late."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        if self.path != "/after":
            self.wfile.write(b"<body><form method=post><button>Send</button></form>")
            return
        self.wfile.write(b"<body><p>Begun</p>" + b" " * 5000)
        self.wfile.flush()
        time.sleep(0.5)
        self.wfile.write(b"<p>Done</p>")

    def do_POST(self) -> None:
        time.sleep(0.5)
        self.send_response(303)
        self.send_header("location", "/after")
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        return


def test_a_click_ends_when_the_next_page_is_whole(walker):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        one = walker(360)
        one.page.goto(f"http://127.0.0.1:{server.server_port}/")
        one.tap("button")
        assert one.page.get_by_text("Done").count() == 1
    finally:
        server.shutdown()
        server.server_close()
