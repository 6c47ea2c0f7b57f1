"""The kind of job `rehearse`: gets the shopper it plays, the story and some of the store's products, and plays ([REHEARSE5])."""

from __future__ import annotations

from collections.abc import Mapping

import httpx
from pydantic import JsonValue

from coshop.agents.figure import Speech, find_speech
from coshop.agents.jobs import Job, JobContext, JobFailed, register
from coshop.agents.rehearsal.cast import NoCast
from coshop.agents.rehearsal.shopper import Stopped, rehearse
from coshop.agents.rehearsal.stories import StoryError, story_of
from coshop.peer import CommandRefused, DoorRefused, ShopperDoor, SocketStopped
from coshop.protocol.fields import Word
from coshop.protocol.practice_views import StoryName

_kept: list[Speech | None] = []


class RehearseArgs(Word):
    """`story` is its name; the text comes from the server with the shopper."""

    story: StoryName


async def play(job: Job, ctx: JobContext) -> Mapping[str, JsonValue]:
    """Play the story to its end; the result is its report. Raises JobFailed with a sentence."""
    try:
        given = await ctx.door.job_shopper(ctx.base_url, job.job_id)
        story = story_of(given.story, given.story_file)
        report = await rehearse(
            ctx.base_url,
            given.shopper.store.public_key,
            origin=given.origin,
            story=story,
            goods=given.products,
            door=ShopperDoor(
                given.shopper.store.public_key,
                origin=given.origin,
                given=given.shopper,
                verify=ctx.door.trust or True,
            ),
            speech=_speech(),
            note=ctx.note,
            stop=ctx.cancelled,
            tls=ctx.door.trust,
        )
    except StoryError as error:
        raise JobFailed(f"The story has a mistake: {error}") from None
    except NoCast as error:
        raise JobFailed(f"The story cannot be played here: {error}.") from None
    except Stopped:
        raise JobFailed("The rehearsal was stopped.") from None
    except DoorRefused as refused:
        why = refused.refusal.detail or refused.refusal.message if refused.refusal else str(refused)
        raise JobFailed(f"The server gave the shopper no way in: {why}") from None
    except (CommandRefused, SocketStopped, TimeoutError, httpx.TransportError) as error:
        raise JobFailed(f"The shopper could not call: {error}") from None
    return report.words()


def _speech() -> Speech | None:
    """This worker's synthesiser, looked for once: what it has spoken before it need not render again."""
    if not _kept:
        _kept.append(find_speech())
    return _kept[0]


register("rehearse", play, args=RehearseArgs)
