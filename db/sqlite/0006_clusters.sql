-- Adds the clusters of pairs that mean one undertaking, maintained with the pairs. The program fills the tables from
-- the pairs after it has migrated. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- Pairs that connect projects to clusters, each twice, once for each of its projects: pairs of certain kinds without a
-- current verdict that separates them. Score is that of the pair.
CREATE TABLE OverlapLink (
    ProjectId INTEGER NOT NULL CONSTRAINT FK_OverlapLink_Project REFERENCES Project (ProjectId),
    OtherId   INTEGER NOT NULL,
    Score     INTEGER NOT NULL,
    CONSTRAINT PK_OverlapLink PRIMARY KEY (ProjectId, OtherId)
) STRICT, WITHOUT ROWID;

-- The projects of clusters, each in one. Score is that of the project's strongest link, Links their number.
CREATE TABLE OverlapClusterMember (
    ProjectId INTEGER NOT NULL CONSTRAINT FK_OverlapClusterMember_Project REFERENCES Project (ProjectId),
    ClusterId INTEGER NOT NULL,
    Score     INTEGER NOT NULL,
    Links     INTEGER NOT NULL,
    CONSTRAINT PK_OverlapClusterMember PRIMARY KEY (ProjectId)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_OverlapClusterMember_Cluster ON OverlapClusterMember (ClusterId, Score, ProjectId, Links);

-- The clusters. Score is that of the strongest link.
CREATE TABLE OverlapCluster (
    ClusterId    INTEGER NOT NULL CONSTRAINT PK_OverlapCluster PRIMARY KEY,
    Score        INTEGER NOT NULL,
    Projects     INTEGER NOT NULL,
    Links        INTEGER NOT NULL,
    -- Changes with each write that affects the cluster.
    Revision     INTEGER NOT NULL,
    -- 1 if links were removed and nothing has checked yet if the remaining ones connect all projects.
    IsUnverified INTEGER NOT NULL CONSTRAINT CK_OverlapCluster_IsUnverified CHECK (IsUnverified IN (0, 1))
) STRICT;

CREATE INDEX IX_OverlapCluster_Score ON OverlapCluster (Score, ClusterId);
CREATE INDEX IX_OverlapCluster_Unverified ON OverlapCluster (ClusterId) WHERE IsUnverified = 1;
