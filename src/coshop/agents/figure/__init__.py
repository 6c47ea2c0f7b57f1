"""What a scripted participant looks and sounds like: a drawn face that moves, and lines spoken by a synthesiser. It decides nothing."""

from coshop.agents.figure.face import Face
from coshop.agents.figure.speech import Speech, SpeechFailed, find_speech
from coshop.agents.figure.voice import Voice

__all__ = ["Face", "Speech", "SpeechFailed", "Voice", "find_speech"]
