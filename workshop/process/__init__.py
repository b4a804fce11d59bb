"""What one process of the site runs with: other workers, its sockets, figures, browser files."""
