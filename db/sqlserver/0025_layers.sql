-- Adds layers of drug data and their items. An older program does not know the tables, and does not start on the
-- migrated database. Not safe to run twice; the journal guards it.

-- A row for each layer that was declared, or that differs from the shipped one.
CREATE TABLE adam.Layer (
    LayerKey nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT PK_Layer PRIMARY KEY,
    Version  int NOT NULL,
    Document nvarchar(max) NOT NULL
);
GO

-- A row for each item. Document is the item; the other columns are derived from it.
CREATE TABLE adam.LayerItem (
    ItemId       bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_LayerItem PRIMARY KEY,
    Id           uniqueidentifier NOT NULL CONSTRAINT UX_LayerItem_Id UNIQUE,
    LayerKey     nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The partner that recorded it.
    RecorderId   int NOT NULL CONSTRAINT FK_LayerItem_Partner REFERENCES adam.Partner (PartnerId),
    -- The recorder's own reference in upper case.
    ReferenceKey nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    Version      int NOT NULL,
    WithdrawnAt  datetime2(6) NULL,
    Country      nvarchar(2) COLLATE Latin1_General_BIN2 NOT NULL,
    -- Days are numbers from 0001-01-01 on; both are included. An item without time has all days.
    FromDay      int NOT NULL,
    UntilDay     int NOT NULL,
    -- The year of the first day; null without time.
    Year         int NULL,
    -- The cell of the position in a quadtree; 1048576 without one.
    Cell         bigint NOT NULL,
    -- The cell, and 2097152 times the year of all days; 10000 stands for several years, or none.
    TimeCell     bigint NOT NULL,
    -- Ten-millionths of a degree; null without a position.
    Latitude     int NULL,
    Longitude    int NULL,
    -- 1 reported, 2 cross-checked, 3 rejected.
    Checked      tinyint NOT NULL CONSTRAINT CK_LayerItem_Checked CHECK (Checked IN (1, 2, 3)),
    -- The codes of the dimensions and the units of the numbers, as a JSON array.
    SummaryCell  nvarchar(800) COLLATE Latin1_General_BIN2 NOT NULL,
    Document     nvarchar(max) NOT NULL,
    CONSTRAINT UX_LayerItem_Reference UNIQUE (LayerKey, RecorderId, ReferenceKey),
    CONSTRAINT CK_LayerItem_Days CHECK (FromDay <= UntilDay)
);
GO

CREATE INDEX IX_LayerItem_Order ON adam.LayerItem (LayerKey, ItemId)
    INCLUDE (RecorderId, Checked)
    WHERE WithdrawnAt IS NULL;
GO
CREATE INDEX IX_LayerItem_Recorder ON adam.LayerItem (LayerKey, RecorderId, ItemId)
    WHERE WithdrawnAt IS NULL;
GO
CREATE INDEX IX_LayerItem_Country ON adam.LayerItem (LayerKey, Country, ItemId)
    INCLUDE (Checked)
    WHERE WithdrawnAt IS NULL;
GO
CREATE INDEX IX_LayerItem_Space ON adam.LayerItem (LayerKey, Cell, ItemId)
    INCLUDE (Latitude, Longitude, FromDay, UntilDay)
    WHERE WithdrawnAt IS NULL;
GO
CREATE INDEX IX_LayerItem_Time ON adam.LayerItem (LayerKey, TimeCell, ItemId)
    INCLUDE (Latitude, Longitude, FromDay, UntilDay)
    WHERE WithdrawnAt IS NULL;
GO
CREATE INDEX IX_LayerItem_Summary ON adam.LayerItem (LayerKey, Country, Year, ItemId)
    INCLUDE (SummaryCell, RecorderId, Checked)
    WHERE WithdrawnAt IS NULL;
GO

-- The numbers of items that summaries add up, in ten-thousandths.
CREATE TABLE adam.LayerItemNumber (
    ItemId   bigint NOT NULL CONSTRAINT FK_LayerItemNumber_LayerItem REFERENCES adam.LayerItem (ItemId),
    Property nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
    -- Empty for none.
    Unit     nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    Value    bigint NOT NULL,
    CONSTRAINT PK_LayerItemNumber PRIMARY KEY (ItemId, Property)
);
GO
