-- Adds imports as a resource: who sent which file, what became of each record, and what is needed to take an import
-- back; and mappings that a partner saves. An older program does not start on the migrated database, and one that runs
-- keeps no imports: stop it first.
-- Not safe to run twice; the journal guards it.

-- A row for each import. Its state tells if it waits, runs or has ended.
CREATE TABLE Import (
    ImportId       INTEGER NOT NULL CONSTRAINT PK_Import PRIMARY KEY AUTOINCREMENT,
    Id             TEXT    NOT NULL CONSTRAINT UX_Import_Id UNIQUE,
    -- The partner of the key; null for the command line.
    PartnerId      INTEGER NULL CONSTRAINT FK_Import_Partner REFERENCES Partner (PartnerId),
    -- The partner that owns the records for which the file names no owner; null if there is none.
    OwnerId        INTEGER NULL CONSTRAINT FK_Import_Owner REFERENCES Partner (PartnerId),
    CreatedBy      TEXT    NOT NULL,
    -- 1 queued, 2 running, 3 finished, 4 failed, 5 cancelled.
    State          INTEGER NOT NULL CONSTRAINT CK_Import_State CHECK (State BETWEEN 1 AND 5),
    StateReason    TEXT    NULL,
    -- 1: a server works on it beside its requests, from a file in the folder of imports.
    IsJob          INTEGER NOT NULL CONSTRAINT CK_Import_IsJob CHECK (IsJob IN (0, 1)),
    IsDryRun       INTEGER NOT NULL CONSTRAINT CK_Import_IsDryRun CHECK (IsDryRun IN (0, 1)),
    -- 1: somebody has asked to end it.
    IsCancelled    INTEGER NOT NULL CONSTRAINT CK_Import_IsCancelled CHECK (IsCancelled IN (0, 1)),
    Format         TEXT    NOT NULL,
    FileName       TEXT    NULL,
    -- The file as it was sent: bytes, and SHA-256.
    Size           INTEGER NOT NULL,
    Sha256         BLOB    NOT NULL,
    -- The source that the file belongs to: its format and the meaning of its columns. Files of one owner and source
    -- follow each other.
    Source         TEXT    NOT NULL,
    -- The options, as JSON.
    Options        TEXT    NOT NULL,
    CreatedAt      TEXT    NOT NULL,
    StartedAt      TEXT    NULL,
    EndedAt        TEXT    NULL,
    -- The progress: bytes of the unpacked file, records that were read, records that were written.
    TotalBytes     INTEGER NOT NULL,
    BytesRead      INTEGER NOT NULL,
    RecordsRead    INTEGER NOT NULL,
    RecordsWritten INTEGER NOT NULL,
    -- The numbers of records by outcome. Missing ones were in the file before this one, and are not in it.
    Created        INTEGER NOT NULL,
    Updated        INTEGER NOT NULL,
    Unchanged      INTEGER NOT NULL,
    Rejected       INTEGER NOT NULL,
    Missing        INTEGER NOT NULL,
    Withdrawn      INTEGER NOT NULL,
    -- The process that works on it, and until when it is presumed to live.
    LeaseHolder    TEXT    NULL,
    LeaseUntil     TEXT    NULL,
    -- The number of times that a server has begun it.
    Attempts       INTEGER NOT NULL,
    -- 1: ImportedProject has a row for each project of the file.
    IsListed       INTEGER NOT NULL CONSTRAINT CK_Import_IsListed CHECK (IsListed IN (0, 1)),
    -- The instant until which the report and the former documents are kept; null if there are none.
    KeptUntil      TEXT    NULL,
    UndoneAt       TEXT    NULL,
    UndoneBy       TEXT    NULL
) STRICT;

CREATE INDEX IX_Import_Partner ON Import (PartnerId, ImportId);
CREATE INDEX IX_Import_Source ON Import (OwnerId, Source, ImportId);
-- Imports that have not ended, and those with something to remove.
CREATE INDEX IX_Import_State ON Import (State, ImportId);
CREATE INDEX IX_Import_KeptUntil ON Import (KeptUntil) WHERE KeptUntil IS NOT NULL;

-- The projects of an import: one row for each that it has created, changed, withdrawn or found unchanged.
CREATE TABLE ImportedProject (
    ImportId      INTEGER NOT NULL CONSTRAINT FK_ImportedProject_Import REFERENCES Import (ImportId),
    -- No foreign key, which would need an index to check: no project is ever deleted.
    ProjectId     INTEGER NOT NULL,
    -- 1 created, 2 updated, 3 unchanged, 4 withdrawn.
    Outcome       INTEGER NOT NULL CONSTRAINT CK_ImportedProject_Outcome CHECK (Outcome BETWEEN 1 AND 4),
    -- The version before the import; 0 for a created project.
    VersionBefore INTEGER NOT NULL,
    VersionAfter  INTEGER NOT NULL,
    -- 1: the project was withdrawn before the import.
    WasWithdrawn  INTEGER NOT NULL CONSTRAINT CK_ImportedProject_WasWithdrawn CHECK (WasWithdrawn IN (0, 1)),
    -- The record before the import; null if the import did not change it, and when the import can no longer be undone.
    Document      TEXT    NULL,
    CONSTRAINT PK_ImportedProject PRIMARY KEY (ImportId, ProjectId)
) STRICT;

-- The reports of imports, compressed with gzip, in parts.
CREATE TABLE ImportReport (
    ImportId INTEGER NOT NULL CONSTRAINT FK_ImportReport_Import REFERENCES Import (ImportId),
    -- 1 the counts, 2 the items, 3 the rejected rows of a table.
    Kind     INTEGER NOT NULL CONSTRAINT CK_ImportReport_Kind CHECK (Kind BETWEEN 1 AND 3),
    Part     INTEGER NOT NULL,
    Content  BLOB    NOT NULL,
    CONSTRAINT PK_ImportReport PRIMARY KEY (ImportId, Kind, Part)
) STRICT;

-- The meanings of columns that a partner has saved under a name.
CREATE TABLE ImportMapping (
    ImportMappingId INTEGER NOT NULL CONSTRAINT PK_ImportMapping PRIMARY KEY AUTOINCREMENT,
    PartnerId       INTEGER NOT NULL CONSTRAINT FK_ImportMapping_Partner REFERENCES Partner (PartnerId),
    Name            TEXT    NOT NULL,
    -- The mapping, as JSON.
    Definition      TEXT    NOT NULL,
    Version         INTEGER NOT NULL,
    UpdatedAt       TEXT    NOT NULL,
    UpdatedBy       TEXT    NOT NULL,
    CONSTRAINT UX_ImportMapping_Name UNIQUE (PartnerId, Name)
) STRICT;

-- The ends of imports are in the log of changes, from which subscriptions are told. SQLite cannot change a constraint,
-- so the log is copied.
CREATE TABLE NewRegisterChange (
    ChangeId  INTEGER NOT NULL CONSTRAINT PK_RegisterChange PRIMARY KEY AUTOINCREMENT,
    -- 1 recorded, 2 changed, 3 withdrawn, 4 revived, 5 verdict given, 6 verdict taken back, 7 import ended.
    Kind      INTEGER NOT NULL CONSTRAINT CK_RegisterChange_Kind CHECK (Kind BETWEEN 1 AND 7),
    -- The project, or the first project of the pair; null for an import. No foreign key, which would need an index to
    -- check: no project is ever deleted.
    ProjectId INTEGER NULL,
    -- The second project of the pair; null for a change of a project.
    OtherId   INTEGER NULL,
    -- The version of the project after the change; null for a decision.
    Version   INTEGER NULL,
    ChangedAt TEXT    NOT NULL,
    -- The name of the key; null if it is unknown.
    ChangedBy TEXT    NULL,
    -- The members of the record that changed, with commas between them; null for other changes.
    Fields    TEXT    NULL,
    -- Owners, donors, countries and pillars before and after the change: lists separated by |, with percent-encoded
    -- items separated by commas. Null for changes before this migration.
    Scope     TEXT    NULL,
    -- The import that has ended; null for other changes.
    ImportId  INTEGER NULL
) STRICT;

INSERT INTO NewRegisterChange (
    ChangeId, Kind, ProjectId, OtherId, Version, ChangedAt, ChangedBy, Fields, Scope)
SELECT ChangeId, Kind, ProjectId, OtherId, Version, ChangedAt, ChangedBy, Fields, Scope
FROM RegisterChange
ORDER BY ChangeId;

DROP TABLE RegisterChange;

ALTER TABLE NewRegisterChange RENAME TO RegisterChange;
