"""A child process of `coshop agents`: reads its errand from stdin, loads its jobs, and works. Started by the parent alone."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time

from coshop.agents import jobs
from coshop.agents.worker.child import Child
from coshop.agents.worker.pipe import BAD_JOBS_EXIT, Errand


class _JsonLines(logging.Formatter):
    """The same one-object-a-line form as the server's log."""

    def format(self, record: logging.LogRecord) -> str:
        words = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "pid": record.process,
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
        }
        if record.exc_info:
            words["exception"] = self.formatException(record.exc_info)
        return json.dumps(words)


def _read_errand() -> Errand:
    """The first line of stdin, read without taking anything of the next."""
    said = bytearray()
    while not said.endswith(b"\n"):
        letter = os.read(0, 1)
        if not letter:
            sys.exit(0)  # the parent is gone already
        said += letter
    return Errand.model_validate_json(bytes(said))


def main() -> int:
    """Exit code: 0 stopped or retired, 1 refused for another reason, 3 the key is refused, 4 the jobs cannot be loaded."""
    errand = _read_errand()
    handler = logging.StreamHandler()
    plain = logging.Formatter("%(asctime)s [worker %(process)d] %(levelname)s %(message)s")
    handler.setFormatter(_JsonLines() if errand.json_logs else plain)
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in ("httpx", "httpcore", "websockets", "aioice", "aiortc"):
        logging.getLogger(name).setLevel(logging.WARNING)
    if errand.niceness:
        os.nice(errand.niceness)
    try:
        kinds = jobs.load(errand.modules, errand.kinds, place=bool(errand.recordings))
    except jobs.BadJobs as error:
        logging.getLogger("coshop.worker").error("%s", error)  # noqa: TRY400 a sentence, not a fault of ours
        return BAD_JOBS_EXIT

    async def work() -> int:
        return await Child(errand, kinds, int(sys.argv[1])).run()

    return asyncio.run(work())


if __name__ == "__main__":
    sys.exit(main())
