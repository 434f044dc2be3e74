"""The coach's side: today, the trajects, and what changed in each."""
