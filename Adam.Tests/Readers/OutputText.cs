using System.Globalization;
using System.IO.Compression;
using System.Text;
using DuckDB.NET.Data;

namespace Adam.Tests.Readers;

/// <summary>Everything that a response says in any format, as text.</summary>
internal static class OutputText
{
    /// <summary>Returns the headers of a response, and its body: of packed files their parts or values.</summary>
    public static async Task<string> OfAsync(HttpResponseMessage response)
    {
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}\n");
        var body = await response.Content.ReadAsByteArrayAsync();
        return string.Concat(headers) + Read(body);
    }

    private static string Read(byte[] body) =>
        body switch
        {
            [(byte)'P', (byte)'K', ..] => ReadZip(body),
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => ReadParquet(body),
            _ => Encoding.UTF8.GetString(body),
        };

    private static string ReadZip(byte[] body)
    {
        using var zip = new ZipArchive(new MemoryStream(body));
        var text = new StringBuilder();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            text.Append(entry.FullName).Append('\n').Append(reader.ReadToEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static string ReadParquet(byte[] body)
    {
        var file = Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}.parquet");
        File.WriteAllBytes(file, body);
        try
        {
            using var database = new DuckDBConnection("DataSource=:memory:");
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = $"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM '{file}'";
            using var reader = command.ExecuteReader();
            var text = new StringBuilder();
            while (reader.Read())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                    text.Append(CultureInfo.InvariantCulture, $"{reader.GetValue(column)}\n");
            }

            return text.ToString();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
