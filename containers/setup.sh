#!/bin/bash
# Creates the database of the register, its two logins and its schema if they do not exist. sqlcmd reads the password
# of sa, and the variables of the scripts, from the environment.
set -euo pipefail

run() {
    /opt/mssql-tools18/bin/sqlcmd -S database -U sa -C -b -d "$@"
}

run master -i /dev/stdin <<'SQL'
IF DB_ID(N'$(Database)') IS NULL
    CREATE DATABASE [$(Database)];
GO
SQL
run master -i /setup/1_logins.sql
for script in 2_users 3_schema 4_isolation; do
    run "${Database:?}" -i "/setup/$script.sql"
done
