-- Adds the amount that each donor gives to a project, for presence by donor, and exchange rates that an admin adds. The
-- program fills the first table from the documents after it has migrated. An older program does not start on the
-- migrated database.
-- Not safe to run twice; the journal guards it.

-- The amount that each donor gives to a project, in one currency. DonorKey is that of DonorSetDonor.
CREATE TABLE ProjectDonorAmount (
    ProjectId INTEGER NOT NULL CONSTRAINT FK_ProjectDonorAmount_Project REFERENCES Project (ProjectId),
    DonorKey  TEXT    NOT NULL,
    Currency  TEXT    NOT NULL,
    Amount    INTEGER NOT NULL,
    CONSTRAINT PK_ProjectDonorAmount PRIMARY KEY (ProjectId, DonorKey, Currency)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_ProjectDonorAmount_Donor ON ProjectDonorAmount (DonorKey, Currency, ProjectId, Amount);

-- Yearly average exchange rates that an admin has added to those of the program. UnitsPerUsd is a decimal number.
CREATE TABLE ExchangeRate (
    Currency    TEXT    NOT NULL,
    Year        INTEGER NOT NULL,
    UnitsPerUsd TEXT    NOT NULL,
    Source      TEXT    NOT NULL,
    AddedBy     TEXT    NOT NULL,
    AddedAt     TEXT    NOT NULL,
    CONSTRAINT PK_ExchangeRate PRIMARY KEY (Currency, Year)
) STRICT, WITHOUT ROWID;
