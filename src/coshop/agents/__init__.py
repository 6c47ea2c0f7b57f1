"""What needs media on the server: participants that run as jobs in worker processes. It imports no server room.

`jobs.py` says what a job is and where its kind is entered; `worker/` is the processes that run jobs.
"""
