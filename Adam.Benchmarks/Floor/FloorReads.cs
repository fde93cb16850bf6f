using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Adam.Benchmarks.Floor;

/// <summary>A connection for reads with its prepared statements.</summary>
internal sealed class FloorReads : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _one;
    private readonly SqliteCommand _list;
    private readonly FloorOverlaps _overlaps;

    public FloorReads(string path)
    {
        _connection = new(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ConnectionString
        );
        _connection.Open();
        _one = Prepare(
            _connection,
            "SELECT Version, Document FROM Project WHERE Id = $id AND WithdrawnAt IS NULL",
            "$id"
        );
        _list = Prepare(
            _connection,
            """
            SELECT p.ProjectId, p.Document
            FROM (
                SELECT f.ProjectId FROM ProjectFacet f
                WHERE f.Facet = 'country' AND f.Value = $country
                ORDER BY f.ProjectId
                LIMIT $take
            ) page
            CROSS JOIN Project p
            WHERE p.ProjectId = page.ProjectId
            """,
            "$country",
            "$take"
        );
        _overlaps = new(_connection);
    }

    public void Dispose()
    {
        _one.Dispose();
        _list.Dispose();
        _overlaps.Dispose();
        _connection.Dispose();
    }

    public void One(HttpContext http, string id)
    {
        _one.Parameters[0].Value = id;
        using var row = _one.ExecuteReader();
        if (!row.Read())
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{row.GetInt32(0)}\"");
        Write(http.Response.BodyWriter, row.GetString(1));
    }

    public void List(HttpContext http, string country, int limit)
    {
        _list.Parameters[0].Value = country;
        _list.Parameters[1].Value = limit + 1;
        using var row = _list.ExecuteReader();
        using var body = new TaggedBody(http);
        var (count, last) = (0, 0L);
        Write(body, "{\"items\":[");
        while (count < limit && row.Read())
        {
            if (count++ > 0)
                Write(body, ",");
            last = row.GetInt64(0);
            Write(body, row.GetString(1));
        }

        var key = last.ToString(CultureInfo.InvariantCulture);
        Write(
            body,
            count == limit && row.Read()
                ? $"],\"nextCursor\":\"{FloorServer.Next(http, new($"/v1/projects\ncountry={country}", key, key))}\"}}"
                : "],\"nextCursor\":null}"
        );
    }

    public void Overlaps(HttpContext http, string? country, int limit) => _overlaps.Write(http, country, limit);

    public static SqliteCommand Prepare(SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter(name, null));
        command.Prepare();
        return command;
    }

    private static void Write(IBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
