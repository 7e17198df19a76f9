"""Stored files: kept under keys that the store makes, and served under safe names.

A file becomes visible only when all of it is on disk. A key is never made from user input.

Reading order: `store` (the interface), `disk` (a folder), `names` (file names), `content_types` (what a file
is, and whether a browser may display it), `thumbnails`, `links` (short-lived addresses).
"""
