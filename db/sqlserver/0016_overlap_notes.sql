-- Adds notes on overlaps: owners of the two records, analysts and admins talk about a pair. An older program does not
-- start on the migrated database, and one that runs shows no notes, and goes on as before.
-- Not safe to run twice; the journal guards it.

-- Notes about pairs, which are only added.
CREATE TABLE adam.OverlapNote (
    NoteId    bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_OverlapNote PRIMARY KEY,
    Id        uniqueidentifier NOT NULL CONSTRAINT UX_OverlapNote_Id UNIQUE,
    -- The pair, the lower ProjectId first.
    FirstId   bigint NOT NULL CONSTRAINT FK_OverlapNote_First REFERENCES adam.Project (ProjectId),
    SecondId  bigint NOT NULL CONSTRAINT FK_OverlapNote_Second REFERENCES adam.Project (ProjectId),
    Text      nvarchar(4000) NOT NULL,
    -- The verdict that the writer proposes; null for none.
    Proposed  tinyint NULL CONSTRAINT CK_OverlapNote_Proposed CHECK (Proposed BETWEEN 1 AND 4),
    -- The name of the key, and the code of its partner.
    WrittenBy nvarchar(400) NOT NULL,
    Partner   nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    WrittenAt datetime2(6) NOT NULL,
    CONSTRAINT CK_OverlapNote_Order CHECK (FirstId < SecondId)
);
GO
CREATE INDEX IX_OverlapNote_Pair ON adam.OverlapNote (FirstId, SecondId, NoteId);
GO
CREATE INDEX IX_OverlapNote_Second ON adam.OverlapNote (SecondId, FirstId, NoteId);
GO

-- Notes are in the log of changes, from which subscriptions are told, and in the chain.
ALTER TABLE adam.RegisterChange DROP CONSTRAINT CK_RegisterChange_Kind;
GO
ALTER TABLE adam.RegisterChange ADD CONSTRAINT CK_RegisterChange_Kind CHECK (Kind BETWEEN 1 AND 8);
GO
ALTER TABLE adam.AuditEntry DROP CONSTRAINT CK_AuditEntry_Subject;
GO
ALTER TABLE adam.AuditEntry ADD CONSTRAINT CK_AuditEntry_Subject CHECK (Subject BETWEEN 1 AND 32);
GO
