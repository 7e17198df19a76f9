#!/bin/sh
# Create the virtual environment $1 with Python 3.11, otherwise with the newest later Python.
# Version managers leave commands that do not run, so each candidate is tried.
set -eu

venv=$1
for candidate in ${PYTHON:-} python3.11 python3.15 python3.14 python3.13 python3.12 python3 python; do
    if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        echo "callboard: creating $venv with $("$candidate" --version)"
        rm -rf "$venv"
        exec "$candidate" -m venv "$venv"
    fi
done

echo "callboard: no Python 3.11 or newer with the venv module was found." >&2
echo "Install one (Debian and Ubuntu: apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3" >&2
exit 1
