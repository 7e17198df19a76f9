"""The demo production: two shows with people, tasks, versions, reviews and jobs (`callboard serve --demo`).

It is created by the same operations that clients send, so it behaves like real data. No room below imports
this one.

Reading order: `people` (users and departments), `plan` (shots and tasks with their dates), `production` (the
plan as operations, with its history), `reviews` (versions, notes, lists, time logs), `jobs`, `slates` and
`samples` (the content of files), `media` (stored files and their components), `fill` (the entry point).
`farm` continues the active jobs while the server runs; `farm_work` describes their work.
"""
