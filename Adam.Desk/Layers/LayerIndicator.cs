using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Layers;

/// <summary>The figure of a layer that a map shows: the number of items, or one number of the summary.</summary>
/// <param name="Name"><see cref="Events"/>, or the name of the number.</param>
/// <param name="Unit">The unit of the number; null for none.</param>
/// <param name="Codes">The codes of dimensions; "" for items without one.</param>
public sealed record LayerIndicator(string Name, string? Unit, IReadOnlyList<(string Dimension, string Code)> Codes)
{
    public const string Events = "events";

    public bool IsNumber => Name != Events;

    /// <summary>
    /// Returns the indicator that an address states. A number is of one unit and one code of each dimension: what the
    /// address leaves out is that of the most items.
    /// </summary>
    /// <param name="rows">The rows of the layer's summary.</param>
    public static LayerIndicator Read(Filters filters, Layer layer, IReadOnlyList<LayerSummaryRow> rows)
    {
        var name = filters["indicator"] ?? Events;
        var stated = filters
            .Values("code")
            .Select(code => code.Split(':', 2))
            .Select(parts => (Dimension: parts[0], Code: parts.ElementAtOrDefault(1) ?? ""))
            .ToList();
        if (name == Events)
            return new(Events, null, stated);

        var numbers = rows.SelectMany(row => row.Measures).ToList();
        // A unit of another number remains in the address when the person chooses this one.
        var unit =
            filters["unit"] is { } text && (HasUnit(name, text) || !numbers.Any(one => one.Unit == text)) ? text : null;
        var usual = numbers
            .Where(one => one.Property == name && (unit is null || one.Unit == unit))
            .Where(one => stated.All(code => CodeOf(one.Codes, code.Dimension) == code.Code))
            .GroupBy(one =>
                (one.Unit, Codes: string.Join(' ', layer.Dimensions.Select(of => CodeOf(one.Codes, of.Name))))
            )
            .OrderByDescending(group => group.Sum(one => one.Events))
            .ThenBy(group => group.Key.Codes, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.First();
        return usual is null
            ? new(name, unit, stated)
            : new(name, usual.Unit, [.. layer.Dimensions.Select(of => (of.Name, CodeOf(usual.Codes, of.Name)))]);

        bool HasUnit(string property, string candidate) =>
            numbers.Any(one => one.Property == property && one.Unit == candidate);
    }

    /// <summary>The dimensions of the summary that has the figure, beside country and year.</summary>
    public IEnumerable<string> By => IsNumber ? [] : Codes.Select(code => code.Dimension).Distinct();

    /// <summary>Returns the figures of a summary by country and <see cref="By"/>, with their places in it.</summary>
    public IEnumerable<LayerFigure> FiguresOf(LayerSummary summary)
    {
        foreach (var (row, i) in summary.Items.Select((row, i) => (row, i)))
        {
            if (!IsNumber)
            {
                if (Codes.All(code => CodeOf(row.Codes, code.Dimension) == code.Code))
                    yield return new(row.Country!, row.Year, row.Events, $"/items/{i}/events");
                continue;
            }

            foreach (var (number, j) in row.Measures.Select((number, j) => (number, j)))
            {
                if (number.Property == Name && number.Unit == Unit && HasCodes(number))
                    yield return new(
                        row.Country!,
                        row.Year,
                        number.Sum ?? number.Mean ?? 0,
                        $"/items/{i}/measures/{j}/{(number.Sum is null ? "mean" : "sum")}"
                    );
            }
        }
    }

    /// <summary>The indicator as parameters of an address.</summary>
    public IEnumerable<(string Name, string Value)> Parameters =>
        [
            ("indicator", Name),
            .. Unit is null ? [] : new[] { ("unit", Unit) },
            .. Codes.Select(code => ("code", $"{code.Dimension}:{code.Code}")),
        ];

    /// <summary>Returns the code of a dimension; "" for none.</summary>
    public static string CodeOf(IReadOnlyDictionary<string, string> codes, string dimension) =>
        codes.GetValueOrDefault(dimension) ?? "";

    private bool HasCodes(LayerNumber number) =>
        Codes.All(code => CodeOf(number.Codes, code.Dimension) == code.Code)
        && number.Codes.Count == Codes.Count(code => code.Code.Length > 0);
}

/// <summary>The figure of a country.</summary>
/// <param name="At">The place of the figure in the answer (RFC 6901).</param>
/// <param name="Year">The year; null if the summary is not by year, or for items without time.</param>
public sealed record LayerFigure(string Country, int? Year, decimal Value, string At);
