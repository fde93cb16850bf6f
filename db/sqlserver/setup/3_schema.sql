-- Creates the schema of the register, and grants the rights of the two users.
-- The service reads and writes rows in the schema, and the migrator creates and alters tables in it.
-- Neither has rights elsewhere.
-- Run it in the database of the register. It may run twice.

IF SCHEMA_ID(N'adam') IS NULL
    EXEC (N'CREATE SCHEMA adam AUTHORIZATION [$(Migrator)]');
GO
-- Only if another user owns the schema, because a change of the owner removes the rights of others.
IF NOT EXISTS (SELECT 1 FROM sys.schemas WHERE name = N'adam' AND principal_id = DATABASE_PRINCIPAL_ID(N'$(Migrator)'))
    ALTER AUTHORIZATION ON SCHEMA::adam TO [$(Migrator)];
GO
-- The migrator may create tables only, and only in its own schema.
GRANT CREATE TABLE TO [$(Migrator)];
GO
-- Without ALTER the service can neither truncate nor change a table. Application locks need no right.
GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::adam TO [$(Service)];
GO
