-- Adds the log of changes, with the history that the stored records and decisions still tell. An older program does not
-- start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- A row for each recorded, changed, withdrawn or revived project and each decision about a pair. A row is added in the
-- transaction of its write, and writes run one after the other, so ChangeId ascends in the order of the commits.
CREATE TABLE RegisterChange (
    ChangeId  INTEGER NOT NULL CONSTRAINT PK_RegisterChange PRIMARY KEY AUTOINCREMENT,
    -- 1 recorded, 2 changed, 3 withdrawn, 4 revived, 5 verdict given, 6 verdict taken back.
    Kind      INTEGER NOT NULL CONSTRAINT CK_RegisterChange_Kind CHECK (Kind BETWEEN 1 AND 6),
    -- The project, or the first project of the pair. No foreign key, which would need an index to check: no project is
    -- ever deleted.
    ProjectId INTEGER NOT NULL,
    -- The second project of the pair; null for a change of a project.
    OtherId   INTEGER NULL,
    -- The version of the project after the change; null for a decision.
    Version   INTEGER NULL,
    ChangedAt TEXT    NOT NULL,
    -- The name of the key; null if it is unknown.
    ChangedBy TEXT    NULL,
    -- The members of the record that changed, with commas between them; null for other changes.
    Fields    TEXT    NULL,
    -- Owners, donors, countries and pillars before and after the change, as JSON; null for changes before this
    -- migration.
    Scope     TEXT    NULL
) STRICT;

INSERT INTO RegisterChange (Kind, ProjectId, OtherId, Version, ChangedAt, ChangedBy)
SELECT h.Kind, h.ProjectId, h.OtherId, h.Version, h.ChangedAt, h.ChangedBy
FROM (
    SELECT 1 AS Kind,
           d.ProjectId,
           NULL AS OtherId,
           1 AS Version,
           substr(d.CreatedAt, 1, 19) || '.' || substr(rtrim(substr(d.CreatedAt, 21), 'Z') || '000000', 1, 6) || 'Z'
               AS ChangedAt,
           CASE WHEN d.Version = 1 THEN d.UpdatedBy END AS ChangedBy
    FROM (
        SELECT ProjectId,
               json_extract(Document, '$.version') AS Version,
               json_extract(Document, '$.createdAt') AS CreatedAt,
               json_extract(Document, '$.updatedBy') AS UpdatedBy
        FROM Project) d
    UNION ALL
    SELECT 2,
           d.ProjectId,
           NULL,
           d.Version,
           substr(d.UpdatedAt, 1, 19) || '.' || substr(rtrim(substr(d.UpdatedAt, 21), 'Z') || '000000', 1, 6) || 'Z',
           d.UpdatedBy
    FROM (
        SELECT ProjectId,
               json_extract(Document, '$.version') AS Version,
               json_extract(Document, '$.updatedAt') AS UpdatedAt,
               json_extract(Document, '$.updatedBy') AS UpdatedBy
        FROM Project) d
    WHERE d.Version > 1
    UNION ALL
    SELECT 3, ProjectId, NULL, Version, WithdrawnAt, NULL
    FROM Project
    WHERE WithdrawnAt IS NOT NULL
    UNION ALL
    SELECT CASE WHEN Verdict IS NULL THEN 6 ELSE 5 END, FirstId, SecondId, NULL, DecidedAt, DecidedBy
    FROM OverlapVerdict) h
ORDER BY h.ChangedAt, h.ProjectId, h.Kind, h.OtherId;
