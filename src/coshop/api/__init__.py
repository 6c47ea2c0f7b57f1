"""HTTP routes and the WebSocket endpoint: bytes to words and back, nothing else."""

from coshop.api.application import make_api
from coshop.api.logs import configure_logs
from coshop.api.parts import Parts, Standing
from coshop.api.serving import Serving, listen
from coshop.api.socket import SocketDoor

__all__ = ["Parts", "Serving", "SocketDoor", "Standing", "configure_logs", "listen", "make_api"]
