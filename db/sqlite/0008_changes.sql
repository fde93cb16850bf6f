-- Adds the log of changes, with the history that the stored records and decisions still tell, and subscriptions. An
-- older program does not start on the migrated database, and one that runs adds no changes: stop it first.
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
    -- Owners, donors, countries and pillars before and after the change: lists separated by |, with percent-encoded
    -- items separated by commas. Null for changes before this migration.
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

-- Subscriptions: to whom changes are told, and how.
CREATE TABLE Subscription (
    SubscriptionId      INTEGER NOT NULL CONSTRAINT PK_Subscription PRIMARY KEY AUTOINCREMENT,
    Id                  TEXT    NOT NULL CONSTRAINT UX_Subscription_Id UNIQUE,
    PartnerId           INTEGER NOT NULL CONSTRAINT FK_Subscription_Partner REFERENCES Partner (PartnerId),
    -- 1 webhook.
    Channel             INTEGER NOT NULL CONSTRAINT CK_Subscription_Channel CHECK (Channel = 1),
    Name                TEXT    NOT NULL,
    Url                 TEXT    NOT NULL,
    -- Events and filters, as JSON.
    Definition          TEXT    NOT NULL,
    -- The key of the signatures. It is stored as it is, because the register signs with it.
    Secret              BLOB    NOT NULL,
    -- The key before the last one, which also signs until the instant.
    PreviousSecret      BLOB    NULL,
    PreviousSecretUntil TEXT    NULL,
    -- 1 active, 2 paused by its owner, 3 disabled after failures.
    State               INTEGER NOT NULL CONSTRAINT CK_Subscription_State CHECK (State IN (1, 2, 3)),
    StateReason         TEXT    NULL,
    Version             INTEGER NOT NULL,
    CreatedAt           TEXT    NOT NULL,
    CreatedBy           TEXT    NOT NULL,
    -- The change up to which everything is delivered: its number and its instant in microseconds.
    ChangeId            INTEGER NOT NULL,
    ChangeMicros        INTEGER NOT NULL,
    -- The number of failed attempts since the last delivery.
    Failures            INTEGER NOT NULL,
    FailingSince        TEXT    NULL,
    NextAttemptAt       TEXT    NULL
) STRICT;

CREATE INDEX IX_Subscription_Partner ON Subscription (PartnerId, SubscriptionId);

-- The latest attempts to deliver events to subscriptions.
CREATE TABLE SubscriptionDelivery (
    DeliveryId     INTEGER NOT NULL CONSTRAINT PK_SubscriptionDelivery PRIMARY KEY AUTOINCREMENT,
    SubscriptionId INTEGER NOT NULL CONSTRAINT FK_SubscriptionDelivery_Subscription
        REFERENCES Subscription (SubscriptionId),
    EventId        TEXT    NOT NULL,
    EventType      INTEGER NOT NULL,
    AttemptedAt    TEXT    NOT NULL,
    -- The HTTP status; null if there was no response.
    Status         INTEGER NULL,
    -- The reason of a failure; null if the event was delivered.
    Error          TEXT    NULL
) STRICT;

CREATE INDEX IX_SubscriptionDelivery_Subscription ON SubscriptionDelivery (SubscriptionId, DeliveryId);
