"""Pages across features: Today, what waits for me."""
