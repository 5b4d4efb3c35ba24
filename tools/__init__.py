"""Tools of the project, which do not travel with graphkit: site, release, figures, and the check of new rows."""
