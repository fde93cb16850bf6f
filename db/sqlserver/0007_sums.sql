-- Adds sums of presence and of overlaps, so that their tables need not be counted. The program fills them after it has
-- migrated. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- The number of projects in each cell of some tables of presence, without cancelled projects. Dimensions is the number
-- of the table, Cell its values separated by U+0001. The row with the empty Partner counts all projects of the cell,
-- the others those in which the partner has a part. Tables by year contain differences from the year before.
CREATE TABLE adam.PresenceSum (
    Dimensions tinyint NOT NULL,
    Cell       nvarchar(410) COLLATE Latin1_General_BIN2 NOT NULL,
    Partner    nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    Projects   bigint NOT NULL,
    CONSTRAINT PK_PresenceSum PRIMARY KEY (Dimensions, Cell, Partner)
);
GO

-- The amounts of the projects of these cells, by the year of their start (0 if unknown; always 0 in tables by year).
-- Amounts is their number. Given is what the donor of the cell gives. A sum is Units + TenThousandths / 10,000.
CREATE TABLE adam.PresenceAmountSum (
    Dimensions          tinyint NOT NULL,
    Cell                nvarchar(410) COLLATE Latin1_General_BIN2 NOT NULL,
    Currency            nvarchar(3) COLLATE Latin1_General_BIN2 NOT NULL,
    StartYear           int NOT NULL,
    Amounts             bigint NOT NULL,
    Units               bigint NOT NULL,
    TenThousandths      bigint NOT NULL,
    GivenUnits          bigint NOT NULL,
    GivenTenThousandths bigint NOT NULL,
    CONSTRAINT PK_PresenceAmountSum PRIMARY KEY (Dimensions, Cell, Currency, StartYear)
);
GO

-- Sums over the stored pairs in each cell of some summaries of overlaps, by kind and verdict. Dimensions is the number
-- of the summary, Cell its values separated by U+0001. Verdict is 0 if there is none, and 5 if it is stale.
CREATE TABLE adam.OverlapSum (
    Dimensions tinyint NOT NULL,
    Cell       nvarchar(410) COLLATE Latin1_General_BIN2 NOT NULL,
    Kind       tinyint NOT NULL,
    Verdict    tinyint NOT NULL,
    Overlaps   bigint NOT NULL,
    Days       bigint NOT NULL,
    CONSTRAINT PK_OverlapSum PRIMARY KEY (Dimensions, Cell, Kind, Verdict)
);
GO

-- The amounts that could be spent twice in these pairs. Amounts is their number. A sum is
-- Units + TenThousandths / 10,000.
CREATE TABLE adam.OverlapAmountSum (
    Dimensions     tinyint NOT NULL,
    Cell           nvarchar(410) COLLATE Latin1_General_BIN2 NOT NULL,
    Kind           tinyint NOT NULL,
    Verdict        tinyint NOT NULL,
    Currency       nvarchar(3) COLLATE Latin1_General_BIN2 NOT NULL,
    Amounts        bigint NOT NULL,
    Units          bigint NOT NULL,
    TenThousandths bigint NOT NULL,
    CONSTRAINT PK_OverlapAmountSum PRIMARY KEY (Dimensions, Cell, Kind, Verdict, Currency)
);
GO

-- For each donor of a project of a pair, the change of the number of such projects from one month to the next. Months
-- are counted from January of year 0.
CREATE TABLE adam.OverlapMonthSum (
    Donor    nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    Month    int NOT NULL,
    Kind     tinyint NOT NULL,
    Verdict  tinyint NOT NULL,
    Projects bigint NOT NULL,
    CONSTRAINT PK_OverlapMonthSum PRIMARY KEY (Donor, Month, Kind, Verdict)
);
GO
