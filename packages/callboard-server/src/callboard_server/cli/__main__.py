"""Run the `callboard` command with `python -m callboard_server.cli`."""

from callboard_server.cli import main

main()
