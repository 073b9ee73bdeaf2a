"""Tables of points as people bring them: from bytes to rows, from rows to three columns, from columns to numbers."""
