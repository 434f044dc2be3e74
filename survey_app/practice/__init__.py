"""How was worked: by which principles, with whom, how long, and where a coach argued otherwise.

In come a way of working of the network and what a coach logs in seconds; out come contacts with
their principles and minutes, deviations with a day to look back on, and hours. A contact stands at
a traject, or at a school alone: a consult, a training, an incident that no traject came of yet. The
steps of the meldcode are kept here too, apart from all that is shown or counted.

After each later measurement comes a decision, with what the coach saw that day; a card of it goes
to peers after a check, as long as the agreement to learn from each other stands.
"""
