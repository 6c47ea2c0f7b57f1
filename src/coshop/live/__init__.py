"""The shell that acts: sockets' attachments, rooms of calls, the line, deadlines, losses. It decides no rule of a call.

The border with api/ (bytes to words) and app.py (who builds what):

    board = Switchboard(ports=Ports(...), settings=LiveSettings(...), clock=now_ms, server_id="...")
    await board.start()                                  # subscribes to the bus, begins to beat, reaps own leftovers
    attachment = board.attach(person, hello, outbox)     # sync; the welcome comes through the outbox
    attachment.receive(frame)                            # sync, never waits; answers come through the outbox
    attachment.relay(call_id, kind, body_json)           # sync hot path: a signal whose body is validated JSON already
    attachment.detach()                                  # sync; the socket is gone (a `goodbye` received before counts)
    await board.availability(store)                      # views.Availability, for the HTTP route
    await board.revoke(person_id)                        # closes all sockets of a person, on every server
    seat = board.attach_worker(worker, hello, outbox)    # the same for a worker: a seat in board.crew
    await board.crew.book.make(JobRow(...))              # queue a job; whichever server has a worker free offers it
    await board.drain(spread_s=10.0); await board.stop() # `draining` frames, closes 1012; then nothing runs any more
    board.counters                                       # plain numbers for /metrics

api/ does: ticket -> Person (with the Store read from the directory), `hello` within 5 s, the protocol's version, decoding and
rate limits, closing a socket silent for 25 s (4411), writing what `Outbox.get` hands out (one item = one text frame), closing
with `Outbox.close_code` once `get` returns nothing. live/ sends the heartbeats and everything else.
"""

from coshop.live.attachment import Attachment, Person
from coshop.live.counters import Counters
from coshop.live.crew import Crew
from coshop.live.outbox import Outbox
from coshop.live.seat import Seat, Worker
from coshop.live.surroundings import LiveSettings, Ports
from coshop.live.switchboard import Switchboard

__all__ = [
    "Attachment",
    "Counters",
    "Crew",
    "LiveSettings",
    "Outbox",
    "Person",
    "Ports",
    "Seat",
    "Switchboard",
    "Worker",
]
