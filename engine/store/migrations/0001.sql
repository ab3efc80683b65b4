-- SPDX-License-Identifier: GPL-3.0-or-later
-- The home's first schema. Times are milliseconds since 1970-01-01 UTC; NULL means "not yet".
-- JSON columns hold UTF-8 text. Names follow the data model of the product's specification.

-- ---- What is true: written once, never changed in meaning ---------------------------------------

-- Keys: clean (0 while an engine has the home open), epoch (the last one started),
-- projected_seq (projections hold every event up to it).
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per commit, or a few when it is large: `count` events, the last of which has the number `seq`. Each event is the
-- number of its run (0 = none), the length of the fact and the fact (engine/types/codec.h); the blob
-- ends in a CRC-32 over `seq` and what stands before it.
CREATE TABLE journal (
    seq    INTEGER PRIMARY KEY,
    count  INTEGER NOT NULL,
    events BLOB NOT NULL
) STRICT;

-- Runs by a small number, and where their events lie. last_seq is NULL while a run is unfinished.
-- counts: tasks by state as last told by the live engine, with the run's state at that moment.
CREATE TABLE run_number (
    number    INTEGER PRIMARY KEY,
    run_id    TEXT NOT NULL UNIQUE,
    first_seq INTEGER NOT NULL,
    last_seq  INTEGER,
    counts    TEXT
) STRICT;
CREATE INDEX run_unfinished ON run_number (number) WHERE last_seq IS NULL;

-- DAG files that the home lists.
CREATE TABLE home_file (
    path          TEXT PRIMARY KEY,
    remembered_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- ---- DAGs ---------------------------------------------------------------------------------------

CREATE TABLE dag (
    dag_id          TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    description     TEXT NOT NULL,
    owner_id        TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    last_modified   INTEGER NOT NULL,
    status          TEXT NOT NULL,
    schedule_config TEXT,
    tags            TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- version_id is the content hash of dag_definition, the canonical JSON: the same content is one row.
CREATE TABLE dag_version (
    version_id        TEXT PRIMARY KEY,
    dag_id            TEXT NOT NULL REFERENCES dag (dag_id),
    version_number    INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    created_by        TEXT NOT NULL,
    title             TEXT NOT NULL,
    description       TEXT NOT NULL,
    node_count        INTEGER NOT NULL,
    edge_count        INTEGER NOT NULL,
    dag_definition    TEXT NOT NULL,
    validation_status TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX dag_version_order ON dag_version (dag_id, version_number);

-- dag_node and dag_edge are filled for DAGs of up to 20,000 nodes and 100,000 edges; larger ones
-- have only dag_version.dag_definition. node_index is the position in the file and, in a run, the
-- task index of a node that is not mapped.
CREATE TABLE dag_node (
    version_id            TEXT NOT NULL REFERENCES dag_version (version_id),
    node_index            INTEGER NOT NULL,
    node_id               TEXT NOT NULL,
    node_name             TEXT NOT NULL,
    node_type             TEXT NOT NULL,
    position              TEXT,
    task_artifact_id      TEXT,
    runtime               TEXT NOT NULL,
    config_overrides      TEXT,
    resource_requirements TEXT NOT NULL,
    parallelism_config    TEXT,
    PRIMARY KEY (version_id, node_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE dag_edge (
    version_id      TEXT NOT NULL REFERENCES dag_version (version_id),
    edge_id         INTEGER NOT NULL,
    from_node_id    INTEGER NOT NULL,   -- node_index
    to_node_id      INTEGER NOT NULL,   -- node_index
    condition       TEXT NOT NULL,
    data_mapping    TEXT,
    edge_properties TEXT,
    PRIMARY KEY (version_id, edge_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE task_artifact (
    artifact_id        TEXT PRIMARY KEY,
    dag_id             TEXT REFERENCES dag (dag_id),
    artifact_name      TEXT NOT NULL,
    version            TEXT NOT NULL,
    language           TEXT NOT NULL,
    source_code_repo   TEXT,
    dependencies       TEXT,
    build_artifacts    TEXT,
    validation_results TEXT,
    created_at         INTEGER NOT NULL,
    created_by         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---- Projections of the journal: may lag, and can be dropped and made again ---------------------

CREATE TABLE dag_execution (
    number            INTEGER PRIMARY KEY,   -- run_number.number
    execution_id      TEXT NOT NULL UNIQUE,
    version_id        TEXT NOT NULL,
    dag_id            TEXT NOT NULL,
    file              TEXT NOT NULL,
    triggered_at      INTEGER NOT NULL,
    started_at        INTEGER,
    completed_at      INTEGER,
    status            TEXT NOT NULL,
    cause             TEXT NOT NULL,
    trigger           TEXT NOT NULL,
    owner_id          TEXT NOT NULL,
    parameters        TEXT NOT NULL,
    isolation         TEXT NOT NULL,
    notes             TEXT NOT NULL,
    results_dir       TEXT NOT NULL,
    resource_snapshot TEXT,                  -- what --fit gave each node
    result_metrics    TEXT                   -- run_number.counts
) STRICT;
CREATE INDEX dag_execution_of_dag ON dag_execution (dag_id, number);

-- One row per attempt.
CREATE TABLE node_execution (
    execution_number  INTEGER NOT NULL,      -- dag_execution.number
    task_index        INTEGER NOT NULL,
    attempt           INTEGER NOT NULL,      -- 1 for the first
    node_execution_id TEXT AS (execution_number || '/' || task_index || '/' || attempt) VIRTUAL,
    retry_count       INTEGER AS (attempt - 1) VIRTUAL,
    status            TEXT NOT NULL,
    pid               INTEGER,
    started_at        INTEGER,               -- as the runner told when it started
    ran_from          INTEGER,               -- as the exit record tells
    completed_at      INTEGER,
    cause             TEXT,
    exit_code         INTEGER,
    signal            INTEGER,
    detail            TEXT,
    cpu_seconds       REAL,
    max_memory_kib    INTEGER,
    read_bytes        INTEGER,
    write_bytes       INTEGER,
    resource_used     TEXT AS ('{"cpuSeconds":' || cpu_seconds || ',"maxMemoryKiB":' ||
                               max_memory_kib || ',"readBytes":' || read_bytes ||
                               ',"writeBytes":' || write_bytes || '}') VIRTUAL,
    output_data       TEXT,
    work_dir          TEXT,
    enforcement       TEXT,
    PRIMARY KEY (execution_number, task_index, attempt)
) STRICT, WITHOUT ROWID;

-- Where the log of an attempt lies, relative to the runner's log directory. An attempt that printed
-- nothing has no row.
CREATE TABLE execution_log (
    execution_number INTEGER NOT NULL,
    task_index       INTEGER NOT NULL,
    attempt          INTEGER NOT NULL,
    log_id           TEXT AS (execution_number || '/' || task_index || '/' || attempt) VIRTUAL,
    timestamp        INTEGER NOT NULL,
    file             TEXT NOT NULL,
    byte_offset      INTEGER NOT NULL,
    byte_size        INTEGER NOT NULL,
    PRIMARY KEY (execution_number, task_index, attempt)
) STRICT, WITHOUT ROWID;

-- The lease of an attempt on a host.
CREATE TABLE node_allocation (
    execution_number INTEGER NOT NULL,
    task_index       INTEGER NOT NULL,
    attempt          INTEGER NOT NULL,
    allocation_id    TEXT AS (execution_number || '/' || task_index || '/' || attempt) VIRTUAL,
    node_id          TEXT NOT NULL,          -- host
    gpus             TEXT NOT NULL,          -- JSON array of device indices
    allocated_at     INTEGER NOT NULL,
    released_at      INTEGER,
    status           TEXT AS (iif(released_at IS NULL, 'leased', 'released')) VIRTUAL,
    PRIMARY KEY (execution_number, task_index, attempt)
) STRICT, WITHOUT ROWID;

-- ---- Resources: hosts, pools and promises over a fleet ------------------------------------------

CREATE TABLE resource_pool (
    pool_id             TEXT PRIMARY KEY,
    pool_name           TEXT NOT NULL,
    description         TEXT NOT NULL,
    capacity_profile    TEXT NOT NULL,
    allocation_strategy TEXT NOT NULL,
    auto_scaling_config TEXT,
    max_capacity        TEXT,
    current_utilization TEXT,
    created_at          INTEGER NOT NULL,
    last_modified       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE resource_node (
    node_id            TEXT PRIMARY KEY,
    pool_id            TEXT REFERENCES resource_pool (pool_id),
    hostname           TEXT NOT NULL,
    ip_address         TEXT,
    node_type          TEXT NOT NULL,
    labels             TEXT NOT NULL,
    taints             TEXT NOT NULL,
    capacity           TEXT NOT NULL,
    allocatable        TEXT NOT NULL,
    status             TEXT NOT NULL,
    last_heartbeat     INTEGER,
    maintenance_window TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE resource_quota (
    quota_id      TEXT PRIMARY KEY,
    team_id       TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    "limit"       REAL NOT NULL,
    used          REAL NOT NULL,
    expiration    INTEGER,
    created_by    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE execution_allocation (
    execution_id        TEXT PRIMARY KEY,
    allocation_details  TEXT NOT NULL,
    resource_snapshot   TEXT,
    performance_targets TEXT,
    cost_estimates      TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE resource_reservation (
    reservation_id      TEXT PRIMARY KEY,
    pool_id             TEXT NOT NULL REFERENCES resource_pool (pool_id),
    requested_resources TEXT NOT NULL,
    start_time          INTEGER NOT NULL,
    end_time            INTEGER NOT NULL,
    priority            INTEGER NOT NULL,
    status              TEXT NOT NULL,
    owner_id            TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta VALUES ('clean', 1), ('epoch', 0), ('projected_seq', 0);
