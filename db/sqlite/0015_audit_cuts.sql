-- Adds the cuts of the audit chain: an operator empties old entries that nothing is read from, and signs which ones.
-- An older program does not start on the migrated database; it would take emptied entries for altered ones.
-- Not safe to run twice; the journal guards it.

-- A row for each segment of 5,000 numbers of the chain that has emptied entries: those without project and record.
CREATE TABLE AuditCut (
    -- The first number of the segment.
    FirstEntry INTEGER NOT NULL CONSTRAINT PK_AuditCut PRIMARY KEY,
    -- Entries from before this instant were emptied.
    CutBefore  TEXT    NOT NULL,
    CutAt      TEXT    NOT NULL,
    -- The number of emptied entries in the segment.
    Entries    INTEGER NOT NULL,
    -- SHA-256 over their numbers and hashes, in hexadecimal digits.
    Digest     TEXT    NOT NULL,
    -- The signature of the operator over all of this, in Base64.
    Signature  TEXT    NOT NULL
) STRICT;
