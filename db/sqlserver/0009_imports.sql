-- Adds imports as a resource: who sent which file, what became of each record, and what is needed to take an import
-- back; and mappings that a partner saves. An older program does not start on the migrated database, and one that runs
-- keeps no imports: stop it first.
-- Not safe to run twice; the journal guards it.

-- A row for each import. Its state tells if it waits, runs or has ended.
CREATE TABLE adam.Import (
    ImportId       bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Import PRIMARY KEY,
    Id             uniqueidentifier NOT NULL CONSTRAINT UX_Import_Id UNIQUE,
    -- The partner of the key; null for the command line.
    PartnerId      int NULL CONSTRAINT FK_Import_Partner REFERENCES adam.Partner (PartnerId),
    -- The partner that owns the records for which the file names no owner; null if there is none.
    OwnerId        int NULL CONSTRAINT FK_Import_Owner REFERENCES adam.Partner (PartnerId),
    CreatedBy      nvarchar(400) NOT NULL,
    -- 1 queued, 2 running, 3 finished, 4 failed, 5 cancelled.
    State          tinyint NOT NULL CONSTRAINT CK_Import_State CHECK (State BETWEEN 1 AND 5),
    StateReason    nvarchar(4000) NULL,
    -- 1: a server works on it beside its requests, from a file in the folder of imports.
    IsJob          tinyint NOT NULL CONSTRAINT CK_Import_IsJob CHECK (IsJob IN (0, 1)),
    IsDryRun       tinyint NOT NULL CONSTRAINT CK_Import_IsDryRun CHECK (IsDryRun IN (0, 1)),
    -- 1: somebody has asked to end it.
    IsCancelled    tinyint NOT NULL CONSTRAINT CK_Import_IsCancelled CHECK (IsCancelled IN (0, 1)),
    Format         nvarchar(20) NOT NULL,
    FileName       nvarchar(400) NULL,
    -- The file as it was sent: bytes, and SHA-256.
    Size           bigint NOT NULL,
    Sha256         varbinary(32) NOT NULL,
    -- The source that the file belongs to: its format and the meaning of its columns. Files of one owner and source
    -- follow each other.
    Source         nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The options, as JSON.
    Options        nvarchar(max) NOT NULL,
    CreatedAt      datetime2(6) NOT NULL,
    StartedAt      datetime2(6) NULL,
    EndedAt        datetime2(6) NULL,
    -- The progress: bytes of the unpacked file, records that were read, records that were written.
    TotalBytes     bigint NOT NULL,
    BytesRead      bigint NOT NULL,
    RecordsRead    int NOT NULL,
    RecordsWritten int NOT NULL,
    -- The numbers of records by outcome. Missing ones were in the file before this one, and are not in it.
    Created        int NOT NULL,
    Updated        int NOT NULL,
    Unchanged      int NOT NULL,
    Rejected       int NOT NULL,
    Missing        int NOT NULL,
    Withdrawn      int NOT NULL,
    -- The process that works on it, and until when it is presumed to live.
    LeaseHolder    nvarchar(40) COLLATE Latin1_General_BIN2 NULL,
    LeaseUntil     datetime2(6) NULL,
    -- The number of times that a server has begun it.
    Attempts       int NOT NULL,
    -- 1: ImportedProject has a row for each project of the file.
    IsListed       tinyint NOT NULL CONSTRAINT CK_Import_IsListed CHECK (IsListed IN (0, 1)),
    -- The instant until which the report and the former documents are kept; null if there are none.
    KeptUntil      datetime2(6) NULL,
    UndoneAt       datetime2(6) NULL,
    UndoneBy       nvarchar(400) NULL
);
GO

CREATE INDEX IX_Import_Partner ON adam.Import (PartnerId, ImportId);
GO
CREATE INDEX IX_Import_Source ON adam.Import (OwnerId, Source, ImportId);
GO
-- Imports that have not ended, and those with something to remove.
CREATE INDEX IX_Import_State ON adam.Import (State, ImportId);
GO
CREATE INDEX IX_Import_KeptUntil ON adam.Import (KeptUntil) WHERE KeptUntil IS NOT NULL;
GO

-- The projects of an import: one row for each that it has created, changed, withdrawn or found unchanged.
CREATE TABLE adam.ImportedProject (
    ImportId      bigint NOT NULL CONSTRAINT FK_ImportedProject_Import REFERENCES adam.Import (ImportId),
    -- No foreign key, which would need an index to check: no project is ever deleted.
    ProjectId     bigint NOT NULL,
    -- 1 created, 2 updated, 3 unchanged, 4 withdrawn.
    Outcome       tinyint NOT NULL CONSTRAINT CK_ImportedProject_Outcome CHECK (Outcome BETWEEN 1 AND 4),
    -- The version before the import; 0 for a created project.
    VersionBefore int NOT NULL,
    VersionAfter  int NOT NULL,
    -- 1: the project was withdrawn before the import.
    WasWithdrawn  tinyint NOT NULL CONSTRAINT CK_ImportedProject_WasWithdrawn CHECK (WasWithdrawn IN (0, 1)),
    -- The record before the import; null if the import did not change it, and when the import can no longer be undone.
    Document      nvarchar(max) NULL,
    CONSTRAINT PK_ImportedProject PRIMARY KEY (ImportId, ProjectId)
);
GO

-- The reports of imports, compressed with gzip, in parts.
CREATE TABLE adam.ImportReport (
    ImportId bigint NOT NULL CONSTRAINT FK_ImportReport_Import REFERENCES adam.Import (ImportId),
    -- 1 the counts, 2 the items, 3 the rejected rows of a table.
    Kind     tinyint NOT NULL CONSTRAINT CK_ImportReport_Kind CHECK (Kind BETWEEN 1 AND 3),
    Part     int NOT NULL,
    Content  varbinary(max) NOT NULL,
    CONSTRAINT PK_ImportReport PRIMARY KEY (ImportId, Kind, Part)
);
GO

-- The meanings of columns that a partner has saved under a name.
CREATE TABLE adam.ImportMapping (
    ImportMappingId bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ImportMapping PRIMARY KEY,
    PartnerId       int NOT NULL CONSTRAINT FK_ImportMapping_Partner REFERENCES adam.Partner (PartnerId),
    Name            nvarchar(50) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The mapping, as JSON.
    Definition      nvarchar(max) NOT NULL,
    Version         int NOT NULL,
    UpdatedAt       datetime2(6) NOT NULL,
    UpdatedBy       nvarchar(400) NOT NULL,
    CONSTRAINT UX_ImportMapping_Name UNIQUE (PartnerId, Name)
);
GO

-- The ends of imports are in the log of changes, from which subscriptions are told. Their rows have no project, and not
-- all servers make a column nullable, so the table is made anew.
SELECT ChangeId, Kind, ProjectId, OtherId, Version, ChangedAt, ChangedBy, Fields, Scope
INTO adam.FormerRegisterChange
FROM adam.RegisterChange;
GO
DROP TABLE adam.RegisterChange;
GO

CREATE TABLE adam.RegisterChange (
    ChangeId  bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_RegisterChange PRIMARY KEY,
    -- 1 recorded, 2 changed, 3 withdrawn, 4 revived, 5 verdict given, 6 verdict taken back, 7 import ended.
    Kind      tinyint NOT NULL CONSTRAINT CK_RegisterChange_Kind CHECK (Kind BETWEEN 1 AND 7),
    -- The project, or the first project of the pair; null for an import. No foreign key, which would need an index to
    -- check: no project is ever deleted.
    ProjectId bigint NULL,
    -- The second project of the pair; null for a change of a project.
    OtherId   bigint NULL,
    -- The version of the project after the change; null for a decision.
    Version   int NULL,
    ChangedAt datetime2(6) NOT NULL,
    -- The name of the key; null if it is unknown.
    ChangedBy nvarchar(400) NULL,
    -- The members of the record that changed, with commas between them; null for other changes.
    Fields    nvarchar(1000) NULL,
    -- Owners, donors, countries and pillars before and after the change: lists separated by |, with percent-encoded
    -- items separated by commas. Null for changes before the log was kept.
    Scope     nvarchar(max) NULL,
    -- The import that has ended; null for other changes.
    ImportId  bigint NULL
);
GO

-- The numbers stay, because followers of the log keep them.
SET IDENTITY_INSERT adam.RegisterChange ON;
INSERT INTO adam.RegisterChange (
    ChangeId, Kind, ProjectId, OtherId, Version, ChangedAt, ChangedBy, Fields, Scope)
SELECT ChangeId, Kind, ProjectId, OtherId, Version, ChangedAt, ChangedBy, Fields, Scope
FROM adam.FormerRegisterChange
ORDER BY ChangeId;
SET IDENTITY_INSERT adam.RegisterChange OFF;
GO
DROP TABLE adam.FormerRegisterChange;
GO
