"""Stored files: kept under keys that the store generates, and served under safe names.

A file becomes visible only when all of it is on disk. A key never contains user input.

Reading order: `store` (the interface), `disk` (a folder), `names` (file names), `content_types` (the type of
a file, and whether a browser may display it), `thumbnails`, `links` (short-lived addresses).
"""
