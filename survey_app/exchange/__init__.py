"""Data out, for the organisation's own use: pseudonymised rows with a codebook.

In come measurements that the policy allows somebody to take; out come files that open again.
"""
