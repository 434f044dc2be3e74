"""A child's period with the coach: the traject, who is asked about the child, what was agreed,
the goals, the moments.

In come four fields and an agreement; out come informants and moments that invitations are made for.
"""
