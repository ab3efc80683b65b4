-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schedules: projections of ScheduleChanged, SlotSettled, BackfillRequested and of the slots of runs.

ALTER TABLE dag_execution ADD COLUMN slot INTEGER NOT NULL DEFAULT 0;         -- 0 = made by hand
ALTER TABLE dag_execution ADD COLUMN slot_offset INTEGER NOT NULL DEFAULT 0;  -- seconds east of UTC
ALTER TABLE dag_execution ADD COLUMN schedule TEXT NOT NULL DEFAULT '';
ALTER TABLE dag_execution ADD COLUMN backfill TEXT NOT NULL DEFAULT '';
CREATE INDEX dag_execution_slot ON dag_execution (schedule, slot) WHERE slot <> 0;

-- settled: every slot up to it made a run or was given up. seen: what an EVENT schedule has acted on.
CREATE TABLE schedule (
    schedule     TEXT PRIMARY KEY,              -- absolute path of the DAG's file
    dag_id       TEXT NOT NULL,
    is_on        INTEGER NOT NULL,
    overrides    TEXT NOT NULL,
    definition   TEXT NOT NULL,
    settled      INTEGER NOT NULL,
    seen         TEXT NOT NULL DEFAULT '',
    last_slot    INTEGER NOT NULL DEFAULT 0,
    last_outcome TEXT NOT NULL DEFAULT '',      -- run, skipped, failed
    last_why     TEXT NOT NULL DEFAULT '',
    last_run     INTEGER,                       -- dag_execution.number
    changed_by   TEXT NOT NULL,
    changed_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE backfill (
    backfill     TEXT PRIMARY KEY,
    schedule     TEXT NOT NULL,
    max_parallel INTEGER NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The slots that a backfill still has to run, in their order.
CREATE TABLE backfill_slot (
    backfill TEXT NOT NULL,
    place    INTEGER NOT NULL,
    slot     INTEGER NOT NULL,
    PRIMARY KEY (backfill, place)
) STRICT, WITHOUT ROWID;
