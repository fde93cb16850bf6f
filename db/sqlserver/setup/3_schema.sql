-- The schema of the register, and what the two users may do: the service reads and writes rows there, the migrator makes and alters tables there, and neither does anything elsewhere.
-- To run in the database of the register. Safe to run twice.

IF SCHEMA_ID(N'adam') IS NULL
    EXEC (N'CREATE SCHEMA adam AUTHORIZATION [$(Migrator)]');
GO
-- Only where another owns it: a change of owner takes away what others were granted.
IF NOT EXISTS (SELECT 1 FROM sys.schemas WHERE name = N'adam' AND principal_id = DATABASE_PRINCIPAL_ID(N'$(Migrator)'))
    ALTER AUTHORIZATION ON SCHEMA::adam TO [$(Migrator)];
GO
-- Tables alone, and of all schemas the migrator may alter only its own.
GRANT CREATE TABLE TO [$(Migrator)];
GO
-- No ALTER: the service can neither truncate a table nor change it. The application lock is open to everybody.
GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::adam TO [$(Service)];
GO
