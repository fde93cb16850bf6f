namespace Adam.Api.Imports.Formats.Iati;

/// <summary>A text in one language.</summary>
/// <param name="Language">The <c>xml:lang</c> that applies; null if none does.</param>
internal readonly record struct Narrative(string? Language, string Text);

/// <summary>An organisation as an element states it.</summary>
/// <param name="Ref">Its identifier, as written; null if there is none.</param>
/// <param name="Type">The code of IATI's list OrganisationType.</param>
internal sealed record Organisation(string? Ref, string? Type, IReadOnlyList<Narrative> Names);

/// <param name="Role">IATI's list OrganisationRole: 1 to 4, or before 2.01 the name.</param>
internal sealed record Participation(string? Role, Organisation Organisation);

/// <summary>A code with its percentage of the activity. Codes of transactions have no percentage.</summary>
internal readonly record struct Coded(string? Vocabulary, string? Code, string? Percentage, bool OnTransaction)
{
    /// <summary>The name beside the code, or in place of it; null if there is none.</summary>
    public string? Name { get; init; }
}

/// <param name="Type">IATI's list ActivityDateType: 1 to 4, or before 2.01 the name.</param>
/// <param name="Text">The text of the element. Some files state the date there.</param>
internal readonly record struct ActivityDate(string? Type, string? IsoDate, string? Text);

/// <param name="Position">Latitude and longitude, as written.</param>
internal sealed record Location(
    IReadOnlyList<Narrative> Names,
    IReadOnlyList<Narrative> Descriptions,
    (string? Latitude, string? Longitude) Position
);

internal readonly record struct Money(string? Value, string? Currency);

/// <param name="Type">1: original, 2: revised.</param>
internal readonly record struct Budget(string? Type, string? From, string? To, Money Money);

/// <param name="Type">IATI's list TransactionType: a number, or before 2.01 letters.</param>
internal sealed record Transaction(
    string? Type,
    Money Money,
    Organisation? Provider,
    string? ProviderActivity,
    string? ReceiverActivity
);

/// <param name="Type">IATI's list RelatedActivityType.</param>
internal readonly record struct RelatedActivity(string? Type, string? Ref);

/// <param name="Type">IATI's list OtherIdentifierType.</param>
internal readonly record struct OtherIdentifier(string? Type, string? Ref);

/// <summary>The parts of an <c>iati-activity</c> that the register uses, as written and not validated.</summary>
internal sealed class IatiActivity
{
    private int _parts;
    private int _characters;

    public required int Line { get; init; }

    public required int Column { get; init; }

    public string? DefaultCurrency { get; init; }

    public string? Language { get; init; }

    public string? Identifier { get; set; }

    /// <summary>The reference that a register has exported; null in a file from elsewhere.</summary>
    public string? OwnReference { get; init; }

    /// <summary>The visibility that an export of a register states; null if there is none.</summary>
    public string? OwnVisibility { get; init; }

    /// <summary>The measures that an export of this program names; empty in other files.</summary>
    public IReadOnlyList<string> OwnMeasures { get; init; } = [];

    /// <summary>
    /// The last day of the money that an export of this program states; null in other files, or if it is no date.
    /// </summary>
    public DateOnly? OwnFundedUntil { get; init; }

    /// <summary>The IATI identifier that a register has exported; null if its project has none.</summary>
    public string? OwnIatiIdentifier { get; init; }

    public Organisation? Reporter { get; set; }

    /// <summary>True if the reporter states that the activity belongs to another organisation.</summary>
    public bool HasSecondaryReporter { get; set; }

    public string? Status { get; set; }

    /// <summary>The identifiers of <c>other-identifier</c>.</summary>
    public List<OtherIdentifier> OtherIdentifiers { get; } = [];

    public List<Narrative> Titles { get; } = [];

    public List<Narrative> Descriptions { get; } = [];

    public List<Participation> Participations { get; } = [];

    public List<ActivityDate> Dates { get; } = [];

    public List<Coded> Countries { get; } = [];

    public List<Coded> Regions { get; } = [];

    public List<Coded> Sectors { get; } = [];

    public HashSet<Coded> Tags { get; } = [];

    public List<Location> Locations { get; } = [];

    public List<Budget> Budgets { get; } = [];

    public List<Transaction> Transactions { get; } = [];

    public HashSet<RelatedActivity> Related { get; } = [];

    /// <summary>True if the activity has more parts or more text than <see cref="IatiLimits"/> allows.</summary>
    public bool IsTooLarge => WasCut || _parts > IatiLimits.Parts || _characters > IatiLimits.NarrativeCharacters;

    /// <summary>
    /// True if some texts and attributes were dropped because they exceed <see cref="IatiLimits.Characters"/>.
    /// </summary>
    public bool WasCut { get; set; }

    public void Add<T>(ICollection<T> parts, T part)
    {
        if (++_parts <= IatiLimits.Parts)
            parts.Add(part);
    }

    public void Add(List<Narrative> texts, IReadOnlyList<Narrative> narratives)
    {
        foreach (var narrative in narratives)
        {
            if (IsTooLarge)
                return;

            _characters += narrative.Text.Length;
            Add<Narrative>(texts, narrative);
        }
    }
}
