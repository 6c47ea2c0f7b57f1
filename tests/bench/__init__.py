"""`make bench`: coshop beside PeerJS, measured by the same harness in the same run."""
