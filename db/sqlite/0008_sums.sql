-- Adds sums of presence and of overlaps, so that their tables need not be counted. The program fills them after it has
-- migrated. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- The number of projects in each cell of some tables of presence, without cancelled projects. Dimensions is the number
-- of the table, Cell its values separated by U+0001. The row with the empty Partner counts all projects of the cell,
-- the others those in which the partner has a part. Tables by year contain differences from the year before.
CREATE TABLE PresenceSum (
    Dimensions INTEGER NOT NULL,
    Cell       TEXT    NOT NULL,
    Partner    TEXT    NOT NULL,
    Projects   INTEGER NOT NULL,
    CONSTRAINT PK_PresenceSum PRIMARY KEY (Dimensions, Cell, Partner)
) STRICT, WITHOUT ROWID;

-- The amounts of the projects of these cells, by the year of their start (0 if unknown; always 0 in tables by year).
-- Amounts is their number. Given is what the donor of the cell gives. A sum is Units + TenThousandths / 10,000.
CREATE TABLE PresenceAmountSum (
    Dimensions          INTEGER NOT NULL,
    Cell                TEXT    NOT NULL,
    Currency            TEXT    NOT NULL,
    StartYear           INTEGER NOT NULL,
    Amounts             INTEGER NOT NULL,
    Units               INTEGER NOT NULL,
    TenThousandths      INTEGER NOT NULL,
    GivenUnits          INTEGER NOT NULL,
    GivenTenThousandths INTEGER NOT NULL,
    CONSTRAINT PK_PresenceAmountSum PRIMARY KEY (Dimensions, Cell, Currency, StartYear)
) STRICT, WITHOUT ROWID;
