"""Participants that live on the server: programs on `coshop.peer` in processes of their own. They may fail without touching a call."""
