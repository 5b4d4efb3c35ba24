"""Run one build: from sources, through extraction and merging, to an output folder."""
