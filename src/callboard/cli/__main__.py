"""`python -m callboard.cli` is the command `callboard`."""

from callboard.cli import main

main()
