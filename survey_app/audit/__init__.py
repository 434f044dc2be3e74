"""The trail of who did and saw what, written in the same transaction as the act it records.

In comes an act by somebody on something; out comes one row that holds no answers and no tokens.
"""
