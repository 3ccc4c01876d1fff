"""Records to view to HTML to PDF."""
