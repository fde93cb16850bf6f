-- Creates the two users for Entra ID, without passwords. It replaces 1_logins.sql and 2_users.sql.
-- A name is that of a managed identity, an application or a group in Entra ID.
-- Run it in the database of the register, as a user of Entra ID. It may run twice.

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
