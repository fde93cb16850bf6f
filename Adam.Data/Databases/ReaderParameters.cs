using System.Collections.Concurrent;
using System.Data;
using Dapper;

namespace Adam.Data.Databases;

/// <summary>
/// The parameters of a statement of a <see cref="ReaderScope"/>: its own ones and that of the reader. Each read of a
/// partner sends them, and the general collection of Dapper allocates and searches several times as much.
/// </summary>
/// <param name="own">The parameters of the statement; null for none.</param>
internal sealed class ReaderParameters(object? own, ReaderScope reader) : SqlMapper.IDynamicParameters
{
    /// <summary>The maximum number of texts that are kept. Composed statements have many forms.</summary>
    private const int MostTexts = 5_000;

    private static readonly ConcurrentDictionary<(string Sql, Type Type), Action<IDbCommand, object>> Adding = new();

    public void AddParameters(IDbCommand command, SqlMapper.Identity identity)
    {
        if (own is SqlMapper.IDynamicParameters composed)
            composed.AddParameters(command, identity);
        else if (own is not null)
            AdderOf(identity, own.GetType())(command, own);
        Add(command, reader);
    }

    /// <summary>Adds the parameter of a reader.</summary>
    public static void Add(IDbCommand command, ReaderScope reader)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value, parameter.DbType, parameter.Size) = (
            ReaderScope.Parameter,
            reader.Partner,
            DbType.String,
            DbString.DefaultLength // as Dapper does, so that SQL Server keeps one plan for codes of all lengths
        );
        command.Parameters.Add(parameter);
    }

    private static Action<IDbCommand, object> AdderOf(SqlMapper.Identity identity, Type type)
    {
        if (Adding.TryGetValue((identity.Sql, type), out var known))
            return known;

        // The number takes all locks of the dictionary.
        if (Adding.Count > MostTexts)
            Adding.Clear();
        return Adding.GetOrAdd(
            (identity.Sql, type),
            SqlMapper.CreateParamInfoGenerator(
                identity.ForDynamicParameters(type),
                checkForDuplicates: false,
                removeUnused: true
            )
        );
    }
}
