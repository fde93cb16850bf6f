-- Adds the clusters of pairs that mean one undertaking, maintained with the pairs. The program fills the tables from
-- the pairs after it has migrated. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- Pairs that connect projects to clusters, each twice, once for each of its projects: pairs of certain kinds without a
-- current verdict that separates them. Score is that of the pair.
CREATE TABLE adam.OverlapLink (
    ProjectId bigint NOT NULL CONSTRAINT FK_OverlapLink_Project REFERENCES adam.Project (ProjectId),
    OtherId   bigint NOT NULL,
    Score     int NOT NULL,
    CONSTRAINT PK_OverlapLink PRIMARY KEY (ProjectId, OtherId)
);
GO

-- The projects of clusters, each in one. Score is that of the project's strongest link, Links their number.
CREATE TABLE adam.OverlapClusterMember (
    ProjectId bigint NOT NULL CONSTRAINT FK_OverlapClusterMember_Project REFERENCES adam.Project (ProjectId),
    ClusterId bigint NOT NULL,
    Score     int NOT NULL,
    Links     int NOT NULL,
    CONSTRAINT PK_OverlapClusterMember PRIMARY KEY (ProjectId)
);
GO
CREATE INDEX IX_OverlapClusterMember_Cluster ON adam.OverlapClusterMember (ClusterId, Score, ProjectId, Links);
GO

-- The clusters. Score is that of the strongest link.
CREATE TABLE adam.OverlapCluster (
    ClusterId    bigint NOT NULL CONSTRAINT PK_OverlapCluster PRIMARY KEY,
    Score        int NOT NULL,
    Projects     bigint NOT NULL,
    Links        bigint NOT NULL,
    -- Changes with each write that affects the cluster.
    Revision     bigint NOT NULL,
    -- 1 if links were removed and nothing has checked yet if the remaining ones connect all projects.
    IsUnverified bit NOT NULL
);
GO
CREATE INDEX IX_OverlapCluster_Score ON adam.OverlapCluster (Score, ClusterId);
GO
CREATE INDEX IX_OverlapCluster_Unverified ON adam.OverlapCluster (ClusterId) WHERE IsUnverified = 1;
GO
