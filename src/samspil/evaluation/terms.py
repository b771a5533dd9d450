"""The words of evaluation: for now, the columns of a month-end total."""

COLUMNS = ("owed", "done", "late", "excused", "open", "missed", "stopped")
