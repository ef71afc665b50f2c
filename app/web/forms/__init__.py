"""WTForms of the pages, one module per slice."""
