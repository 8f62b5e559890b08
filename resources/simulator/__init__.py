"""A local server that speaks the providers' wire protocols and charges play money. Ships with Studio."""
