-- SPDX-License-Identifier: GPL-3.0-or-later
-- Retention: runs sealed into files, and what is still to be taken out of the database and the home.
ALTER TABLE run_number ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;

-- Written with the journal's RunSealed. A run that began again has further events in the journal.
CREATE TABLE sealed_run (
    number   INTEGER PRIMARY KEY,     -- run_number.number
    file     TEXT NOT NULL,           -- below the home
    bytes    INTEGER NOT NULL,
    checksum INTEGER NOT NULL,        -- CRC-32 of the file
    up_to    INTEGER NOT NULL         -- the last event in it
) STRICT;

-- Events of a run from next_seq to last_seq still stand in the journal though they are in a file, or
-- go with their run; so do the rows of its attempts from next_task on.
CREATE TABLE purge_range (
    number    INTEGER NOT NULL,
    last_seq  INTEGER NOT NULL,
    next_seq  INTEGER NOT NULL,
    next_task INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (number, last_seq)
) STRICT, WITHOUT ROWID;

-- Files and directories of deleted runs that are not gone yet, below the home.
CREATE TABLE doomed_path (
    path TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- A projection: runs whose nodes stand for nodes of another one.
CREATE TABLE run_basis (
    number   INTEGER NOT NULL,
    from_run TEXT NOT NULL,
    PRIMARY KEY (number, from_run)
) STRICT, WITHOUT ROWID;
