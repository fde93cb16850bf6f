-- Creates the logins of the service and of the migrator, with passwords.
-- Run it in master. With Entra ID, run 2_users_entra.sql instead.
-- It may run twice: an existing login keeps its password.
-- In a name, write ] twice; in a password, write ' twice.
-- EXEC is used because Azure SQL Database creates a login only in its own batch.

DECLARE @login nvarchar(max) =
    N'CREATE LOGIN [$(Service)] WITH PASSWORD = N' + QUOTENAME(N'$(ServicePassword)', '''');
IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'$(Service)')
    EXEC (@login);
GO
DECLARE @login nvarchar(max) =
    N'CREATE LOGIN [$(Migrator)] WITH PASSWORD = N' + QUOTENAME(N'$(MigratorPassword)', '''');
IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'$(Migrator)')
    EXEC (@login);
GO
