-- Adds the positions of places, for the filters near and bbox, and indexes for the end of a period, for the kind of a
-- pair and for the instant at which it was found. The program fills the table from the documents after it has migrated.
-- An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- The places of a project that have coordinates. Latitude and Longitude are ten-millionths of a degree. LatitudeBand is
-- the degree of latitude, counted from the South Pole. X, Y and Z are the direction from the centre of the Earth in
-- billionths of its radius.
CREATE TABLE adam.ProjectPlace (
    LatitudeBand tinyint NOT NULL,
    Longitude    int NOT NULL,
    Latitude     int NOT NULL,
    ProjectId    bigint NOT NULL CONSTRAINT FK_ProjectPlace_Project REFERENCES adam.Project (ProjectId),
    X            int NOT NULL,
    Y            int NOT NULL,
    Z            int NOT NULL,
    CONSTRAINT PK_ProjectPlace PRIMARY KEY (LatitudeBand, Longitude, Latitude, ProjectId)
);
GO
CREATE INDEX IX_ProjectPlace_Project ON adam.ProjectPlace (ProjectId);
GO
CREATE INDEX IX_ProjectFacet_End ON adam.ProjectFacet (Facet, Value, EndDay, ProjectId)
    INCLUDE (StartDay, UpdatedMicros);
GO
CREATE INDEX IX_Overlap_Found ON adam.Overlap (FoundMicros, FirstId, SecondId);
GO

-- Most pairs are of the first kind, which needs no index.
DROP INDEX IX_Overlap_Declared ON adam.Overlap;
GO
CREATE INDEX IX_Overlap_Kind ON adam.Overlap (Kind, Score, FirstId, SecondId) WHERE Kind > 1;
GO
