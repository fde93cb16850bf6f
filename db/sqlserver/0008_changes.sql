-- Adds the log of changes, with the history that the stored records and decisions still tell. An older program does not
-- start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- A row for each recorded, changed, withdrawn or revived project and each decision about a pair. A row is added in the
-- transaction of its write, which holds the lock of the register until it has ended, so ChangeId ascends in the order
-- of the commits.
CREATE TABLE adam.RegisterChange (
    ChangeId  bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_RegisterChange PRIMARY KEY,
    -- 1 recorded, 2 changed, 3 withdrawn, 4 revived, 5 verdict given, 6 verdict taken back.
    Kind      tinyint NOT NULL CONSTRAINT CK_RegisterChange_Kind CHECK (Kind BETWEEN 1 AND 6),
    -- The project, or the first project of the pair. No foreign key, which would need an index to check: no project is
    -- ever deleted.
    ProjectId bigint NOT NULL,
    -- The second project of the pair; null for a change of a project.
    OtherId   bigint NULL,
    -- The version of the project after the change; null for a decision.
    Version   int NULL,
    ChangedAt datetime2(6) NOT NULL,
    -- The name of the key; null if it is unknown.
    ChangedBy nvarchar(400) NULL,
    -- The members of the record that changed, with commas between them; null for other changes.
    Fields    nvarchar(1000) NULL,
    -- Owners, donors, countries and pillars before and after the change, as JSON; null for changes before this
    -- migration.
    Scope     nvarchar(max) NULL
);
GO

INSERT INTO adam.RegisterChange (Kind, ProjectId, OtherId, Version, ChangedAt, ChangedBy)
SELECT h.Kind, h.ProjectId, h.OtherId, h.Version, h.ChangedAt, h.ChangedBy
FROM (
    SELECT 1 AS Kind,
           ProjectId,
           CAST(NULL AS bigint) AS OtherId,
           1 AS Version,
           CAST(JSON_VALUE(Document, '$.createdAt') AS datetime2(6)) AS ChangedAt,
           CASE WHEN JSON_VALUE(Document, '$.version') = N'1' THEN JSON_VALUE(Document, '$.updatedBy') END AS ChangedBy
    FROM adam.Project
    UNION ALL
    SELECT 2,
           ProjectId,
           CAST(NULL AS bigint),
           CAST(JSON_VALUE(Document, '$.version') AS int),
           CAST(JSON_VALUE(Document, '$.updatedAt') AS datetime2(6)),
           JSON_VALUE(Document, '$.updatedBy')
    FROM adam.Project
    WHERE CAST(JSON_VALUE(Document, '$.version') AS int) > 1
    UNION ALL
    SELECT 3, ProjectId, CAST(NULL AS bigint), Version, WithdrawnAt, CAST(NULL AS nvarchar(400))
    FROM adam.Project
    WHERE WithdrawnAt IS NOT NULL
    UNION ALL
    SELECT CASE WHEN Verdict IS NULL THEN 6 ELSE 5 END, FirstId, SecondId, CAST(NULL AS int), DecidedAt, DecidedBy
    FROM adam.OverlapVerdict) h
ORDER BY h.ChangedAt, h.ProjectId, h.Kind, h.OtherId;
GO
