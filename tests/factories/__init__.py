"""Small builders: a database with its keys, a coach, a traject with its links, and answers."""
