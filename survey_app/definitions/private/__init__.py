"""Texts of a list whose holder lets nobody ship them, added from a folder of the licence holder.

In comes a folder outside the software with a file of words per list; out come the same lists with
those words in them. Items, answers, their order and every rule of scoring come from the shipped
key alone: a file that leaves out, adds or moves anything is refused with the difference, and the
words are taken letter for letter.
"""
