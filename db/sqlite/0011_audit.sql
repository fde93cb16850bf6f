-- Adds the history of every record as a chain of entries, and the log of refusals. The program that migrates adds the
-- first entry of every record that is there, because the database cannot compute the hashes. An older program does not
-- start on the migrated database, and one that runs adds no entries: stop it first.
-- Not safe to run twice; the journal guards it.

-- A row for each version of each record. Rows are only added, each in the transaction of its write, and writes run one
-- after the other, so AuditId ascends in the order of the commits, without gaps.
CREATE TABLE AuditEntry (
    AuditId   INTEGER NOT NULL CONSTRAINT PK_AuditEntry PRIMARY KEY,
    At        TEXT    NOT NULL,
    -- 1 project, 2 overlap, 3 partner, 4 key, 5 import, 6 mapping, 7 subscription, 8 exchange rate, 9 learned rules.
    Subject   INTEGER NOT NULL CONSTRAINT CK_AuditEntry_Subject CHECK (Subject BETWEEN 1 AND 9),
    -- 1 created, 2 changed, 3 withdrawn, 4 revived, 5 verdict given, 6 verdict taken back, 7 removed, 8 revoked,
    -- 9 undone, 10 first kept, 11 finished.
    Action    INTEGER NOT NULL CONSTRAINT CK_AuditEntry_Action CHECK (Action BETWEEN 1 AND 11),
    -- The project; null for other records. No foreign key, so that an entry survives what is done to the record.
    ProjectId INTEGER NULL,
    -- The id or code of a record that is no project; null for a project.
    RecordId  TEXT    NULL,
    Version   INTEGER NULL,
    -- The author: the key with its name and partner. Null for a command, which has a name only.
    KeyId     TEXT    NULL,
    KeyName   TEXT    NULL,
    Partner   TEXT    NULL,
    RequestId TEXT    NULL,
    ImportId  INTEGER NULL,
    -- 1: Content has the members that changed; 0: the whole record.
    IsPatch   INTEGER NOT NULL CONSTRAINT CK_AuditEntry_IsPatch CHECK (IsPatch IN (0, 1)),
    -- The record after the write, as JSON; null if a withdrawal did not change it, or if it was removed.
    Content   TEXT    NULL,
    -- SHA-256 over the hash of the row before and the values of this one, in hexadecimal digits.
    Hash      TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX UX_AuditEntry_Project ON AuditEntry (ProjectId, Version) WHERE ProjectId IS NOT NULL;
CREATE INDEX IX_AuditEntry_Record ON AuditEntry (Subject, RecordId, AuditId) WHERE RecordId IS NOT NULL;

-- Requests that were refused for their key: no valid key, or one that may not. Like refusals of a minute are one row.
CREATE TABLE Refusal (
    RefusalId     INTEGER NOT NULL CONSTRAINT PK_Refusal PRIMARY KEY AUTOINCREMENT,
    FirstAt       TEXT    NOT NULL,
    LastAt        TEXT    NOT NULL,
    -- The number of requests.
    Requests      INTEGER NOT NULL,
    Status        INTEGER NOT NULL,
    Code          TEXT    NOT NULL,
    Detail        TEXT    NOT NULL,
    KeyId         TEXT    NULL,
    KeyName       TEXT    NULL,
    Partner       TEXT    NULL,
    RemoteAddress TEXT    NULL,
    Method        TEXT    NOT NULL,
    -- The route of the first request, such as /v1/projects/{id}.
    Route         TEXT    NOT NULL,
    -- The id of the first request.
    RequestId     TEXT    NOT NULL
) STRICT;
