"""The `survey-app` commands, one file each: they read, call one room and write."""
