"""Every claim can be questioned: how, why not, what if, levers, order, sensitivity, comparing and replaying.

Structure first: each question gives frozen values. Text, Markdown and JSON are views of them.
"""
