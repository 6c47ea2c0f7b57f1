"""The demo assistant as a process: its post as one line of JSON on stdin, which also is its lifeline; `on duty` on stdout."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import ssl
import sys

from coshop.agents.demo_associate.assistant import DemoAssistant, Post
from coshop.agents.figure import find_speech
from coshop.peer import SocketStopped


async def _run(post: Post) -> int:
    # Under `coshop demo --lan` the server has a certificate of its own, named by SSL_CERT_FILE.
    trusted = ssl.create_default_context() if os.environ.get("SSL_CERT_FILE") else None
    assistant = DemoAssistant(
        post,
        speech=find_speech(),
        trusted=trusted,
        on_duty=lambda: print("on duty", flush=True),  # noqa: T201
    )
    loop = asyncio.get_running_loop()
    working = asyncio.ensure_future(assistant.run())
    loop.add_signal_handler(signal.SIGTERM, working.cancel)
    loop.add_reader(sys.stdin.fileno(), _leave_at_the_end, working)
    try:
        await working
    except asyncio.CancelledError:
        return 0
    except (SocketStopped, TimeoutError) as error:
        logging.getLogger("coshop.agents.demo_associate").warning("%s", error)
        return 1
    finally:
        loop.remove_reader(sys.stdin.fileno())
    return 0


def _leave_at_the_end(working: asyncio.Future[None]) -> None:
    """Whoever started us is gone."""
    if not os.read(sys.stdin.fileno(), 4096):
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        working.cancel()


def main() -> int:
    """Run until told to stop, or until stdin ends."""
    logging.basicConfig(level=logging.WARNING, format="demo assistant: %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for whoever started us; they end us in order
    line = bytearray()
    while not line.endswith(b"\n"):  # unbuffered, so that nothing is taken from the lifeline
        part = os.read(sys.stdin.fileno(), 1)
        if not part:
            return 1
        line += part
    return asyncio.run(_run(Post(**json.loads(line))))


if __name__ == "__main__":
    sys.exit(main())
