using Adam.Api.Serialization;
using Adam.Data.Presence;

namespace Adam.Api.Presence;

/// <summary>The figures that a client asks for.</summary>
/// <param name="Figures">The figures to compute.</param>
/// <param name="Members">The members of a row, with its dimensions; empty for all.</param>
internal sealed record PresenceFields(PresenceFigures Figures, IReadOnlyList<string> Members)
{
    private static readonly IReadOnlyList<(string Member, PresenceFigures Figure)> All =
    [
        (nameof(PresenceRow.Partners), PresenceFigures.Partners),
        (nameof(PresenceRow.Amounts), PresenceFigures.Amounts),
        (nameof(PresenceRow.Given), PresenceFigures.Given),
        (nameof(PresenceRow.Converted), PresenceFigures.Converted),
        (nameof(PresenceRow.WithoutDuplicates), PresenceFigures.WithoutDuplicates),
    ];

    /// <summary>The members of a row by name; null for all.</summary>
    public IReadOnlySet<string>? Selected { get; } = Members.Count == 0 ? null : new HashSet<string>(Members);

    /// <param name="fields">The members that the client has named; empty for all.</param>
    public static PresenceFields For(IReadOnlyList<PresenceDimension> by, IReadOnlyList<string> fields)
    {
        if (fields.Count == 0)
            return new(PresenceFigures.All, []);

        var figures = All.Where(one => fields.Contains(Json.NameOfMember(one.Member)))
            .Aggregate(PresenceFigures.None, (sum, one) => sum | one.Figure);
        return new(figures, [.. by.Select(dimension => Json.NameOfMember(dimension.ToString())), .. fields]);
    }
}
