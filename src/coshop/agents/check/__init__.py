"""The set check: a mirror for associates before they go live. It measures what arrives, judges it, and sends it back as it came.

    mirror = Mirror(on_signal=send, on_note=tell)
    result = await mirror.run()      # while every signal that comes is given to mirror.take_signal

It knows no worker and no socket: whoever runs it carries signals, notes and the result.
"""

from coshop.agents.check.mirror import Mirror

__all__ = ["Mirror"]
