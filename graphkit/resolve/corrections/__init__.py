"""Read and apply what an analyst corrects by hand."""
