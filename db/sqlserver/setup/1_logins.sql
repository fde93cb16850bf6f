-- Logins with passwords, for the service and for migrations. To run in master; not needed where Entra ID knows the two (2_users_entra.sql).
-- Safe to run twice: a login that exists keeps its password. In a name write ] twice, in a password '.

IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'$(Service)')
    CREATE LOGIN [$(Service)] WITH PASSWORD = N'$(ServicePassword)';
GO
IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'$(Migrator)')
    CREATE LOGIN [$(Migrator)] WITH PASSWORD = N'$(MigratorPassword)';
GO
