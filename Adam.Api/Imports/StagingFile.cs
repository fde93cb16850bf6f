using System.Text;
using System.Text.Json;
using Adam.Api.Imports.Formats;
using Adam.Api.Serialization;
using Adam.Data.Projects;

namespace Adam.Api.Imports;

/// <summary>
/// A temporary file that stores the records of a file until the file has been read to its end. Nothing is written to
/// the database before that, and no lock is held while the file is read.
/// </summary>
internal sealed class StagingFile : IDisposable
{
    private readonly FileStream _file = TemporaryFile.Create();
    private readonly StreamWriter _writer;

    public StagingFile() => _writer = new(_file, new UTF8Encoding(false), 1 << 16, leaveOpen: true);

    /// <summary>
    /// Adds a record as two lines: its metadata with errors and warnings, then its content, which is empty if there is
    /// none.
    /// </summary>
    public void Add(StagedRecord record)
    {
        _writer.WriteLine(JsonSerializer.Serialize(record with { Draft = null }, Json.Options));
        // The stored form of a project, without the values that only the register assigns.
        _writer.WriteLine(
            record.Draft is null
                ? ""
                : ProjectJson.Write(new(default, record.Owner, record.Draft, 0, default, default, ""))
        );
    }

    /// <summary>Returns the records in their order. No record can be added afterwards.</summary>
    public IEnumerable<StagedRecord> Read()
    {
        _writer.Flush();
        _file.Position = 0;
        using var reader = new StreamReader(_file, Encoding.UTF8, false, 1 << 16, leaveOpen: true);
        while (reader.ReadLine() is { } found)
        {
            var document = reader.ReadLine()!;
            yield return JsonSerializer.Deserialize<StagedRecord>(found, Json.Options)! with
            {
                Draft = document.Length == 0 ? null : ProjectJson.Read(document).Draft,
            };
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
    }
}
