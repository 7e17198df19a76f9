"""Bytes: kept under keys of our own, and told to people under names that are safe.

No content is visible before all of it is on disk, and no key is ever made from what a user wrote.

Reading order: `store` (the interface), `disk` (a folder), `names` (what files are called), `content` (what
they are, and what a browser may show), `pictures` (thumbnails), `links` (short-lived addresses).
"""
