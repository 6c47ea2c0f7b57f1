"""Participants that live on the server: programs on `coshop.peer` that join calls as anybody else, each in a process of its own."""
