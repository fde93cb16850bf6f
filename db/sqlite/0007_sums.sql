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

-- Sums over the stored pairs in each cell of some summaries of overlaps, by kind and verdict. Dimensions is the number
-- of the summary, Cell its values separated by U+0001. Verdict is 0 if there is none, and 5 if it is stale.
CREATE TABLE OverlapSum (
    Dimensions INTEGER NOT NULL,
    Cell       TEXT    NOT NULL,
    Kind       INTEGER NOT NULL,
    Verdict    INTEGER NOT NULL,
    Overlaps   INTEGER NOT NULL,
    Days       INTEGER NOT NULL,
    CONSTRAINT PK_OverlapSum PRIMARY KEY (Dimensions, Cell, Kind, Verdict)
) STRICT, WITHOUT ROWID;

-- The amounts that could be spent twice in these pairs. Amounts is their number. A sum is
-- Units + TenThousandths / 10,000.
CREATE TABLE OverlapAmountSum (
    Dimensions     INTEGER NOT NULL,
    Cell           TEXT    NOT NULL,
    Kind           INTEGER NOT NULL,
    Verdict        INTEGER NOT NULL,
    Currency       TEXT    NOT NULL,
    Amounts        INTEGER NOT NULL,
    Units          INTEGER NOT NULL,
    TenThousandths INTEGER NOT NULL,
    CONSTRAINT PK_OverlapAmountSum PRIMARY KEY (Dimensions, Cell, Kind, Verdict, Currency)
) STRICT, WITHOUT ROWID;

-- For each donor of a project of a pair, the change of the number of such projects from one month to the next. Months
-- are counted from January of year 0.
CREATE TABLE OverlapMonthSum (
    Donor    TEXT    NOT NULL,
    Month    INTEGER NOT NULL,
    Kind     INTEGER NOT NULL,
    Verdict  INTEGER NOT NULL,
    Projects INTEGER NOT NULL,
    CONSTRAINT PK_OverlapMonthSum PRIMARY KEY (Donor, Month, Kind, Verdict)
) STRICT, WITHOUT ROWID;
