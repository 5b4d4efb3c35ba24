"""Big sources divided into slices that processes read by themselves."""
