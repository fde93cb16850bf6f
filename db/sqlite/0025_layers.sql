-- Adds layers of drug data and their items. An older program does not know the tables, and does not start on the
-- migrated database. Not safe to run twice; the journal guards it.

-- A row for each layer that was declared, or that differs from the shipped one.
CREATE TABLE Layer (
    LayerKey TEXT    NOT NULL CONSTRAINT PK_Layer PRIMARY KEY,
    Version  INTEGER NOT NULL,
    Document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- A row for each item. Document is the item; the other columns are derived from it.
CREATE TABLE LayerItem (
    ItemId       INTEGER NOT NULL CONSTRAINT PK_LayerItem PRIMARY KEY AUTOINCREMENT,
    Id           TEXT    NOT NULL CONSTRAINT UX_LayerItem_Id UNIQUE,
    LayerKey     TEXT    NOT NULL,
    -- The partner that recorded it.
    RecorderId   INTEGER NOT NULL CONSTRAINT FK_LayerItem_Partner REFERENCES Partner (PartnerId),
    -- The recorder's own reference in upper case.
    ReferenceKey TEXT    NOT NULL,
    Version      INTEGER NOT NULL,
    WithdrawnAt  TEXT    NULL,
    Country      TEXT    NOT NULL,
    -- Days are numbers from 0001-01-01 on; both are included. An item without time has all days.
    FromDay      INTEGER NOT NULL,
    UntilDay     INTEGER NOT NULL,
    -- The year of the first day; null without time.
    Year         INTEGER NULL,
    -- The cell of the position in a quadtree; 1048576 without one.
    Cell         INTEGER NOT NULL,
    -- The cell, and 2097152 times the year of all days; 10000 stands for several years, or none.
    TimeCell     INTEGER NOT NULL,
    -- Ten-millionths of a degree; null without a position.
    Latitude     INTEGER NULL,
    Longitude    INTEGER NULL,
    -- 1 reported, 2 cross-checked, 3 rejected.
    Checked      INTEGER NOT NULL CONSTRAINT CK_LayerItem_Checked CHECK (Checked IN (1, 2, 3)),
    -- The codes of the dimensions and the units of the numbers, as a JSON array.
    SummaryCell  TEXT    NOT NULL,
    Document     TEXT    NOT NULL,
    CONSTRAINT UX_LayerItem_Reference UNIQUE (LayerKey, RecorderId, ReferenceKey),
    CONSTRAINT CK_LayerItem_Days CHECK (FromDay <= UntilDay)
) STRICT;

CREATE INDEX IX_LayerItem_Order ON LayerItem (LayerKey, ItemId, RecorderId, Checked)
    WHERE WithdrawnAt IS NULL;
CREATE INDEX IX_LayerItem_Recorder ON LayerItem (LayerKey, RecorderId, ItemId)
    WHERE WithdrawnAt IS NULL;
CREATE INDEX IX_LayerItem_Country ON LayerItem (LayerKey, Country, ItemId, Checked)
    WHERE WithdrawnAt IS NULL;
CREATE INDEX IX_LayerItem_Space ON LayerItem (LayerKey, Cell, ItemId, Latitude, Longitude, FromDay, UntilDay)
    WHERE WithdrawnAt IS NULL;
CREATE INDEX IX_LayerItem_Time ON LayerItem (LayerKey, TimeCell, ItemId, Latitude, Longitude, FromDay, UntilDay)
    WHERE WithdrawnAt IS NULL;
CREATE INDEX IX_LayerItem_Summary ON LayerItem (LayerKey, Country, Year, ItemId, SummaryCell, RecorderId, Checked)
    WHERE WithdrawnAt IS NULL;

-- The numbers of items that summaries add up, in ten-thousandths.
CREATE TABLE LayerItemNumber (
    ItemId   INTEGER NOT NULL CONSTRAINT FK_LayerItemNumber_LayerItem REFERENCES LayerItem (ItemId),
    Property TEXT    NOT NULL,
    -- Empty for none.
    Unit     TEXT    NOT NULL,
    Value    INTEGER NOT NULL,
    CONSTRAINT PK_LayerItemNumber PRIMARY KEY (ItemId, Property)
) STRICT, WITHOUT ROWID;
