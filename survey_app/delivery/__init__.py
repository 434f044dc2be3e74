"""Messages that go out: the outbox, the workers that empty it, mail and SMS.

In come rows that were written in the same transaction as what they announce; out go mails and SMS,
each at most once. What cannot be known for certain is said, not sent again.
"""
