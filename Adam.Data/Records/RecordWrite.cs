using Adam.Domain.Records;

namespace Adam.Data.Records;

/// <summary>A draft that is written over what the client has read.</summary>
/// <param name="ExpectedVersion">
/// The version of the record under its reference, withdrawn or not; null if there was none.
/// </param>
public sealed record RecordWrite<TDraft>(TDraft Draft, int? ExpectedVersion)
    where TDraft : ReferencedDraft;

/// <summary>The effect of a draft on the record under its reference.</summary>
public enum RecordChange
{
    Created = 1,
    Updated = 2,
    Unchanged = 3,

    /// <summary>The record was withdrawn, and is active again.</summary>
    Revived = 4,
}
