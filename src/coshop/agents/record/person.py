"""The recording of one person: taps in, one file out, over every connection that person makes.

Whatever goes wrong with the disk, the bucket or the key is a value, `fault`: nothing is raised into the call, and what was kept
before stays playable; `failed` is set with it. It decides nothing about consent: whoever uses it calls `pause`, `resume` and `finish`.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

from coshop.agents.record.keys import KeyRefused, MasterKey
from coshop.agents.record.placing import Placing
from coshop.agents.record.shelf import Pen, Shelf
from coshop.agents.record.vault import VaultWriter
from coshop.agents.record.webm import Gap, Patch, Webm
from coshop.core.cart_types import Side
from coshop.peer.encoded import EncodedTap, ReceivedEncoded
from coshop.protocol import limits

FLUSH_S = 0.5
FILL_BEHIND_MS = 500
HELD_MS = 700
"""So much of the end is not written yet: a pause or an end that is told late still takes it out."""
KEYFRAME_EVERY_S = 8.0
PENDING_BYTES_MAX = 16 * 1024 * 1024
WRITE_TIMEOUT_S = 10.0
"""A write that takes longer is one to a disk that hangs: the recording ends there, with what was kept before."""
_WRITING = ThreadPoolExecutor(2 * limits.WORKER_CAPACITY_MAX, thread_name_prefix="recording")
"""For what must not wait behind others: the next half second of every recording."""
SENDING = ThreadPoolExecutor(2 * limits.WORKER_CAPACITY_MAX, thread_name_prefix="recording sent")
"""For ends, with which a file is sent to a bucket that may take minutes: in the loop's own few threads the next recording would
wait behind them before it begins."""
_FULL = {errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.EFBIG: "disk_full"}


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """What became of one person's recording. Times are ms from its start; `fault` is empty where all went well.

    Faults: `disk_full`, `disk_slow`, `key_refused`, `shelf_refused: ...` (for a bucket: the file waits on this machine). A recorder
    that knows the call adds `nothing_came`.
    """

    name: str
    side: Side
    duration_ms: int
    bytes: int
    has_video: bool
    gaps: tuple[Gap, ...] = ()
    pauses: tuple[tuple[int, int], ...] = ()
    connections: int = 0
    lost_packets: int = 0
    packets: int = 0
    fault: str = ""

    def words(self) -> dict[str, Any]:
        """As JSON values, for a job's result and the timeline's `files`."""
        return asdict(self)


class PersonRecording:
    """One side of one call. `name` is the file's on the shelf; `started_s` is the recording's start on `clock`."""

    def __init__(
        self,
        shelf: Shelf,
        master: MasterKey,
        name: str,
        recording_id: str,
        side: Side,
        *,
        started_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.fault = ""
        self.failed = asyncio.Event()
        self.side: Side = side
        self._shelf, self._master, self._name, self._recording_id = shelf, master, name, recording_id
        self._started_s, self._clock = started_s, clock
        self._webm = Webm()
        self._pen: Pen | None = None
        self._vault: VaultWriter | None = None
        self._needs_key = self._gap = False
        self._paused_ms: int | None = None
        self._from_ms, self._until_ms = 0.0, float("inf")
        self._pauses: list[tuple[int, int]] = []
        self._taps: list[EncodedTap] = []
        self._counted = [0, 0, 0]
        self._readers: set[asyncio.Task[None]] = set()
        self._flusher: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._finishing: asyncio.Task[RecordedFile] | None = None
        self._hung: asyncio.Future[None] | None = None

    async def start(self) -> bool:
        """Begin the file; false, and `fault` set, where that cannot be."""
        began = await self._try(self._open, in_threads=_WRITING)
        if began:
            self._flusher = asyncio.create_task(self._flush_on())
        return began

    def received(self, on_change: Callable[[], None] = lambda: None) -> ReceivedEncoded:
        """For a new `MediaConnection` of this person: everything that comes over it is recorded."""
        return ReceivedEncoded(on_change, on_tap=self.take, keyframe_every_s=KEYFRAME_EVERY_S)

    def take(self, tap: EncodedTap) -> None:
        """Record what this tap gives until it ends."""
        self._taps.append(tap)
        self._counted[0] += tap.kind == "audio"
        task = asyncio.create_task(self._read(tap))
        self._readers.add(task)
        task.add_done_callback(self._readers.discard)

    @property
    def now_ms(self) -> int:
        """Where the recording stands."""
        return int((self._clock() - self._started_s) * 1000)

    @property
    def packets(self) -> int:
        """How many came, over every connection."""
        return self._counted[2] + sum(tap.packets for tap in self._taps)

    def pause(self, at_ms: int | None = None) -> None:
        """Keep nothing from now on, or from where the recording stood when it was asked for. Again does nothing."""
        if self._paused_ms is None:
            self._paused_ms = max(0, self.now_ms if at_ms is None else min(at_ms, self.now_ms))
            self._webm.drop_from(self._paused_ms)

    def resume(self, at_ms: int | None = None) -> None:
        """Go on; the picture with the next key frame. What was sent before `at_ms` stays out."""
        if self._paused_ms is not None:
            self._from_ms = max(self._paused_ms, self.now_ms if at_ms is None else min(at_ms, self.now_ms))
            self._pauses.append((self._paused_ms, int(self._from_ms)))
            self._paused_ms = None
            self._needs_key = self._gap = True
            for tap in self._taps:
                tap.request_keyframe()

    async def _read(self, tap: EncodedTap) -> None:
        placing = Placing(self._started_s)
        if tap.kind == "video":
            # Over a new connection the picture begins with a key frame by itself; the change is marked.
            self._gap = self._webm.has_video
        try:
            async for frame in tap:
                ms = placing.place(frame)
                if self._webm.pending_bytes > PENDING_BYTES_MAX:
                    self._fail("disk_slow")
                if self.fault or self._paused_ms is not None or not self._from_ms <= ms < self._until_ms:
                    continue
                if frame.kind == "audio":
                    self._webm.add_audio(ms, frame.data)
                    continue
                if self._needs_key and not frame.keyframe:
                    tap.request_keyframe()
                    continue
                gap = frame.gap_before or self._gap
                self._webm.add_video(ms, frame.data, keyframe=frame.keyframe, gap_before=gap)
                self._needs_key = self._gap = False
        finally:
            if tap in self._taps:
                self._taps.remove(tap)
                self._counted[1] += tap.lost_packets
                self._counted[2] += tap.packets

    async def _flush_on(self) -> None:
        while not self.fault and not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), FLUSH_S)
            await self.flush()

    async def flush(self) -> None:
        """Write what there is; kept, even if this process is killed, once it returns without `fault`."""
        async with self._writing:
            if self.fault or self._vault is None:
                return
            self._webm.fill(min(self.now_ms - FILL_BEHIND_MS, self._until_ms))
            data = self._webm.cut(self.now_ms - HELD_MS)
            if data and not await self._try(
                self._vault.append, data, in_threads=_WRITING, within_s=WRITE_TIMEOUT_S
            ):
                self._webm.uncut()

    async def finish(self, at_ms: int | None = None) -> RecordedFile:
        """Write the end and close; what lies behind `at_ms` is not kept. Again gives the same; being cancelled does not stop it.

        Raises nothing about the shelf.
        """
        if self._finishing is None:
            self._until_ms = max(0, self.now_ms if at_ms is None else min(at_ms, self.now_ms))
            self._webm.drop_from(int(self._until_ms) + (at_ms is None))
            self._finishing = asyncio.create_task(self._finish())
        return await asyncio.shield(self._finishing)

    async def _finish(self) -> RecordedFile:
        if self._paused_ms is not None:  # and it stays so: who withdraws in a pause is not recorded again
            self._pauses.append((self._paused_ms, max(self._paused_ms, int(self._until_ms))))
        await asyncio.sleep(0)  # whatever the taps still hold is read
        for task in list(self._readers):
            task.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        self._stopping.set()
        if self._flusher is not None:
            await self._flusher
        async with self._writing:
            if not self.fault and self._vault is not None:
                data, patches = self._webm.finish(self._until_ms)
                ended = await self._try(self._end, data, patches, in_threads=SENDING)
                if not ended and self._vault.length != self._webm.length:
                    self._webm.uncut()
            hangs = self._hung is not None and not self._hung.done()
            if self._hung is not None and hangs:  # until then nobody could mend it
                self._hung.add_done_callback(self._let_go)
            if self.fault and self._vault is not None and not self._vault.finished and not hangs:
                await asyncio.get_running_loop().run_in_executor(SENDING, self._end_after_fault)
        return RecordedFile(
            name=self._name,
            side=self.side,
            duration_ms=self._webm.index.end_ms,
            bytes=self._vault.length if self._vault else 0,
            has_video=self._webm.index.size is not None,
            gaps=tuple(self._webm.gaps),
            pauses=tuple(self._pauses),
            connections=self._counted[0],
            lost_packets=self._counted[1],
            packets=self._counted[2],
            fault=self.fault,
        )

    async def _try(
        self,
        work: Callable[..., None],
        *arguments: Any,
        in_threads: ThreadPoolExecutor,
        within_s: float | None = None,
    ) -> bool:
        """True where it was done. What takes longer than `within_s` is left to its thread, and touched no more while it runs."""
        doing = asyncio.get_running_loop().run_in_executor(in_threads, work, *arguments)
        try:
            await asyncio.wait_for(asyncio.shield(doing), within_s)
        except TimeoutError:
            if doing.done():  # the shelf's own
                self._fail("shelf_refused: no answer in time")
                return False
            self._hung = doing
            doing.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._fail("disk_slow")
        except KeyRefused:
            self._fail("key_refused")
        except OSError as error:
            self._fail(_FULL.get(error.errno or 0, f"shelf_refused: {error}"))
        return not self.fault

    def _fail(self, fault: str) -> None:
        self.fault = self.fault or fault
        self.failed.set()

    def _open(self) -> None:
        pen = self._shelf.begin(self._name)
        try:
            vault = VaultWriter.begin(pen, self._master, self._recording_id)
        except BaseException:
            pen.let_go(erase=True)
            raise
        self._pen, self._vault = pen, vault

    def _let_go(self, _: asyncio.Future[None]) -> None:
        """The disk goes on after all, and nobody waits for it any more: what was kept is for whoever mends it."""
        if self._pen is not None:
            _WRITING.submit(self._pen.let_go)

    def _end(self, data: bytes, patches: list[Patch]) -> None:
        assert self._vault is not None
        assert self._pen is not None
        self._vault.append(data)
        for patch in patches:
            self._vault.patch(patch.offset, patch.data)
        self._vault.finish()
        self._pen.close()

    def _end_after_fault(self) -> None:
        """What was kept gets its end, with the room held in reserve; where even that fails it is readable without."""
        assert self._vault is not None
        assert self._pen is not None
        self._pen.make_room()
        if self._webm.length and self._vault.length == self._webm.length:
            with contextlib.suppress(OSError):
                self._end(*self._webm.index.end(self._webm.length))
        with contextlib.suppress(OSError):
            self._pen.close()
