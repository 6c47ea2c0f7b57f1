"""The promises at their full figures, on real servers: `python -m tests.soak`. No test of `make test`; run it rarely, on a quiet machine."""
