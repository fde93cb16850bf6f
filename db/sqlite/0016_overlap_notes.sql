-- Adds notes on overlaps: owners of the two records, analysts and admins talk about a pair. An older program does not
-- start on the migrated database, and one that runs shows no notes, and goes on as before.
-- Not safe to run twice; the journal guards it.

-- Notes about pairs, which are only added.
CREATE TABLE OverlapNote (
    NoteId    INTEGER NOT NULL CONSTRAINT PK_OverlapNote PRIMARY KEY AUTOINCREMENT,
    Id        TEXT    NOT NULL CONSTRAINT UX_OverlapNote_Id UNIQUE,
    -- The pair, the lower ProjectId first.
    FirstId   INTEGER NOT NULL CONSTRAINT FK_OverlapNote_First REFERENCES Project (ProjectId),
    SecondId  INTEGER NOT NULL CONSTRAINT FK_OverlapNote_Second REFERENCES Project (ProjectId),
    Text      TEXT    NOT NULL,
    -- The verdict that the writer proposes; null for none.
    Proposed  INTEGER NULL CONSTRAINT CK_OverlapNote_Proposed CHECK (Proposed BETWEEN 1 AND 4),
    -- The name of the key, and the code of its partner.
    WrittenBy TEXT    NOT NULL,
    Partner   TEXT    NOT NULL,
    WrittenAt TEXT    NOT NULL,
    CONSTRAINT CK_OverlapNote_Order CHECK (FirstId < SecondId)
) STRICT;

CREATE INDEX IX_OverlapNote_Pair ON OverlapNote (FirstId, SecondId, NoteId);
CREATE INDEX IX_OverlapNote_Second ON OverlapNote (SecondId, FirstId, NoteId);

-- Notes are in the log of changes, from which subscriptions are told. SQLite cannot change a constraint, so the log is
-- copied.
CREATE TABLE NewRegisterChange (
    ChangeId  INTEGER NOT NULL CONSTRAINT PK_RegisterChange PRIMARY KEY AUTOINCREMENT,
    -- 1 recorded, 2 changed, 3 withdrawn, 4 revived, 5 verdict given, 6 verdict taken back, 7 import ended,
    -- 8 note added.
    Kind      INTEGER NOT NULL CONSTRAINT CK_RegisterChange_Kind CHECK (Kind BETWEEN 1 AND 8),
    -- The project, or the first project of the pair; null for an import. No foreign key, which would need an index to
    -- check: no project is ever deleted.
    ProjectId INTEGER NULL,
    -- The second project of the pair; null for a change of a project.
    OtherId   INTEGER NULL,
    -- The version of the project after the change; null for a decision or a note.
    Version   INTEGER NULL,
    ChangedAt TEXT    NOT NULL,
    -- The name of the key; null if it is unknown.
    ChangedBy TEXT    NULL,
    -- The members of the record that changed, with commas between them; null for other changes.
    Fields    TEXT    NULL,
    -- Owners, donors, countries and pillars before and after the change: lists separated by |, with percent-encoded
    -- items separated by commas. Null for changes before the log existed.
    Scope     TEXT    NULL,
    -- The import that has ended; null for other changes.
    ImportId  INTEGER NULL,
    -- The owner of the project if it was restricted before the change, or of the first project of a restricted pair;
    -- null if everybody read it.
    FirstRestrictedTo  INTEGER NULL,
    -- The owner of the project if it is restricted after the change, or of the second project of a restricted pair;
    -- null if everybody reads it.
    SecondRestrictedTo INTEGER NULL
) STRICT;

INSERT INTO NewRegisterChange (
    ChangeId, Kind, ProjectId, OtherId, Version, ChangedAt, ChangedBy, Fields, Scope, ImportId, FirstRestrictedTo,
    SecondRestrictedTo)
SELECT ChangeId, Kind, ProjectId, OtherId, Version, ChangedAt, ChangedBy, Fields, Scope, ImportId, FirstRestrictedTo,
    SecondRestrictedTo
FROM RegisterChange
ORDER BY ChangeId;

DROP TABLE RegisterChange;

ALTER TABLE NewRegisterChange RENAME TO RegisterChange;

-- Each note is an entry of the chain, which is copied for the same reason. No value and no hash changes.
CREATE TABLE NewAuditEntry (
    AuditId   INTEGER NOT NULL CONSTRAINT PK_AuditEntry PRIMARY KEY,
    At        TEXT    NOT NULL,
    -- 1 project, 2 overlap, 3 partner, 4 key, 5 import, 6 mapping, 7 subscription, 8 exchange rate, 9 learned rules,
    -- 10 note on an overlap; 11 and more for kinds of records to come.
    Subject   INTEGER NOT NULL CONSTRAINT CK_AuditEntry_Subject CHECK (Subject BETWEEN 1 AND 32),
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

INSERT INTO NewAuditEntry (
    AuditId, At, Subject, Action, ProjectId, RecordId, Version, KeyId, KeyName, Partner, RequestId, ImportId,
    IsPatch, Content, Hash)
SELECT AuditId, At, Subject, Action, ProjectId, RecordId, Version, KeyId, KeyName, Partner, RequestId, ImportId,
    IsPatch, Content, Hash
FROM AuditEntry
ORDER BY AuditId;

DROP TABLE AuditEntry;

ALTER TABLE NewAuditEntry RENAME TO AuditEntry;

CREATE UNIQUE INDEX UX_AuditEntry_Project ON AuditEntry (ProjectId, Version) WHERE ProjectId IS NOT NULL;
CREATE INDEX IX_AuditEntry_Record ON AuditEntry (Subject, RecordId, AuditId) WHERE RecordId IS NOT NULL;
