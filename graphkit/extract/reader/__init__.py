"""Read facts with a learned model: a small transformer over the mentions that annotation found."""
