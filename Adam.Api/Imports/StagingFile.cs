using System.Text;
using System.Text.Json;
using Adam.Api.Imports.Formats;
using Adam.Api.Serialization;
using Adam.Data.Projects;

namespace Adam.Api.Imports;

/// <summary>Where the records of a file wait, on disk, until the file has been read to its end: before that nothing is written, and while it is read nobody waits.</summary>
internal sealed class StagingFile : IDisposable
{
    private readonly FileStream _file = TemporaryFile.Create();
    private readonly StreamWriter _writer;

    public StagingFile() => _writer = new(_file, new UTF8Encoding(false), 1 << 16, leaveOpen: true);

    /// <summary>Two lines each: what was found about the record, and the record itself, empty where there is none.</summary>
    public void Add(StagedRecord record)
    {
        _writer.WriteLine(JsonSerializer.Serialize(record with { Draft = null }, Json.Options));
        // The register's own form of a project, without what only the register can say.
        _writer.WriteLine(
            record.Draft is null
                ? ""
                : ProjectJson.Write(new(default, record.Owner, record.Draft, 0, default, default, ""))
        );
    }

    /// <summary>The records in their order. Nothing can be added any more.</summary>
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
