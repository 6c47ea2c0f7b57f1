"""Somebody who answers in `coshop demo`: a program that greets, shows, fills the bag and opens the till, and says that it is one."""
