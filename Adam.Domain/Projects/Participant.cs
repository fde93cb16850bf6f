using Adam.Domain.Text;

namespace Adam.Domain.Projects;

/// <summary>
/// Who takes part: a partner of the partnership, with its agency where that is worth saying; or, outside the partnership, a name alone. At least one of the two is there.
/// </summary>
public interface IParticipant
{
    /// <summary>The partner's code, or null outside the partnership.</summary>
    string? Partner { get; }

    /// <summary>With a partner, its agency ("Department of State"); without, the organisation's name.</summary>
    string? Name { get; }

    /// <summary>
    /// Who it is, whatever the spelling: the partner's code, else the folded name. The two cannot collide: codes are upper case, folded names have no upper case. The agency does not count.
    /// </summary>
    string Key => Partner ?? Folding.Key(Name!);
}

/// <param name="Amount">What this donor gives to the project, in <paramref name="Currency"/>; null where it is not known. At most four decimals, and never more than the currency has.</param>
/// <param name="Currency">ISO 4217; there exactly when there is an amount.</param>
/// <inheritdoc cref="IParticipant"/>
public sealed record Donor(string? Partner, string? Name, decimal? Amount, string? Currency) : IParticipant;

/// <inheritdoc cref="IParticipant"/>
public sealed record Implementer(string? Partner, string? Name) : IParticipant;
