using System.Text.Json.Nodes;
using Adam.Api.Errors;
using Adam.Api.Meetings;
using Adam.Domain.Layers;
using Adam.Domain.Text;

namespace Adam.Api.Layers;

/// <summary>Reads and validates declarations of layers, and collects all errors.</summary>
internal static class LayerReader
{
    private const int LongestCode = 100;

    /// <param name="errors">The errors found while the request was parsed. Further ones are added.</param>
    /// <param name="current">The layer to change, as the API returns it; null for a new one.</param>
    /// <returns>The draft. Members with errors have undefined values.</returns>
    public static LayerDraft Read(LayerBody body, List<ValidationError> errors, LayerResponse? current)
    {
        var reading = new BodyErrors(errors);
        var draft = new LayerDraft
        {
            Id = Id(reading, body.Id, current?.Id),
            Title = reading.Line("title", body.Title, "A title"),
            Description = TextNormalization.Line(body.Description),
            Kind = body.Kind ?? LayerKind.Events,
            Sensitivity = body.Sensitivity ?? LayerSensitivity.Restricted,
            Properties = Properties(reading, body.Properties ?? []),
            SourceNote = TextNormalization.Line(body.SourceNote),
            Licence = TextNormalization.Line(body.Licence),
        };
        draft = draft with { Equivalents = Equivalents(reading, body.Equivalents, draft) };
        Computed(reading, body, current);
        return draft;
    }

    private static string Id(BodyErrors reading, string? text, string? current)
    {
        var id = text?.Trim() ?? "";
        if (text is not null && !LayerDraft.IsId(id))
            reading.Add(
                "id",
                $"{ValidationError.Quote(text)} is no id: it begins with a letter in lower case, and has such letters, "
                    + "digits and hyphens.",
                ErrorCodes.BadValue
            );
        else if (text is not null && current is not null && id != current)
            reading.Add(
                "id",
                $"The id is {current} and stays so. Declare another layer as {ValidationError.Quote(id)}.",
                ErrorCodes.BadValue
            );
        return id;
    }

    private static List<LayerProperty> Properties(BodyErrors reading, IReadOnlyList<LayerPropertyBody> bodies)
    {
        var properties = new List<LayerProperty>();
        foreach (var (i, body) in bodies.Index())
        {
            var at = $"properties[{i}]";
            var name = body.Name?.Trim() ?? "";
            if (body.Name is not null && !LayerDraft.IsPropertyName(name))
                reading.Add(
                    $"{at}.name",
                    $"{ValidationError.Quote(body.Name)} is no name of a property: it begins with a letter in lower "
                        + "case, and has letters and digits.",
                    ErrorCodes.BadValue
                );
            else if (ItemMembers.All.Contains(name, StringComparer.OrdinalIgnoreCase))
                reading.Add(
                    $"{at}.name",
                    $"Every item has the member {name}. Give the property another name.",
                    ErrorCodes.BadValue
                );
            else if (properties.Any(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                reading.Add($"{at}.name", $"Two properties have the name {name}.", ErrorCodes.BadValue);
            properties.Add(Property(reading, at, name, body));
        }

        foreach (var (i, property) in properties.Index())
            Units(reading, $"properties[{i}].unitFrom", property, properties);
        return properties;
    }

    private static LayerProperty Property(BodyErrors reading, string at, string name, LayerPropertyBody body)
    {
        var type = body.Type ?? LayerPropertyType.Text;
        var values = reading.Lines($"{at}.values", body.Values, "A code", LongestCode);
        if (
            values.GroupBy(one => one, StringComparer.OrdinalIgnoreCase).FirstOrDefault(one => one.Skip(1).Any()) is
            { } twice
        )
            reading.Add(
                $"{at}.values",
                $"The code {ValidationError.Quote(twice.Key)} stands there twice.",
                ErrorCodes.BadValue
            );
        var list = TextNormalization.Line(body.List);
        if (type == LayerPropertyType.Code)
        {
            if (list is null == (values.Count == 0))
                reading.Add($"{at}.values", "A code has values, or the list that has them.", ErrorCodes.Missing);
            if (list is not null && LayerItemRules.ListOf(list) is null)
                reading.Add(
                    $"{at}.list",
                    $"There is no code list {ValidationError.Quote(list)}. GET /v1/codelists lists them.",
                    ErrorCodes.UnknownCode
                );
        }
        else if (list is not null || values.Count > 0)
            reading.Add($"{at}.values", "Only a code has values or a list.", ErrorCodes.BadValue);

        var unit = TextNormalization.Line(body.Unit);
        if (type != LayerPropertyType.Number && (unit is not null || body.UnitFrom is { Count: > 0 }))
            reading.Add($"{at}.unit", "Only a number has a unit.", ErrorCodes.BadValue);
        if (unit is not null && body.UnitFrom is { Count: > 0 })
            reading.Add($"{at}.unit", "The unit is stated, or taken from unitFrom; not both.", ErrorCodes.BadValue);
        var fits = body.Summary switch
        {
            LayerSummaryUse.Dimension => type == LayerPropertyType.Code,
            LayerSummaryUse.Sum or LayerSummaryUse.Mean => type == LayerPropertyType.Number,
            null => true,
        };
        if (!fits)
            reading.Add(
                $"{at}.summary",
                "Codes have the summary dimension, and numbers sum or mean.",
                ErrorCodes.BadValue
            );
        return new()
        {
            Name = name,
            Type = type,
            List = list,
            Values = values,
            Unit = unit,
            UnitFrom = [.. (body.UnitFrom ?? []).Select(one => one.Trim())],
            Required = body.Required ?? false,
            Summary = body.Summary,
        };
    }

    private static void Units(
        BodyErrors reading,
        string at,
        LayerProperty property,
        IReadOnlyList<LayerProperty> properties
    )
    {
        foreach (var (i, name) in property.UnitFrom.Index())
        {
            if (properties.All(one => one.Name != name || one.Type != LayerPropertyType.Code))
                reading.Add(
                    $"{at}[{i}]",
                    $"The layer has no code {ValidationError.Quote(name)} among its properties.",
                    ErrorCodes.BadValue
                );
        }
    }

    private static LayerEquivalents? Equivalents(BodyErrors reading, LayerEquivalentsBody? body, LayerDraft draft)
    {
        if (body is null)
            return null;

        var (number, dimension) = (draft.Find(body.Property ?? ""), draft.Find(body.By ?? ""));
        if (body.Property is not null && number?.Summary != LayerSummaryUse.Sum)
            reading.Add(
                "equivalents.property",
                $"{ValidationError.Quote(body.Property)} is no number with the summary sum.",
                ErrorCodes.BadValue
            );
        if (body.By is not null && dimension?.Summary != LayerSummaryUse.Dimension)
            reading.Add(
                "equivalents.by",
                $"{ValidationError.Quote(body.By)} is no code with the summary dimension.",
                ErrorCodes.BadValue
            );
        var factors = new List<LayerFactor>();
        foreach (var (i, one) in (body.Factors ?? []).Index())
        {
            var at = $"equivalents.factors[{i}]";
            var (code, unit) = (one.Code?.Trim() ?? "", one.Unit?.Trim() ?? "");
            if (dimension is not null && !LayerItemRules.CodesOf(dimension).Contains(code, StringComparer.Ordinal))
                reading.Add(
                    $"{at}.code",
                    $"{ValidationError.Quote(code)} is no code of {dimension.Name}.",
                    ErrorCodes.UnknownCode
                );
            if (one.Factor is <= 0 or > LayerItemRules.MostNumber)
                reading.Add($"{at}.factor", "A factor is above 0, and at most 1,000,000,000.", ErrorCodes.OutOfRange);
            if (factors.Any(other => other.Code == code && other.Unit == unit))
                reading.Add(at, $"There is a factor for {code} in {unit} already.", ErrorCodes.BadValue);
            factors.Add(new(code, unit, one.Factor ?? 1));
        }

        return new(
            body.Property ?? "",
            body.By ?? "",
            reading.Line("equivalents.unit", body.Unit, "A unit"),
            reading.Line("equivalents.source", body.Source, "A source"),
            factors
        );
    }

    private static void Computed(BodyErrors reading, LayerBody body, LayerResponse? current)
    {
        var now = current is null
            ? null
            : (JsonObject)System.Text.Json.JsonSerializer.SerializeToNode(current, Serialization.Json.Options)!;
        reading.Computed("version", body.Version, now, first: 1);
        reading.Computed("updatedAt", body.UpdatedAt, now);
        reading.Computed("updatedBy", body.UpdatedBy, now);
        reading.Computed("computed", body.Computed, now);
        reading.Computed("access", body.Access, now);
    }
}
