"""Reading uploaded pictures and movies: what they are, and the commands that convert them.

Uploaded files are opened only by programs in a process of their own, with limits that they cannot raise, and
without a network where the system supports that. They get the file as standard input, and can open no other.

Reading order: `formats` (what is accepted), `process` and `sandboxed` (run a program with limits),
`media_info` (the properties of a file) and `inspection` (find them out), `failures` (why a file cannot be
read), `timing` (the frame rate), `layers` (of OpenEXR), `colours` (filters), `ffmpeg_commands`, `pictures` (a
picture of any file) and `previews` (the same for thumbnails).
"""
