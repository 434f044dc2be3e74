"""What others made and we ship: what a lock fixes, under which licences, and its known holes."""
