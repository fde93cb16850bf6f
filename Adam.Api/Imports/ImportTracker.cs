using Adam.Data.Imports;

namespace Adam.Api.Imports;

/// <summary>Follows the progress of an import, and passes it on.</summary>
internal sealed class ImportTracker(long totalBytes, IProgress<ImportProgress>? further) : IProgress<ImportProgress>
{
    private readonly Lock _lock = new();
    private ImportAdvance _advance = new(totalBytes, 0, 0, 0);

    public ImportAdvance Advance
    {
        get
        {
            lock (_lock)
                return _advance;
        }
    }

    public void Report(ImportProgress value)
    {
        lock (_lock)
            _advance = value.Writing
                ? _advance with
                {
                    BytesRead = totalBytes,
                    RecordsWritten = (int)value.Done,
                }
                : _advance with
                {
                    BytesRead = value.Done,
                    RecordsRead = value.Records,
                };
        further?.Report(value);
    }
}
