"""Who works with Kansmeter and what they may: organisations, schools, people, roles, sign-in, one
policy.

In come credentials or a session secret; out comes an `Actor`, and a yes or no for every act.
"""
