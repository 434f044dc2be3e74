"""The respondent's side: start, questions page by page, thanks; complete without a script."""
