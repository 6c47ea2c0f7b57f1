"""`python -m coshop` is `coshop`."""

from coshop.cli import main

if __name__ == "__main__":
    main()
