"""`python -m callboard_server.cli` is the command `callboard`."""

from callboard_server.cli import main

main()
