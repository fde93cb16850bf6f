-- Adds the history of every record as a chain of entries, and the log of refusals. The program that migrates adds the
-- first entry of every record that is there, because the database cannot compute the hashes. An older program does not
-- start on the migrated database, and one that runs adds no entries: stop it first.
-- Not safe to run twice; the journal guards it.

-- A row for each version of each record. Rows are only added, each in the transaction of its write, which holds the
-- lock of the register until it has ended, so AuditId ascends in the order of the commits, without gaps.
CREATE TABLE adam.AuditEntry (
    AuditId   bigint NOT NULL CONSTRAINT PK_AuditEntry PRIMARY KEY,
    At        datetime2(6) NOT NULL,
    -- 1 project, 2 overlap, 3 partner, 4 key, 5 import, 6 mapping, 7 subscription, 8 exchange rate, 9 learned rules.
    Subject   tinyint NOT NULL CONSTRAINT CK_AuditEntry_Subject CHECK (Subject BETWEEN 1 AND 9),
    -- 1 created, 2 changed, 3 withdrawn, 4 revived, 5 verdict given, 6 verdict taken back, 7 removed, 8 revoked,
    -- 9 undone, 10 first kept, 11 finished.
    Action    tinyint NOT NULL CONSTRAINT CK_AuditEntry_Action CHECK (Action BETWEEN 1 AND 11),
    -- The project; null for other records. No foreign key, so that an entry survives what is done to the record.
    ProjectId bigint NULL,
    -- The id or code of a record that is no project; null for a project.
    RecordId  nvarchar(200) COLLATE Latin1_General_BIN2 NULL,
    Version   int NULL,
    -- The author: the key with its name and partner. Null for a command, which has a name only.
    KeyId     nvarchar(40) COLLATE Latin1_General_BIN2 NULL,
    KeyName   nvarchar(400) NULL,
    Partner   nvarchar(20) COLLATE Latin1_General_BIN2 NULL,
    RequestId nvarchar(200) COLLATE Latin1_General_BIN2 NULL,
    ImportId  bigint NULL,
    -- 1: Content has the members that changed; 0: the whole record.
    IsPatch   tinyint NOT NULL CONSTRAINT CK_AuditEntry_IsPatch CHECK (IsPatch IN (0, 1)),
    -- The record after the write, as JSON; null if a withdrawal did not change it, or if it was removed.
    Content   nvarchar(max) NULL,
    -- SHA-256 over the hash of the row before and the values of this one, in hexadecimal digits.
    Hash      nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL
);
GO

CREATE UNIQUE INDEX UX_AuditEntry_Project ON adam.AuditEntry (ProjectId, Version) WHERE ProjectId IS NOT NULL;
GO
CREATE INDEX IX_AuditEntry_Record ON adam.AuditEntry (Subject, RecordId, AuditId) WHERE RecordId IS NOT NULL;
GO

-- Requests that were refused for their key: no valid key, or one that may not. Like refusals of a minute are one row.
CREATE TABLE adam.Refusal (
    RefusalId     bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Refusal PRIMARY KEY,
    FirstAt       datetime2(6) NOT NULL,
    LastAt        datetime2(6) NOT NULL,
    -- The number of requests.
    Requests      int NOT NULL,
    Status        int NOT NULL,
    Code          nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    Detail        nvarchar(1000) NOT NULL,
    KeyId         nvarchar(40) COLLATE Latin1_General_BIN2 NULL,
    KeyName       nvarchar(400) NULL,
    Partner       nvarchar(20) COLLATE Latin1_General_BIN2 NULL,
    RemoteAddress nvarchar(100) COLLATE Latin1_General_BIN2 NULL,
    Method        nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The route of the first request, such as /v1/projects/{id}.
    Route         nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The id of the first request.
    RequestId     nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL
);
GO
