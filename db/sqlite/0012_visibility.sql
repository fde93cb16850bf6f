-- Adds the visibility of projects: restricted ones are read by their owner, analysts and admins. An older program does
-- not start on the migrated database, and one that runs would show restricted projects to everybody: stop it first.
-- Not safe to run twice; the journal guards it.

-- 1 if the project is restricted, as its document states.
ALTER TABLE Project ADD COLUMN IsRestricted INTEGER NOT NULL DEFAULT 0
    CONSTRAINT CK_Project_IsRestricted CHECK (IsRestricted IN (0, 1));

-- The restricted projects, which are few. Queries of other readers leave them out.
CREATE INDEX IX_Project_Restricted ON Project (OwnerId, ProjectId) WHERE IsRestricted = 1;

-- 1 if one of the two projects is restricted. Clusters and sums do not contain the pair.
ALTER TABLE Overlap ADD COLUMN IsRestricted INTEGER NOT NULL DEFAULT 0
    CONSTRAINT CK_Overlap_IsRestricted CHECK (IsRestricted IN (0, 1));

-- The owner of the project if it was restricted before the change, or of the first project of a restricted pair; null
-- if everybody read it.
ALTER TABLE RegisterChange ADD COLUMN FirstRestrictedTo INTEGER NULL;

-- The owner of the project if it is restricted after the change, or of the second project of a restricted pair; null if
-- everybody reads it.
ALTER TABLE RegisterChange ADD COLUMN SecondRestrictedTo INTEGER NULL;
