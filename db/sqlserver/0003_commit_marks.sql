-- Adds CommitMark: when the answer to a commit is lost, the server that sent it looks here for what it had written down, and knows whether the change was made.
-- Older servers never write it and never look. Not safe to run twice; the journal guards it.

-- Rows stay for an hour, by the clock of the database.
CREATE TABLE adam.CommitMark (
    Id     uniqueidentifier NOT NULL CONSTRAINT PK_CommitMark PRIMARY KEY,
    MadeAt datetime2(6) NOT NULL
);
GO
CREATE INDEX IX_CommitMark_MadeAt ON adam.CommitMark (MadeAt);
GO
