-- Logins with passwords, for the service and for migrations. To run in master; not needed where Entra ID knows the two (2_users_entra.sql).
-- Safe to run twice: a login that exists keeps its password. In a name write ] twice, in a password '.
-- EXEC: Azure SQL Database makes a login only in a batch of its own.

DECLARE @login nvarchar(max) = N'CREATE LOGIN [$(Service)] WITH PASSWORD = N' + QUOTENAME(N'$(ServicePassword)', '''');
IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'$(Service)')
    EXEC (@login);
GO
DECLARE @login nvarchar(max) = N'CREATE LOGIN [$(Migrator)] WITH PASSWORD = N' + QUOTENAME(N'$(MigratorPassword)', '''');
IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'$(Migrator)')
    EXEC (@login);
GO
