"""The edge of time: what the server does by itself, later, outside of any request.

One task at a time is claimed and done, in a thread beside the server or in a process of its own (`callboard
worker`). Whatever reads bytes that strangers wrote runs in a further process, with limits that it cannot
change.

Reading order: `workshop` (what the work needs), `loop` (claim, do, settle), `encode` (what becomes of a
component), `media` (what a file is, by what ffmpeg says), `commands` (what ffmpeg is told), `process` and
`confined` (a program with limits), `outcome` (what is written at the end), `cleanup`.
"""
