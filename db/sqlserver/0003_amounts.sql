-- Adds the amount that each donor gives to a project, for presence by donor, and exchange rates that an admin adds. The
-- program fills the first table from the documents after it has migrated. An older program does not start on the
-- migrated database.
-- Not safe to run twice; the journal guards it.

-- The amount that each donor gives to a project, in one currency. DonorKey is that of DonorSetDonor.
CREATE TABLE adam.ProjectDonorAmount (
    ProjectId bigint NOT NULL CONSTRAINT FK_ProjectDonorAmount_Project REFERENCES adam.Project (ProjectId),
    DonorKey  nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    Currency  nvarchar(3) COLLATE Latin1_General_BIN2 NOT NULL,
    Amount    decimal(19, 4) NOT NULL,
    CONSTRAINT PK_ProjectDonorAmount PRIMARY KEY (ProjectId, DonorKey, Currency)
);
GO
CREATE INDEX IX_ProjectDonorAmount_Donor ON adam.ProjectDonorAmount (DonorKey, Currency, ProjectId, Amount);
GO

-- Yearly average exchange rates that an admin has added to those of the program. UnitsPerUsd is a decimal number.
CREATE TABLE adam.ExchangeRate (
    Currency    nvarchar(3) COLLATE Latin1_General_BIN2 NOT NULL,
    Year        int NOT NULL,
    UnitsPerUsd nvarchar(40) NOT NULL,
    Source      nvarchar(400) NOT NULL,
    AddedBy     nvarchar(400) NOT NULL,
    AddedAt     datetime2(6) NOT NULL,
    CONSTRAINT PK_ExchangeRate PRIMARY KEY (Currency, Year)
);
GO
