-- Adds the visibility of projects: restricted ones are read by their owner, analysts and admins. An older program does
-- not start on the migrated database, and one that runs would show restricted projects to everybody: stop it first.
-- Not safe to run twice; the journal guards it.
ALTER TABLE adam.Project ADD IsRestricted bit NOT NULL CONSTRAINT DF_Project_IsRestricted DEFAULT 0;
GO
CREATE INDEX IX_Project_Restricted ON adam.Project (OwnerId, ProjectId) WHERE IsRestricted = 1;
GO
ALTER TABLE adam.Overlap ADD IsRestricted bit NOT NULL CONSTRAINT DF_Overlap_IsRestricted DEFAULT 0;
GO
ALTER TABLE adam.RegisterChange ADD FirstRestrictedTo int NULL;
GO
ALTER TABLE adam.RegisterChange ADD SecondRestrictedTo int NULL;
GO
