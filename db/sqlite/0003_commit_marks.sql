-- As sqlserver/0003. The table stays empty: a commit to a file of this process is never in doubt.
-- Not safe to run twice; the journal guards it.

CREATE TABLE CommitMark (
    Id     TEXT NOT NULL CONSTRAINT PK_CommitMark PRIMARY KEY,
    MadeAt TEXT NOT NULL
) STRICT;

CREATE INDEX IX_CommitMark_MadeAt ON CommitMark (MadeAt);
