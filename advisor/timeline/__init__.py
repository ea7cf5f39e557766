"""When work is done, from numbers alone: nothing here reads a pack, a question or a file.

`timeline.Timeline` is what others use. `distributions` says how long something takes, `paths` by which stages people
come, `options` what a way of staffing is and what comes of it, `arrivals` when people start and are productive,
`delivery` and `twocrews` when crews have done the work; `moments` collects what is asked, so that all is computed
together.
"""
