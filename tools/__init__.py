"""Tools of the project: the site, the release, the figures, and the check of new rows. They do not travel with graphkit."""
