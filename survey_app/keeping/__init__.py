"""Looking after an installation.

Simulated data, the demonstration, and later backup and retention.
"""
