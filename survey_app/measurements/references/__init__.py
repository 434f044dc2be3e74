"""Reference values that our own lists grow from the answers that were stored.

`samples` reads whose answers count, `figures` computes what they say of one scale, `gates` tells
which stage of evidence that justifies and what is missing for the next, `proposing` puts this
together without changing anything. `accepting` pins what a person accepted; `in_force` gives what
counts from then on, as values, to whoever scores or judges.
"""
