"""Outside makers of media, one file each; walking the folder finds them."""
