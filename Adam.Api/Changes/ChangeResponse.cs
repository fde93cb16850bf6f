using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Data.Changes;
using Adam.Data.Changes.Recording;

namespace Adam.Api.Changes;

/// <summary>The kind of record that changed.</summary>
internal enum ChangeSubject
{
    Project = 1,
    Overlap = 2,
}

/// <summary>The kinds of changes of records. The ends of imports are none; subscriptions are told of them.</summary>
internal enum RecordChange
{
    Created = ChangeKind.Created,
    Changed = ChangeKind.Changed,
    Withdrawn = ChangeKind.Withdrawn,

    /// <summary>A withdrawn project became active again.</summary>
    Revived = ChangeKind.Revived,
    VerdictGiven = ChangeKind.VerdictGiven,
    VerdictTakenBack = ChangeKind.VerdictTakenBack,

    /// <summary>Somebody wrote a note on an overlap.</summary>
    NoteAdded = ChangeKind.NoteAdded,
}

/// <summary>A change of the register.</summary>
/// <param name="At">
/// The instant at which the write began, by the clock of the server. Changes are in the order of their commits. With
/// several servers, a change can have an earlier instant than the one before it.
/// </param>
/// <param name="By">
/// The name of the key that made the change. Null if it is unknown: for some changes from before the log existed.
/// </param>
/// <param name="Subject"><c>project</c>, or <c>overlap</c> for a verdict or a note.</param>
/// <param name="Id">The id of the project or of the overlap.</param>
/// <param name="Change">
/// <c>created</c>, <c>changed</c>, <c>withdrawn</c> or <c>revived</c> for a project; <c>verdict-given</c>,
/// <c>verdict-taken-back</c> or <c>note-added</c> for an overlap.
/// </param>
/// <param name="Version">The version of the project after the change; null for an overlap.</param>
/// <param name="Fields">
/// The members of a changed or revived project whose values changed, without its version and stamps. Null for other
/// changes, and if they are unknown.
/// </param>
internal sealed record ChangeResponse(
    DateTimeOffset At,
    [property: Example("Reporting desk, Berlin")] string? By,
    ChangeSubject Subject,
    [property: Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")] string Id,
    [property: Example(RecordChange.Changed)] RecordChange Change,
    [property: Example(3)] int? Version,
    [property: Example(new[] { "title", "plannedEnd" })] IReadOnlyList<string>? Fields
)
{
    public static ChangeResponse FromChange(RegisterChange change) =>
        new(
            change.At,
            change.By,
            change.Pair is null ? ChangeSubject.Project : ChangeSubject.Overlap,
            change.Pair?.ToString() ?? change.Project.ToString(),
            (RecordChange)change.Kind,
            change.Version,
            change.Fields
        );
}

/// <summary>A page of the changes.</summary>
/// <param name="Items">The changes, in the order of their commits.</param>
/// <param name="NextCursor">
/// The value of <c>after</c> for the next request. It is never null: without further changes it is the position to wait
/// at.
/// </param>
/// <param name="Warnings">
/// Values of filters that are read by another name, such as <c>UK</c>; only if there are some.
/// </param>
internal sealed record ChangePageResponse(
    IReadOnlyList<ChangeResponse> Items,
    [property: Example("MTg6MTc2OTg1MTgwMDAwMDAwMA")] string NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<ValidationError>? Warnings = null
)
{
    public static ChangePageResponse FromPage(ChangePage page, IReadOnlyList<ValidationError> warnings) =>
        new(
            [.. page.Items.Select(ChangeResponse.FromChange)],
            ChangeCursor.Encode(page.Next),
            warnings.Count == 0 ? null : warnings
        );
}
