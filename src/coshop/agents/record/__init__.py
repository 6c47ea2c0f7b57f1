"""Keeps what one person of a call sends: muxed as it arrives, encrypted as it is written, on a disk or in a bucket. Nothing is decoded."""
