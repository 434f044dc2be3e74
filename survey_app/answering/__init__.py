"""The answers of one informant: saved page by page, then closed once into a response.

In come an invitation id and the fields of a posted page; out come drafts, and one immutable
response.
"""
