"""Faults that are a few changed values in a right file, or a few rows more."""
from generator.bases import base
from generator.form import Case


def edited(folder, file, changes, findings, ja, en):
    """`changes`: (record, ident, value); `findings`: (code, record, ident or None)."""
    file = base(file) if isinstance(file, str) else file
    for record, ident, value in changes:
        file = file.put(record, ident, value)
    return told(folder, file, findings, ja, en)


def told(folder, file, findings, ja, en):
    return Case(folder, ja, en, [file], [(code, record, file.no(ident) if ident else None) for code, record, ident in findings])


def more_rows(file, *rows):
    """The same file with rows added; each is the first row with some values changed."""
    file = (base(file) if isinstance(file, str) else file).copy()
    file.rows += [file.rows[0] | row for row in rows or ({},)]
    return file
