"""The film: read the folders downwards and they are the production."""
