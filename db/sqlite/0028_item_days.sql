-- Finds items of layers by their days. The column Slot and its index replace the year with the cell, in which a day was
-- found among all items of its year. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

DROP INDEX IX_LayerItem_Time;
DROP INDEX IX_LayerItem_Space;
ALTER TABLE LayerItem DROP COLUMN TimeCell;

-- The class of the number of days, then the first day: a day, a month, a year, more.
ALTER TABLE LayerItem ADD COLUMN Slot INTEGER NOT NULL
    GENERATED ALWAYS AS (
        FromDay + CASE
            WHEN UntilDay - FromDay < 1 THEN 0
            WHEN UntilDay - FromDay < 31 THEN 4000000
            WHEN UntilDay - FromDay < 366 THEN 8000000
            ELSE 12000000 END) VIRTUAL;

CREATE INDEX IX_LayerItem_Space ON LayerItem (
    LayerKey, Cell, ItemId, Latitude, Longitude, FromDay, UntilDay, Country, Checked)
    WHERE WithdrawnAt IS NULL;
CREATE INDEX IX_LayerItem_Days ON LayerItem (
    LayerKey, Slot, ItemId, Latitude, Longitude, FromDay, UntilDay, Country, Checked)
    WHERE WithdrawnAt IS NULL;
