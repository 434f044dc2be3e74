"""`python -m survey_app` is the same as the command `survey-app`."""

from survey_app.commands.main import main

if __name__ == "__main__":
    main()
