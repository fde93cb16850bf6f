-- Adds the log of changes, with the history that the stored records and decisions still tell, and subscriptions. An
-- older program does not start on the migrated database, and one that runs adds no changes: stop it first.
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
    -- Owners, donors, countries and pillars before and after the change: lists separated by |, with percent-encoded
    -- items separated by commas. Null for changes before this migration.
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

-- Subscriptions: to whom changes are told, and how.
CREATE TABLE adam.Subscription (
    SubscriptionId      bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Subscription PRIMARY KEY,
    Id                  uniqueidentifier NOT NULL CONSTRAINT UX_Subscription_Id UNIQUE,
    PartnerId           int NOT NULL CONSTRAINT FK_Subscription_Partner REFERENCES adam.Partner (PartnerId),
    -- 1 webhook.
    Channel             tinyint NOT NULL CONSTRAINT CK_Subscription_Channel CHECK (Channel = 1),
    Name                nvarchar(400) NOT NULL,
    Url                 nvarchar(2000) NOT NULL,
    -- Events and filters, as JSON.
    Definition          nvarchar(max) NOT NULL,
    -- The key of the signatures. It is stored as it is, because the register signs with it.
    Secret              varbinary(64) NOT NULL,
    -- The key before the last one, which also signs until the instant.
    PreviousSecret      varbinary(64) NULL,
    PreviousSecretUntil datetime2(6) NULL,
    -- 1 active, 2 paused by its owner, 3 disabled after failures.
    State               tinyint NOT NULL CONSTRAINT CK_Subscription_State CHECK (State IN (1, 2, 3)),
    StateReason         nvarchar(400) NULL,
    Version             int NOT NULL,
    CreatedAt           datetime2(6) NOT NULL,
    CreatedBy           nvarchar(400) NOT NULL,
    -- The change up to which everything is delivered: its number and its instant in microseconds.
    ChangeId            bigint NOT NULL,
    ChangeMicros        bigint NOT NULL,
    -- The number of failed attempts since the last delivery.
    Failures            int NOT NULL,
    FailingSince        datetime2(6) NULL,
    NextAttemptAt       datetime2(6) NULL
);
GO
CREATE INDEX IX_Subscription_Partner ON adam.Subscription (PartnerId, SubscriptionId);
GO

-- The latest attempts to deliver events to subscriptions.
CREATE TABLE adam.SubscriptionDelivery (
    DeliveryId     bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_SubscriptionDelivery PRIMARY KEY,
    SubscriptionId bigint NOT NULL CONSTRAINT FK_SubscriptionDelivery_Subscription
        REFERENCES adam.Subscription (SubscriptionId),
    EventId        nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    EventType      tinyint NOT NULL,
    AttemptedAt    datetime2(6) NOT NULL,
    -- The HTTP status; null if there was no response.
    Status         int NULL,
    -- The reason of a failure; null if the event was delivered.
    Error          nvarchar(400) NULL
);
GO
CREATE INDEX IX_SubscriptionDelivery_Subscription ON adam.SubscriptionDelivery (SubscriptionId, DeliveryId);
GO
