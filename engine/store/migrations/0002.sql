-- SPDX-License-Identifier: GPL-3.0-or-later
-- Published versions of a DAG, numbered 1, 2, 3 ... The content stands in dag_version, once; here is
-- the file as it was published, with its comments and layout. Written once, with the journal's
-- DagPublished, and never changed.
CREATE TABLE dag_publication (
    dag_id            TEXT NOT NULL REFERENCES dag (dag_id),
    number            INTEGER NOT NULL,
    version_id        TEXT NOT NULL REFERENCES dag_version (version_id),
    published_at      INTEGER NOT NULL,
    published_by      TEXT NOT NULL,
    message           TEXT NOT NULL,
    file              TEXT NOT NULL,
    validation_status TEXT NOT NULL,
    rolled_back_to    INTEGER,
    source_format     TEXT NOT NULL,
    source            TEXT NOT NULL,
    PRIMARY KEY (dag_id, number)
) STRICT;
CREATE INDEX dag_publication_of_version ON dag_publication (version_id);
CREATE INDEX dag_execution_of_version ON dag_execution (version_id, number);
