"""What Kansmeter costs: programs that measure and print, run by hand; they are not tests."""
