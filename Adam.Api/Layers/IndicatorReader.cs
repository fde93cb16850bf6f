using Adam.Api.Errors;
using Adam.Domain.Layers;
using Adam.Domain.Text;

namespace Adam.Api.Layers;

/// <summary>Reads the indicator of a question about a layer. Each fault is added to the errors.</summary>
internal sealed class IndicatorReader(LayerDraft layer, List<ValidationError> errors)
{
    /// <param name="name">The name of the indicator.</param>
    /// <param name="unit">The unit; null if none is stated.</param>
    /// <param name="codes">Codes, each after the name of its dimension: <c>substance:heroin</c>.</param>
    public LayerIndicator Read(string name, string? unit, IReadOnlyList<string> codes)
    {
        var property = layer.Measures.FirstOrDefault(measure => measure.Name == name);
        if (property is null && name != LayerIndicator.Events)
            errors.Add(
                Unknown(
                    "indicator",
                    name,
                    $"no indicator of {layer.Id}",
                    [LayerIndicator.Events, .. layer.Measures.Select(measure => measure.Name)]
                )
            );
        var stated = Codes(codes);
        // Nothing is added across codes, so a number is of one code of each dimension.
        foreach (
            var dimension in layer.Dimensions.Where(one =>
                property is not null && !codes.Any(code => code.Split(':')[0] == one.Name)
            )
        )
            errors.Add(
                new(
                    "code",
                    $"{name} is of one {dimension.Name}, because nothing is added across them. State "
                        + $"code={dimension.Name}: and one of {string.Join(", ", LayerItemRules.CodesOf(dimension))}"
                        + (dimension.Required ? "." : "; or none, for items without."),
                    ErrorCodes.Missing
                )
            );
        return new(
            property?.Name,
            property is null ? NoUnit(unit) : UnitOf(property, unit),
            stated.Where(code => code.Value.Length > 0).ToDictionary(StringComparer.Ordinal)
        );
    }

    private Dictionary<string, string> Codes(IReadOnlyList<string> texts)
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var (name, code) = text.Split(':', 2) is [var first, var second] ? (first, second) : (text, "");
            var dimension = layer.Dimensions.FirstOrDefault(one => one.Name == name);
            if (dimension is null)
                errors.Add(
                    Unknown("code", name, $"no dimension of {layer.Id}", layer.Dimensions.Select(one => one.Name))
                );
            else if (
                (code.Length > 0 || dimension.Required || !text.Contains(':', StringComparison.Ordinal))
                && !LayerItemRules.CodesOf(dimension).Contains(code, StringComparer.Ordinal)
            )
                errors.Add(Unknown("code", code, $"no {name}", LayerItemRules.CodesOf(dimension)));
            else if (!codes.TryAdd(name, code))
                errors.Add(
                    new("code", $"There are two codes of {name}. State one, as {name}:{code}.", ErrorCodes.BadValue)
                );
        }

        return codes;
    }

    private string? NoUnit(string? unit)
    {
        if (unit is not null)
            errors.Add(
                new(
                    "unit",
                    $"{ValidationError.Quote(unit)} is a unit of a number, and events are counted. Leave it out, or "
                        + "state an indicator.",
                    ErrorCodes.BadValue
                )
            );
        return null;
    }

    private string? UnitOf(LayerProperty property, string? unit)
    {
        if (property.UnitFrom.Count == 0)
        {
            if (unit is not null && unit != property.Unit)
                errors.Add(Unknown("unit", unit, $"no unit of {property.Name}", property.Unit is { } one ? [one] : []));
            return property.Unit;
        }

        var lists = property.UnitFrom.Select(name => LayerItemRules.CodesOf(layer.Find(name)!)).ToList();
        var form = string.Join('/', property.UnitFrom);
        if (unit is null)
        {
            errors.Add(
                new(
                    "unit",
                    $"{property.Name} has several units, which are never added. State one ({form}), such as "
                        + $"{string.Join('/', lists.SelectMany(codes => codes.Take(1)))}.",
                    ErrorCodes.Missing
                )
            );
            return null;
        }

        var parts = unit.Split('/');
        if (parts.Length != lists.Count)
            errors.Add(
                new(
                    "unit",
                    $"{ValidationError.Quote(unit)} is no unit of {property.Name}, which has the form {form}.",
                    ErrorCodes.UnknownCode
                )
            );
        else
            errors.AddRange(
                parts
                    .Zip(lists, property.UnitFrom)
                    .Where(one => !one.Second.Contains(one.First, StringComparer.Ordinal))
                    .Select(one => Unknown("unit", one.First, $"no {one.Third} of {property.Name}", one.Second))
            );
        return unit;
    }

    private static ValidationError Unknown(string name, string value, string what, IEnumerable<string> known)
    {
        var all = known.ToList();
        return new(
            name,
            $"{ValidationError.Quote(value)} is {what}. "
                + (
                    Nearest.FindIn(value, all) is { } meant ? $"Did you mean {ValidationError.Quote(meant)}?"
                    : all.Count > 0 ? $"Known are {string.Join(", ", all.Take(30))}."
                    : "There is none."
                ),
            ErrorCodes.UnknownCode
        );
    }
}
