using Adam.Domain.Text;

namespace Adam.Domain.Projects;

/// <summary>
/// The limits of a project's content, for all sources. Lengths count characters (Unicode scalar values). A character
/// may take two UTF-16 code units in a column of the database.
/// </summary>
public static class ProjectLimits
{
    public const int MaxReferenceLength = 100;

    public const int MaxTitleLength = 500;

    public const int MaxDescriptionLength = 20_000;

    /// <inheritdoc cref="LanguageTags.MaxLength"/>
    public const int MaxLanguageLength = LanguageTags.MaxLength;

    /// <summary>Names of organisations, agencies, places and their divisions, and names or codes of partners.</summary>
    public const int MaxNameLength = 200;

    public const int MaxBeneficiaryLength = 300;

    /// <summary>Identifiers under which projects are published.</summary>
    public const int MaxIdentifierLength = 200;

    /// <summary>Codes of lists that are too long for an enumeration in the OpenAPI document.</summary>
    public const int MaxCodeLength = 20;

    public const int MaxCountries = 100;

    public const int MaxPlaces = 200;

    /// <summary>The maximum number of donors, and of implementers.</summary>
    public const int MaxParticipants = 200;

    public const int MaxBeneficiaries = 200;

    public const int MaxSectors = 100;

    public const int MaxSdgTargets = 50;

    public const int MaxRelatedProjects = 200;

    /// <summary>The maximum number of measures that a project declares.</summary>
    public const int MaxDeclaredMeasures = 50;

    /// <summary>
    /// The exclusive limit of amounts, and of the sum of a project's amounts in one currency. Sums over a whole
    /// register then fit in the columns and in <see cref="decimal"/>.
    /// </summary>
    public const decimal AmountLimit = 100_000_000_000_000m;
}
