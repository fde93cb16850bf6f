using Adam.Data.Databases;

namespace Adam.Data.Records;

/// <summary>The statements of a table with a versioned document in each row, under its reference.</summary>
internal sealed class RecordSql
{
    /// <param name="table">The name of the table. Its key is the name with <c>Id</c>.</param>
    public RecordSql(string table)
    {
        var (name, id) = (SqlText.Identifier(table), SqlText.Identifier($"{table}Id"));
        SqlText columns = $"r.{id} AS RecordId, r.ReferenceKey, r.Version, r.WithdrawnAt, r.Document";
        Statements = new($"{table}Sql");
        Revision = new(
            Statements,
            $"SELECT COALESCE(SUM(Version), 0) AS Versions, COALESCE(MAX({id}), 0) AS LastId FROM {name}",
            nameof(Revision)
        );
        All = new(Statements, $"SELECT {columns} FROM {name} r ORDER BY r.{id}", nameof(All));
        ByKey = new(Statements, $"SELECT {columns} FROM {name} r WHERE r.ReferenceKey = @ReferenceKey", nameof(ByKey));
        Add = new(
            Statements,
            $"""
            INSERT INTO {name} (ReferenceKey, Version, WithdrawnAt, Document)
            VALUES (@ReferenceKey, 1, NULL, @Document)
            """,
            nameof(Add)
        );
        Change = new(
            Statements,
            $"""
            UPDATE {name}
            SET Version = Version + 1, WithdrawnAt = NULL, Document = @Document
            WHERE {id} = @RecordId AND Version = @Version
            """,
            nameof(Change)
        );
        Withdraw = new(
            Statements,
            $"""
            UPDATE {name}
            SET Version = Version + 1, WithdrawnAt = @At
            WHERE {id} = @RecordId AND Version = @Version
            """,
            nameof(Withdraw)
        );
    }

    public StatementSet Statements { get; }

    /// <summary>
    /// Returns the sum of all versions and the last number. One of them grows with every change, because records are
    /// never removed, so they show if cached records are current.
    /// </summary>
    public SqlQuery<NoParameters, RecordRevision> Revision { get; }

    /// <summary>Returns all records, withdrawn or not, in the order in which they were recorded.</summary>
    public SqlQuery<NoParameters, RecordRow> All { get; }

    /// <summary>Returns the record with a key, withdrawn or not.</summary>
    public SqlQuery<RecordKey, RecordRow> ByKey { get; }

    public SqlChange<NewRecord> Add { get; }

    /// <summary>Replaces the document of a record in a version, and makes it active.</summary>
    public SqlChange<ChangedRecord> Change { get; }

    public SqlChange<WithdrawnRecord> Withdraw { get; }
}

internal sealed record RecordKey(string ReferenceKey);

internal sealed record NewRecord(string ReferenceKey, string Document);

internal sealed record ChangedRecord(int RecordId, int Version, string Document);

internal sealed record WithdrawnRecord(int RecordId, int Version, DateTimeOffset At);

internal sealed record RecordRevision
{
    public int Versions { get; init; }
    public int LastId { get; init; }
}

internal sealed record RecordRow
{
    public int RecordId { get; init; }
    public string ReferenceKey { get; init; } = "";
    public int Version { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string Document { get; init; } = "";
}
