-- Instead of 1_logins.sql and 2_users.sql where Entra ID knows the two: a managed identity, an application or a group, under its name there. Nobody has a password.
-- To run in the database of the register, as a user of Entra ID. Safe to run twice.

IF DATABASE_PRINCIPAL_ID(N'$(Service)') IS NULL
    CREATE USER [$(Service)] FROM EXTERNAL PROVIDER WITH DEFAULT_SCHEMA = adam;
ELSE
    ALTER USER [$(Service)] WITH DEFAULT_SCHEMA = adam;
GO
IF DATABASE_PRINCIPAL_ID(N'$(Migrator)') IS NULL
    CREATE USER [$(Migrator)] FROM EXTERNAL PROVIDER WITH DEFAULT_SCHEMA = adam;
ELSE
    ALTER USER [$(Migrator)] WITH DEFAULT_SCHEMA = adam;
GO
