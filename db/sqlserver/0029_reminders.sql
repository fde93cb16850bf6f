-- Adds reminders of questionnaires to the log of changes, from which subscriptions are told. An older program does not
-- start on the migrated database. Not safe to run twice; the journal guards it.

ALTER TABLE adam.RegisterChange DROP CONSTRAINT CK_RegisterChange_Kind;
GO
ALTER TABLE adam.RegisterChange ADD CONSTRAINT CK_RegisterChange_Kind CHECK (Kind BETWEEN 1 AND 9);
GO
-- The questionnaire that is due, its last day, and the number of days before; null for other changes. No foreign key,
-- which would need an index to check: no questionnaire is ever deleted.
ALTER TABLE adam.RegisterChange ADD QuestionnaireId int NULL;
GO
ALTER TABLE adam.RegisterChange ADD DueDay int NULL;
GO
ALTER TABLE adam.RegisterChange ADD ReminderStep int NULL;
GO

-- A step of a questionnaire and its last day is told once.
CREATE UNIQUE INDEX UX_RegisterChange_Reminder ON adam.RegisterChange (QuestionnaireId, DueDay, ReminderStep)
    WHERE QuestionnaireId IS NOT NULL;
GO
