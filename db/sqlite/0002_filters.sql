-- Adds the positions of places, for the filters near and bbox, and indexes for the end of a period, for the kind of a
-- pair and for the instant at which it was found. The program fills the table from the documents after it has migrated.
-- An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- The places of a project that have coordinates. Latitude and Longitude are ten-millionths of a degree. LatitudeBand is
-- the degree of latitude, counted from the South Pole. X, Y and Z are the direction from the centre of the Earth in
-- billionths of its radius.
CREATE TABLE ProjectPlace (
    LatitudeBand INTEGER NOT NULL,
    Longitude    INTEGER NOT NULL,
    Latitude     INTEGER NOT NULL,
    ProjectId    INTEGER NOT NULL CONSTRAINT FK_ProjectPlace_Project REFERENCES Project (ProjectId),
    X            INTEGER NOT NULL,
    Y            INTEGER NOT NULL,
    Z            INTEGER NOT NULL,
    CONSTRAINT PK_ProjectPlace PRIMARY KEY (LatitudeBand, Longitude, Latitude, ProjectId)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_ProjectPlace_Project ON ProjectPlace (ProjectId);

CREATE INDEX IX_ProjectFacet_End ON ProjectFacet (Facet, Value, EndDay, ProjectId, StartDay, UpdatedMicros);

CREATE INDEX IX_Overlap_Found ON Overlap (FoundMicros, FirstId, SecondId);

-- Most pairs are of the first kind, which needs no index.
DROP INDEX IX_Overlap_Declared;
CREATE INDEX IX_Overlap_Kind ON Overlap (Kind, Score, FirstId, SecondId) WHERE Kind > 1;
