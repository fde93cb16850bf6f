-- The users of the two logins, in the database of the register. What they name without a schema is sought in adam, where the register is.
-- Safe to run twice. EXEC: Azure SQL Database makes the user of a login only in a batch of its own.

IF DATABASE_PRINCIPAL_ID(N'$(Service)') IS NULL
    EXEC (N'CREATE USER [$(Service)] FOR LOGIN [$(Service)] WITH DEFAULT_SCHEMA = adam');
ELSE
    ALTER USER [$(Service)] WITH DEFAULT_SCHEMA = adam;
GO
IF DATABASE_PRINCIPAL_ID(N'$(Migrator)') IS NULL
    EXEC (N'CREATE USER [$(Migrator)] FOR LOGIN [$(Migrator)] WITH DEFAULT_SCHEMA = adam');
ELSE
    ALTER USER [$(Migrator)] WITH DEFAULT_SCHEMA = adam;
GO
