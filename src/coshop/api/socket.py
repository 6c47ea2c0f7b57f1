"""The endpoint /v1/socket: who may open a socket, who a ticket lets in, and the one task that looks after all of them."""

from __future__ import annotations

import asyncio

import structlog
from websockets.http11 import Request

from coshop.api.address import rate_key
from coshop.api.conversation import Conversation
from coshop.api.parts import Parts
from coshop.api.problems import problem_bytes
from coshop.api.wire import Wire
from coshop.core.refusal import RefusalCode, Refused
from coshop.identity import WorkerHolder, is_origin, worker_id
from coshop.identity.worker_keys import TICKET_PREFIX
from coshop.live import Person, Worker
from coshop.ports import Unavailable
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.frames import Hello

log = structlog.get_logger("coshop.socket")
PATH = "/v1/socket"
STORAGE_TIMEOUT_S = 5.0
LOOK_EVERY_S = 1.0
SESSIONS_EVERY_S = 1.0


class SocketDoor:
    """Opens sockets and holds them. Start it with `start`, end it with `stop`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._open: set[Conversation] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._caring: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to look after sockets."""
        self._caring = [asyncio.create_task(self._look()), asyncio.create_task(self._watch_sessions())]

    async def stop(self) -> None:
        """Close what is still open and end every task."""
        for conversation in list(self._open):
            conversation.close(CloseCode.SERVER_RESTART, "the server restarts")
        tasks = [*self._tasks, *self._caring]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def count(self) -> int:
        """Sockets open now, with or without a hello."""
        return len(self._open)

    # ---- the handshake

    async def knock(self, wire: Wire, request: Request, peer: str) -> None:
        """Judge path, rate and Origin before the socket exists [RFC 6455 10.2]."""
        parts = self._parts
        if request.path.partition("?")[0] != PATH:
            _refuse(wire, 404, Refused("unknown_address", request.path.partition("?")[0][:200]))
            return
        if parts.standing.draining:
            _refuse(wire, 503, Refused("retry_later", "this server stops"), {"Retry-After": "1"})
            return
        headers = request.headers
        address = parts.addresses.client(peer, ",".join(headers.get_all("X-Forwarded-For")))
        wait_s = parts.rates.hit("sockets_per_address", rate_key(address))
        if wait_s:
            _refuse(wire, 429, Refused("rate_limited"), {"Retry-After": str(wait_s)})
            return
        origins = headers.get_all("Origin")
        origin = origins[0] if origins else ""
        try:
            async with asyncio.timeout(STORAGE_TIMEOUT_S):
                known = len(origins) <= 1 and (not origins or await self._known(origin))
        except (TimeoutError, Unavailable):
            _refuse(wire, 503, Refused("retry_later"), {"Retry-After": "2"})
            return
        if not known:
            log.info("socket refused", origin=origin[:200], client=parts.pseudonym(address))
            _refuse(wire, 403, Refused("origin_not_allowed", origin[:200]))
            return
        conversation = Conversation(self, wire, origin, address)
        wire.accept(conversation)
        if wire.open:
            self._open.add(conversation)

    async def _known(self, origin: str) -> bool:
        if not is_origin(origin):
            return False
        return origin in self._parts.own_origins or await self._parts.origins.listed(origin)

    # ---- hello

    def admit(self, conversation: Conversation, hello: Hello) -> None:
        """Redeem the ticket of a hello; the conversation goes on when that is done."""
        task = asyncio.create_task(self._admit(conversation, hello))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _admit(self, conversation: Conversation, hello: Hello) -> None:
        try:
            async with asyncio.timeout(STORAGE_TIMEOUT_S):
                if hello.ticket.startswith(TICKET_PREFIX):
                    worker = await self._parts.worker_keys.redeem(hello.ticket)
                    self._admit_worker(conversation, hello, worker)
                    return
                holder = await self._parts.keyring.redeem(hello.ticket)
        except (TimeoutError, Unavailable):
            conversation.close(CloseCode.SERVER_RESTART, "the storage cannot be reached")
            return
        if conversation.gone:
            return
        if holder is None:
            conversation.close(CloseCode.TICKET_INVALID, "the ticket is unknown, used or too old")
            return
        if holder.origin != conversation.origin:
            log.info("ticket of another origin", store=holder.store.public_key, origin=conversation.origin)
            conversation.close(CloseCode.REVOKED, "the ticket was given to another origin")
            return
        person = Person(
            side=holder.side,
            person_id=holder.person_id,
            name=holder.name,
            store=holder.store,
            role=holder.role,
            kind=holder.kind,
            reserved_for=holder.reserved_for,
        )
        conversation.session = holder.session
        conversation.attach(self._parts.board.attach(person, hello, conversation.outbox))

    def _admit_worker(self, conversation: Conversation, hello: Hello, holder: WorkerHolder | None) -> None:
        if conversation.gone:
            return
        if holder is None:
            conversation.close(CloseCode.TICKET_INVALID, "the ticket is unknown, used or too old")
        elif conversation.origin:
            conversation.close(CloseCode.REVOKED, "a worker comes from no web page")
        else:
            worker = Worker(
                worker_id=worker_id(holder.key_id, hello.client_id), key_id=holder.key_id, name=holder.name
            )
            conversation.worker_key = holder.key_id
            conversation.attach(self._parts.board.attach_worker(worker, hello, conversation.outbox))

    # ---- for conversations

    def forget(self, conversation: Conversation) -> None:
        """The socket is gone."""
        self._open.discard(conversation)

    def count_close(self, code: CloseCode) -> None:
        """A socket was closed by us."""
        self._parts.metrics.closes.labels(str(int(code))).inc()

    def count_bad(self, code: RefusalCode) -> None:
        """A frame could not be taken."""
        self._parts.metrics.bad_frames.labels(code).inc()

    def time_command(self, seconds: float) -> None:
        """A command was answered."""
        self._parts.metrics.command_seconds.observe(seconds)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            now = loop.time()
            for conversation in list(self._open):
                try:
                    conversation.look(now)
                except Exception:  # one socket must not end the care for all others
                    log.exception("looking after a socket failed")
                    conversation.wire.abort()

    async def _watch_sessions(self) -> None:
        """End sockets whose session was revoked, on whichever server or command line that happened."""
        while True:
            await asyncio.sleep(SESSIONS_EVERY_S)
            held: dict[str, list[Conversation]] = {}
            keys = {c.worker_key for c in self._open if c.worker_key and not c.gone}
            for conversation in self._open:
                if conversation.session and not conversation.gone:
                    held.setdefault(conversation.session, []).append(conversation)
            try:
                async with asyncio.timeout(STORAGE_TIMEOUT_S):
                    living = await self._parts.keyring.living(held) if held else frozenset[str]()
                    good = await self._parts.worker_keys.living(keys) if keys else frozenset[str]()
            except (TimeoutError, Unavailable):
                continue  # nothing can be known now; running calls go on
            for session in held.keys() - living:
                for conversation in held[session]:
                    conversation.close(CloseCode.REVOKED, "signed out")
            for key_id in keys - good:
                log.info("worker key removed", key_id=key_id)
                self._parts.board.crew.revoke(key_id)


def _refuse(wire: Wire, status: int, refused: Refused, headers: dict[str, str] | None = None) -> None:
    wire.reject(status, problem_bytes(refused), headers)
