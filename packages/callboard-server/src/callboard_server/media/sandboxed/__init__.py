"""Programs that run in processes of their own, within limits. They import nothing of Callboard.

`sandbox` sets the limits and executes another program. `inspect_file` describes an uploaded file, and
`draw_picture` draws pictures and documents that ffmpeg does not read. `copy_part` prepares OpenEXR pictures
for ffmpeg.
"""
