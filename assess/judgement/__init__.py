"""Pure questions over records: range, agreement, comparison, quality."""
