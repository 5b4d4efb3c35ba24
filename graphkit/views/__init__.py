"""What people look at: the explorer page, and tables on a terminal and in a notebook."""
