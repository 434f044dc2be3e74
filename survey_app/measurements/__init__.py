"""Scores tied to traject, informant and moment; series of them; signals that a coach must see.

In comes a closed sheet; out come one measurement with its scores, and signals, in the same
transaction. What is done about a signal, by whom and until when, is followed here.
"""
