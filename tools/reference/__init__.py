"""The generated pages of the reference, each derived from the code that it describes.

`python -m tools.reference` writes them into docs/reference; a test fails while a page is out of date.
Modules: `entities` (from the model), `errors` (from the source of both packages), `settings` and `commands`
(from the command line), `topics` (from the list of event topics).
"""
