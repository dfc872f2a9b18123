"""Reading: Markdown with HTML tables in, Catalogue out."""
