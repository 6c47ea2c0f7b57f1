"""The words on the wire: frames, commands, events, signals, refusals. It carries words; it decides nothing."""
