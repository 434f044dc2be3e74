"""Pages: thin views that check permission, read a form, call one service, then show a page."""
