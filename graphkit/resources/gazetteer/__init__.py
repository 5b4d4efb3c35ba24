"""Load the gazetteer: states, bodies, places and people under the names that news gives them."""
