-- Adds reminders of questionnaires to the log of changes, from which subscriptions are told. An older program does not
-- start on the migrated database. Not safe to run twice; the journal guards it.

-- SQLite cannot change a constraint, so the log is copied.
CREATE TABLE NewRegisterChange (
    ChangeId  INTEGER NOT NULL CONSTRAINT PK_RegisterChange PRIMARY KEY AUTOINCREMENT,
    -- 1 recorded, 2 changed, 3 withdrawn, 4 revived, 5 verdict given, 6 verdict taken back, 7 import ended,
    -- 8 note added, 9 questionnaire due.
    Kind      INTEGER NOT NULL CONSTRAINT CK_RegisterChange_Kind CHECK (Kind BETWEEN 1 AND 9),
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
    SecondRestrictedTo INTEGER NULL,
    -- The questionnaire that is due, its last day, and the number of days before; null for other changes. No foreign
    -- key, which would need an index to check: no questionnaire is ever deleted.
    QuestionnaireId    INTEGER NULL,
    DueDay             INTEGER NULL,
    ReminderStep       INTEGER NULL
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

-- A step of a questionnaire and its last day is told once.
CREATE UNIQUE INDEX UX_RegisterChange_Reminder ON RegisterChange (QuestionnaireId, DueDay, ReminderStep)
    WHERE QuestionnaireId IS NOT NULL;
