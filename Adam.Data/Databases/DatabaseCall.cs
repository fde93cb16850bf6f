using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Adam.Data.Monitoring;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Adam.Data.Databases;

/// <summary>
/// Measures one database call for traces and metrics, under the names of OpenTelemetry's semantic conventions. It
/// records the name of the query, never parameter values or error messages of the database, which may quote values.
/// </summary>
internal sealed class DatabaseCall : IDisposable
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Activity? _activity;
    private TagList _tags;

    private DatabaseCall(DbConnection connection, string query)
    {
        _tags.Add("db.system.name", connection is SqlConnection ? "microsoft.sql_server" : "sqlite");
        if (connection is SqlConnection)
            _tags.Add("db.namespace", connection.Database);
        _tags.Add("db.query.summary", query);
        _activity = Telemetry.Source.StartActivity(query, ActivityKind.Client, default(ActivityContext), _tags);
    }

    /// <summary>Begins to measure a call. Returns null if neither traces nor metrics are collected.</summary>
    /// <param name="query">The name of the statement, for example <c>ProjectSql.ById</c>.</param>
    public static DatabaseCall? Begin(DbConnection connection, string query) =>
        Telemetry.DatabaseCalls.Enabled || Telemetry.Source.HasListeners() ? new(connection, query) : null;

    public void Fail(Exception error)
    {
        _tags.Add("error.type", error.GetType().FullName);
        _activity?.SetTag("error.type", error.GetType().FullName);
        _activity?.SetStatus(ActivityStatusCode.Error);
        if (Number(error) is not { } number)
            return;

        _tags.Add("db.response.status_code", number);
        _activity?.SetTag("db.response.status_code", number);
    }

    public void Dispose()
    {
        _activity?.Dispose();
        Telemetry.DatabaseCalls.Record(Stopwatch.GetElapsedTime(_began).TotalSeconds, _tags);
    }

    private static string? Number(Exception error) =>
        error switch
        {
            SqlException server => server.Number.ToString(CultureInfo.InvariantCulture),
            SqliteException file => file.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
}
