using Adam.Domain.Text;

namespace Adam.Domain.Projects;

/// <summary>
/// A participant of a project: a partner, optionally with its agency, or an organisation outside the partnership, which
/// has only a name. At least one of the two members is set.
/// </summary>
public interface IParticipant
{
    /// <summary>The partner's code; null outside the partnership.</summary>
    string? Partner { get; }

    /// <summary>
    /// The agency of a partner ("Department of State"), or the name of an organisation outside the partnership.
    /// </summary>
    string? Name { get; }

    /// <summary>
    /// Identifies the participant independently of spelling: the partner's code, else the folded name. The agency is
    /// ignored. The two forms cannot collide, because codes are upper case and folded names are lower case.
    /// </summary>
    string Key => Partner ?? Folding.Key(Name!);
}

/// <param name="Amount">
/// The amount that this donor gives to the project, in <paramref name="Currency"/>; null if unknown. It has at most
/// four decimals, and never more than the currency has.
/// </param>
/// <param name="Currency">ISO 4217; set if and only if there is an amount.</param>
/// <inheritdoc cref="IParticipant"/>
public sealed record Donor(string? Partner, string? Name, decimal? Amount, string? Currency) : IParticipant;

/// <inheritdoc cref="IParticipant"/>
public sealed record Implementer(string? Partner, string? Name) : IParticipant;
