namespace Adam.Api.Imports;

/// <summary>The register could not be written to the end of an import. What has been written is whole, and the same file may be sent again.</summary>
internal sealed class ImportStopped(int written, int of, Exception inner) : Exception(
    written == 0
        ? $"The import stopped before anything was written: none of the {of} records that the file could give is in the register. Send the file again."
        : $"The import stopped after {written} of {of} records, which stand in the register, each whole. Send the file again: what is there already is passed over.",
    inner);
