"""What may happen in a call, a cart and the line: pure functions over frozen values, standard library only."""
