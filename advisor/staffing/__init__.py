"""When each way of staffing delivers, and what it costs: the numbers.

`timeline.Timeline` computes; `paths` says how people arrive. All figures come in through parameters; nothing here
reads a pack, a question or a file.
"""
