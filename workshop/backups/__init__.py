"""Everything the database holds in one file, and back: the archive of a site.

The form is the same for SQLite and PostgreSQL, so a backup of one can be restored into the other:
a zip with one file of JSON lines for each table and a manifest with the checksum of each.
"""

MANIFEST = "manifest.json"
FORMAT = "workshop-backup-1"
