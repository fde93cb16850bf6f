-- Creates the users of the two logins, with the default schema adam, in which the register is.
-- Run it in the database of the register. It may run twice.
-- EXEC is used because Azure SQL Database creates the user of a login only in its own batch.

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
