"""A company's answers and figures to the timeline of each way of staffing, and the decision table that picks one.

The numbers themselves are worked out in `advisor.timeline`, which knows no packs and no questions.
"""
