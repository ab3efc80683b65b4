-- SPDX-License-Identifier: GPL-3.0-or-later
-- Names that runs and tasks take turns on: a projection of QueueChanged.

CREATE TABLE queue (
    name       TEXT PRIMARY KEY,
    slots      INTEGER NOT NULL,
    priority   INTEGER NOT NULL,
    held       INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
