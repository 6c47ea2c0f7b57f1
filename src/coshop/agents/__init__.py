"""Participants that live on the server. Each runs in a process of its own; none of them is imported by the server's loop."""
