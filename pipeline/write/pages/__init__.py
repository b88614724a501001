"""Records as pages for a browser: one HTML file an article that needs nothing beside itself, and an index over all of them."""
