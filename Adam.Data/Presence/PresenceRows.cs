using Adam.Data.Projects;

namespace Adam.Data.Presence;

/// <summary>A cell as the database returns it. D0, D1, … are the values of its dimensions.</summary>
internal record PresenceRow
{
    public string? D0 { get; init; }
    public string? D1 { get; init; }
    public string? D2 { get; init; }
    public string? D3 { get; init; }
    public string? D4 { get; init; }
    public string? D5 { get; init; }
    public string? D6 { get; init; }
    public string? D7 { get; init; }
    public long Projects { get; init; }
    public long Partners { get; init; }

    /// <summary>The key of the cell, equal for all its rows.</summary>
    public string Key => string.Join('\u0001', D0, D1, D2, D3, D4, D5, D6, D7);

    public string[] Values(int count) =>
        [.. new[] { D0, D1, D2, D3, D4, D5, D6, D7 }.Take(count).Select(value => value!)];
}

/// <summary>A sum of amounts in one currency.</summary>
internal record PresenceAmountRow : PresenceRow
{
    /// <summary>
    /// The period of the projects, as in ProjectFacet. Both days are 0 if the query does not group by them.
    /// </summary>
    public int StartDay { get; init; }
    public int EndDay { get; init; }

    public string Currency { get; init; } = "";
    public decimal Units { get; init; }
    public long TenThousandths { get; init; }

    public PresenceAmountRow() { }

    /// <summary>Creates an amount of the cell of another row.</summary>
    public PresenceAmountRow(PresenceRow cell)
        : base(cell) { }

    public CurrencyAmount Amount => CurrencyAmount.FromParts(Currency, Units, TenThousandths);
}

/// <summary>The amount of one project; the currency is empty if it has none.</summary>
internal sealed record PresenceOwnAmountRow : PresenceAmountRow
{
    public long ProjectId { get; init; }
}

/// <summary>A value of a project.</summary>
internal sealed record PresenceValueRow
{
    public long ProjectId { get; init; }
    public string Value { get; init; } = "";
}

/// <summary>The period of a project, as in ProjectFacet.</summary>
internal sealed record PresencePeriodRow
{
    public long ProjectId { get; init; }
    public int StartDay { get; init; }
    public int EndDay { get; init; }
}

/// <summary>The periods of projects, as in ProjectFacet.</summary>
internal sealed record PresencePeriodListRow
{
    /// <summary>The id of each project, its first and its last day: <c>7:735000:736000</c>; null for none.</summary>
    public string? Periods { get; init; }
}

/// <summary>A value with all its projects: their ids, with commas between; null for none.</summary>
internal sealed record PresenceListRow
{
    public string Value { get; init; } = "";
    public string? Projects { get; init; }
}

/// <summary>The amounts of all projects, or what a donor gives to them.</summary>
internal sealed record PresenceAmountListRow
{
    /// <summary>The donor's key; empty for the amounts of all donors.</summary>
    public string Donor { get; init; } = "";

    /// <summary>
    /// The id of each project, the currency and the amount in ten-thousandths: <c>7:EUR:12500,8:USD:100</c>; null for
    /// none.
    /// </summary>
    public string? Amounts { get; init; }
}

/// <summary>The amount of a project in one currency, or what a donor gives to it.</summary>
internal sealed record PresenceProjectAmountRow
{
    public long ProjectId { get; init; }

    /// <summary>The donor's key; empty for the amount of all donors.</summary>
    public string Donor { get; init; } = "";

    public string Currency { get; init; } = "";
    public long TenThousandths { get; init; }
}
