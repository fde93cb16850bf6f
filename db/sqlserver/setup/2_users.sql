-- The users of the two logins, in the database of the register. What they name without a schema is sought in adam, where the register is.
-- Safe to run twice.

IF DATABASE_PRINCIPAL_ID(N'$(Service)') IS NULL
    CREATE USER [$(Service)] FOR LOGIN [$(Service)] WITH DEFAULT_SCHEMA = adam;
ELSE
    ALTER USER [$(Service)] WITH DEFAULT_SCHEMA = adam;
GO
IF DATABASE_PRINCIPAL_ID(N'$(Migrator)') IS NULL
    CREATE USER [$(Migrator)] FOR LOGIN [$(Migrator)] WITH DEFAULT_SCHEMA = adam;
ELSE
    ALTER USER [$(Migrator)] WITH DEFAULT_SCHEMA = adam;
GO
