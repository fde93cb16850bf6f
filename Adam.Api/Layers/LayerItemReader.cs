using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Geography;
using Adam.Domain.Layers;
using Adam.Domain.Text;

namespace Adam.Api.Layers;

/// <summary>Reads and validates an item by the declaration of its layer, and collects all errors.</summary>
internal sealed class LayerItemReader(LayerDraft layer, IItemFields fields, List<ValidationError> errors)
{
    private const int LongestText = 500;
    private const int MostCountries = 50;

    /// <summary>The values that are read by another name, such as a country by its name.</summary>
    public List<ValidationError> Warnings { get; } = [];

    /// <returns>The draft. Members with errors have undefined values.</returns>
    public LayerItemDraft Read()
    {
        RejectUnknown();
        var (from, until) = Days();
        var position = Position();
        return new()
        {
            Reference = Reference(),
            From = from,
            Until = until,
            Country = Country(ItemMembers.Country, isRequired: true) ?? "",
            Admin1 = Line(ItemMembers.Admin1),
            Position = position,
            Precision = Precision(position),
            Values = Values(),
            SourceKind = Code(ItemMembers.SourceKind, NamesOf<ItemSourceKind>(), isRequired: true) is { } kind
                ? ValueOf<ItemSourceKind>(kind)
                : ItemSourceKind.Government,
            Citation = Line(ItemMembers.Citation),
            SourceUrl = Url(),
        };
    }

    public static IReadOnlyList<string> NamesOf<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(one => Serialization.Json.NameOf(one))];

    private static T ValueOf<T>(string name)
        where T : struct, Enum => Enum.GetValues<T>().Single(one => Serialization.Json.NameOf(one) == name);

    private void RejectUnknown()
    {
        var known = ItemMembers.Written.Concat(layer.Properties.Select(one => one.Name)).ToList();
        foreach (var name in fields.Given.Except(known).Except(ItemMembers.Computed))
            Add(
                name,
                $"The layer {layer.Id} has no property {ValidationError.Quote(name)}. "
                    + (
                        Nearest.FindIn(name, known) is { } meant
                            ? $"Did you mean {ValidationError.Quote(meant)}?"
                            : $"GET /v1/layers/{layer.Id} lists them."
                    ),
                ErrorCodes.UnknownMember
            );
    }

    private string Reference()
    {
        var reference = Line(ItemMembers.Reference, LayerItemDraft.MaxReferenceLength) ?? "";
        if (reference.Length == 0)
            Missing(ItemMembers.Reference, "An item has a reference, by which its recorder finds it again.");
        return reference;
    }

    private (DateOnly? From, DateOnly? Until) Days()
    {
        var date = fields.Date(ItemMembers.Date, errors);
        var (from, until) = (fields.Date(ItemMembers.From, errors), fields.Date(ItemMembers.Until, errors));
        foreach (
            var (name, day) in new[] { (ItemMembers.Date, date), (ItemMembers.From, from), (ItemMembers.Until, until) }
        )
        {
            if (day is { Year: < 1970 or > 2100 })
                Add(name, $"{day:yyyy-MM-dd} lies outside the years 1970 to 2100.", ErrorCodes.OutOfRange);
        }

        if (date is not null && (from is not null || until is not null) && (date != from || date != until))
            Add(ItemMembers.Date, "An item has a date, or a period from and until; not both.", ErrorCodes.BadValue);
        (from, until) = (date ?? from, date ?? until);
        if (until < from)
            Add(
                ItemMembers.Until,
                $"The period ends ({until:yyyy-MM-dd}) before it begins ({from:yyyy-MM-dd}).",
                ErrorCodes.EndBeforeStart
            );
        if (from is null && until is not null)
            Missing(ItemMembers.From, "A period has a first day.");
        else if (from is null && LayerItemRules.NeedsTime(layer.Kind) && !HasAny(ItemMembers.Date, ItemMembers.From))
            Missing(
                layer.Kind == LayerKind.Events ? ItemMembers.Date : ItemMembers.From,
                layer.Kind == LayerKind.Events ? "An event has a date." : "An observation has a period, from and until."
            );
        else if (layer.Kind == LayerKind.Series && from is not null && until is null && !HasAny(ItemMembers.Until))
            Missing(ItemMembers.Until, "The period of an observation has a last day.");
        return (from, until);
    }

    private bool HasAny(params string[] members) => members.Any(fields.Given.Contains);

    private Coordinates? Position()
    {
        var latitude = Degrees(ItemMembers.Latitude, 90);
        var longitude = Degrees(ItemMembers.Longitude, 180);
        if (HasAny(ItemMembers.Latitude) != HasAny(ItemMembers.Longitude))
            Missing(
                HasAny(ItemMembers.Latitude) ? ItemMembers.Longitude : ItemMembers.Latitude,
                "A position has a latitude and a longitude."
            );
        return latitude is null || longitude is null
            ? null
            : Coordinates.FromDegrees((double)latitude, (double)longitude);
    }

    private decimal? Degrees(string member, int most)
    {
        if (fields.Number(member, errors) is not { } degrees)
            return null;
        if (Math.Abs(degrees) <= most)
            return degrees;

        Add(
            member,
            $"{ValidationError.Quote(degrees.ToString(System.Globalization.CultureInfo.InvariantCulture))} is no "
                + $"{member}: it lies between -{most} and {most} degrees.",
            ErrorCodes.OutOfRange
        );
        return null;
    }

    private PositionPrecision? Precision(Coordinates? position)
    {
        var precision = Code(ItemMembers.Precision, NamesOf<PositionPrecision>());
        if (precision is not null && !HasAny(ItemMembers.Latitude, ItemMembers.Longitude))
            Add(ItemMembers.Precision, "Only a position has a precision.", ErrorCodes.BadValue);
        return position is null ? null
            : precision is null ? PositionPrecision.Exact
            : ValueOf<PositionPrecision>(precision);
    }

    private SortedDictionary<string, ItemValue> Values()
    {
        var values = new SortedDictionary<string, ItemValue>(StringComparer.Ordinal);
        foreach (var property in layer.Properties)
        {
            if (Value(property) is { } value)
                values[property.Name] = value;
        }

        foreach (var number in layer.Properties.Where(one => values.ContainsKey(one.Name)))
        {
            foreach (var unit in number.UnitFrom.Where(unit => !fields.Given.Contains(unit)))
                Missing(unit, $"The {number.Name} has no unit without it.");
        }

        return values;
    }

    private ItemValue? Value(LayerProperty property)
    {
        var name = property.Name;
        if (!fields.Given.Contains(name))
        {
            if (property.Required)
                Missing(name, $"Each item of {layer.Id} has it.");
            return null;
        }

        return property.Type switch
        {
            LayerPropertyType.Text => Line(name) is { } text ? ItemValue.FromText(text) : null,
            LayerPropertyType.Code => CodeOf(property) is { } code ? ItemValue.FromText(code) : null,
            LayerPropertyType.Number => Number(name) is { } number ? ItemValue.FromNumber(number) : null,
            LayerPropertyType.Country => Country(name) is { } country ? ItemValue.FromText(country) : null,
            LayerPropertyType.Countries => Countries(name) is { Count: > 0 } countries
                ? ItemValue.FromCountries(countries)
                : null,
        };
    }

    private decimal? Number(string name)
    {
        if (fields.Number(name, errors) is not { } number)
            return null;

        var shown = ValidationError.Quote(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (number is < 0 or > LayerItemRules.MostNumber)
            Add(name, $"{shown} is not between 0 and 1,000,000,000.", ErrorCodes.OutOfRange);
        else if (number != Math.Round(number, LayerItemRules.MostDecimals))
            Add(name, $"{shown} has more than {LayerItemRules.MostDecimals} decimals.", ErrorCodes.BadNumber);
        else
            return number / 1.0000000000000000000000000000m;
        return null;
    }

    private string? CodeOf(LayerProperty property)
    {
        if (property.List is not { } name)
            return Code(property.Name, property.Values);
        if (Line(property.Name) is not { } text)
            return null;

        var list = LayerItemRules.ListOf(name)!;
        if (list.Find(text) is { } entry)
            return entry.Code;
        Add(property.Name, ValidationError.NoCodeOf(list, text), ErrorCodes.UnknownCode);
        return null;
    }

    private string? Code(string member, IReadOnlyList<string> codes, bool isRequired = false)
    {
        if (Line(member) is not { } text)
        {
            if (isRequired)
                Missing(member, $"Known are {string.Join(", ", codes)}.");
            return null;
        }

        if (codes.FirstOrDefault(code => code.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found)
            return found;
        Add(
            member,
            $"{ValidationError.Quote(text)} is no code of {member}. "
                + (
                    Nearest.FindIn(text, codes) is { } meant
                        ? $"Did you mean {ValidationError.Quote(meant)}?"
                        : $"Known are {string.Join(", ", codes)}."
                ),
            ErrorCodes.UnknownCode
        );
        return null;
    }

    private string? Country(string member, bool isRequired = false)
    {
        if (Line(member) is { } text)
            return Country(member, text);
        if (isRequired)
            Missing(member, "An item has a country.");
        return null;
    }

    private string? Country(string member, string text)
    {
        if (CodeListCatalog.Countries.Find(text) is { } entry)
            return entry.Code;
        if (CountryNames.Resolve(text) is { } code)
        {
            Warnings.Add(
                ValidationError.CountryReadAs(fields.NameOf(member), text, CodeListCatalog.Countries.Find(code)!)
            );
            return code;
        }

        Add(member, ValidationError.NoCodeOf(CodeListCatalog.Countries, text), ErrorCodes.UnknownCode);
        return null;
    }

    private IReadOnlyList<string>? Countries(string member)
    {
        if (fields.Texts(member, errors) is not { } texts)
            return null;
        if (texts.Count > MostCountries)
        {
            Add(member, $"There are {texts.Count} countries; at most {MostCountries} are taken.", ErrorCodes.TooMany);
            return null;
        }

        return
        [
            .. texts
                .Select(text => TextNormalization.Line(text))
                .OfType<string>()
                .Select(text => Country(member, text))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private string? Url()
    {
        if (Line(ItemMembers.SourceUrl) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")
            return text;
        Add(
            ItemMembers.SourceUrl,
            $"{ValidationError.Quote(text)} is no address. Write it as https://….",
            ErrorCodes.BadValue
        );
        return null;
    }

    private string? Line(string member, int most = LongestText)
    {
        var line = TextNormalization.Line(fields.Text(member, errors));
        if (line is null || line.Length <= most)
            return line;

        Add(member, $"The text has {line.Length} characters; at most {most} are taken.", ErrorCodes.TooLong);
        return null;
    }

    private void Missing(string member, string reason)
    {
        if (!errors.HasErrorFor(fields.NameOf(member)))
            errors.Add(new(fields.NameOf(member), $"{member} is missing. {reason}", ErrorCodes.Missing));
    }

    private void Add(string member, string reason, ErrorCode code)
    {
        if (errors.Count < ValidationError.Most)
            errors.Add(new(fields.NameOf(member), reason, code));
    }
}
