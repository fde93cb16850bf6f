using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Adam.Desk.Forms;

namespace Adam.Desk.Recording;

/// <summary>
/// Converts a record between the document of the API and the fields of its form. Every member that an owner writes has
/// fields, so that saving a form loses none.
/// </summary>
public static partial class ProjectFields
{
    /// <summary>The members of one text each.</summary>
    private static readonly string[] Texts =
    [
        "reference",
        "owner",
        "title",
        "description",
        "language",
        "status",
        "plannedStart",
        "plannedEnd",
        "actualStart",
        "actualEnd",
        "fundedUntil",
        "iatiIdentifier",
        "visibility",
    ];

    /// <summary>The members of several codes, each of them a box.</summary>
    private static readonly string[] Boxes = ["pillars", "activityTypes"];

    /// <summary>The members of several texts, one a line.</summary>
    private static readonly string[] Lines = ["beneficiaries", "additionalSdgTargets", "declaredMeasures"];

    /// <summary>The members of several rows, with the fields of a row in the order of the form.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Lists = new Dictionary<string, string[]>
    {
        ["countries"] = [],
        ["places"] = ["name", "admin1", "latitude", "longitude"],
        ["donors"] = ["who", "agency", "amount", "currency"],
        ["implementers"] = ["who", "agency"],
        ["countryPercentages"] = ["country", "percentage"],
        ["sectors"] = ["vocabulary", "code", "percentage"],
        ["relatedProjects"] = ["identifier", "relation"],
    };

    /// <summary>All members of a record, in the order of the form.</summary>
    public static readonly IReadOnlyList<string> Members =
    [
        "title",
        "reference",
        "description",
        "language",
        "pillars",
        "activityTypes",
        "countries",
        "places",
        "owner",
        "donors",
        "implementers",
        "beneficiaries",
        "status",
        "plannedStart",
        "plannedEnd",
        "actualStart",
        "actualEnd",
        "fundedUntil",
        "declaredMeasures",
        "visibility",
        "iatiIdentifier",
        "countryPercentages",
        "sectors",
        "additionalSdgTargets",
        "relatedProjects",
    ];

    private static readonly string[] Numbers = ["amount", "latitude", "longitude", "percentage"];

    private const string Who = "who";
    private const string Agency = "agency";

    /// <summary>Returns the fields of a record that the API has sent.</summary>
    public static Fields FromRecord(JsonObject record, Choices choices)
    {
        var pairs = new List<(string, string)>();
        foreach (var member in Texts)
            pairs.Add((member, Text(record[member])));
        foreach (var member in Boxes)
            pairs.AddRange(Items(record, member).Select(item => (member, Text(item))));
        foreach (var member in Lines)
            pairs.Add((member, string.Join('\n', Items(record, member).Select(Text))));
        foreach (var (list, columns) in Lists)
        {
            foreach (var (row, item) in Items(record, list).Index())
            {
                if (columns.Length == 0)
                    pairs.Add((Name(list, row), choices.NameOfCountry(Text(item))));
                foreach (var column in columns)
                    pairs.Add((Name(list, row, column), Cell((JsonObject)item!, column, choices)));
            }
        }

        return new(pairs);
    }

    /// <summary>
    /// Returns the record of a form as the API takes it, and the names of the form's fields by those of its members.
    /// Empty rows are left out. A text that is no number is sent as it is, so that the API says what is wrong with it.
    /// </summary>
    public static (JsonObject Body, Func<string, string> FieldOf) ToBody(Fields fields, Choices choices)
    {
        var body = new JsonObject();
        foreach (var member in Texts.Where(member => fields[member].Length > 0))
            body[member] = fields[member];
        foreach (var member in Boxes)
            body[member] = Array(fields.All(member));
        foreach (var member in Lines)
            body[member] = Array(
                fields[member].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            );
        var rows = Lists.ToDictionary(
            list => list.Key,
            list =>
                fields
                    .Rows(list.Key)
                    .Where(row =>
                        list.Value.Length == 0
                            ? fields[Name(list.Key, row)].Length > 0
                            : list.Value.Any(column => fields[Name(list.Key, row, column)].Length > 0)
                    )
                    .ToList()
        );
        foreach (var (list, columns) in Lists)
            body[list] = new JsonArray([
                .. rows[list]
                    .Select(row =>
                        columns.Length == 0
                            ? (JsonNode)choices.CodeOfCountry(fields[Name(list, row)])
                            : Item(fields, list, row, columns, choices)
                    ),
            ]);
        return (body, name => FieldOf(name, rows, body));
    }

    /// <summary>Returns the record of a form with the codes of boxes in one order, which means nothing.</summary>
    public static JsonObject ToComparable(Fields fields, Choices choices)
    {
        var body = ToBody(fields, choices).Body;
        foreach (var member in Boxes)
            body[member] = Array(
                body[member]!.AsArray().Select(code => code!.ToString()).Order(StringComparer.Ordinal)
            );
        return body;
    }

    /// <summary>Returns what a form has in a member, to be read by a person.</summary>
    public static string TextOf(Fields fields, string member)
    {
        if (Boxes.Contains(member))
            return string.Join(", ", fields.All(member));
        if (!Lists.TryGetValue(member, out var columns))
            return fields[member];
        return string.Join(
            "; ",
            fields
                .Rows(member)
                .Select(row =>
                    columns.Length == 0
                        ? fields[Name(member, row)]
                        : string.Join(
                            ", ",
                            columns.Select(column => fields[Name(member, row, column)]).Where(text => text.Length > 0)
                        )
                )
                .Where(text => text.Length > 0)
        );
    }

    public static string Name(string list, int row, string? column = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{list}[{row}]") + (column is null ? "" : $".{column}");

    /// <summary>Returns the member and, for a row, its number from 1 and its column, of the name of a field.</summary>
    public static (string Member, int? Row, string? Column) Parse(string field) =>
        FieldName().Match(field) is { Success: true } match
            ? (
                match.Groups[1].Value,
                int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) + 1,
                match.Groups[3].Success ? match.Groups[3].Value : null
            )
            : (field, null, null);

    private static JsonObject Item(Fields fields, string list, int row, string[] columns, Choices choices)
    {
        var item = new JsonObject();
        foreach (var column in columns)
        {
            var text = fields[Name(list, row, column)];
            if (text.Length > 0 && column is not (Who or Agency))
                item[column] =
                    Numbers.Contains(column) ? Number(text)
                    : column == "country" ? choices.CodeOfCountry(text)
                    : text;
        }

        if (!columns.Contains(Who))
            return item;

        var (who, agency) = (fields[Name(list, row, Who)], fields[Name(list, row, Agency)]);
        // The register knows more names than the list offers. It reads them from name, unless that has the agency.
        if (choices.CodeOfPartner(who) is { } code)
            (item["partner"], item["name"]) = (code, agency.Length > 0 ? agency : null);
        else if (who.Length > 0)
            (item["partner"], item["name"]) = agency.Length > 0 ? (who, agency) : (null, who);
        else if (agency.Length > 0)
            item["name"] = agency;
        return item;
    }

    private static string Cell(JsonObject item, string column, Choices choices)
    {
        var partner = Text(item["partner"]);
        return column switch
        {
            Who => partner.Length > 0 ? choices.NameOfPartner(partner) : Text(item["name"]),
            Agency => partner.Length > 0 ? Text(item["name"]) : "",
            "country" => choices.NameOfCountry(Text(item[column])),
            _ => Text(item[column]),
        };
    }

    private static string FieldOf(string name, Dictionary<string, List<int>> rows, JsonObject body)
    {
        var match = MemberName().Match(name);
        if (!match.Success)
            return "";

        var member = match.Groups[1].Value;
        if (!Lists.TryGetValue(member, out var columns))
            return Members.Contains(member) ? member : "";

        var index = match.Groups[2].Success ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : 0;
        var row = index < rows[member].Count ? rows[member][index] : 0;
        if (columns.Length == 0)
            return Name(member, row);

        var column = match.Groups[3].Value;
        if (columns.Contains(Who) && column is "partner" or "name" or "")
            column =
                column == "name" && body[member]!.AsArray().ElementAtOrDefault(index)?["partner"] is not null
                    ? Agency
                    : Who;
        return Name(member, row, columns.Contains(column) ? column : columns[0]);
    }

    /// <summary>Returns a number as a person writes it; the text itself if it is none: the API says so.</summary>
    internal static JsonNode Number(string text)
    {
        var plain = Spaces().Replace(text, "");
        return
            PlainNumber().IsMatch(plain)
            && decimal.TryParse(
                plain.Replace(',', '.'),
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static IEnumerable<JsonNode?> Items(JsonObject record, string member) =>
        record[member] as JsonArray ?? Enumerable.Empty<JsonNode?>();

    private static string Text(JsonNode? node) =>
        node is null ? ""
        : node.GetValueKind() is System.Text.Json.JsonValueKind.Number
            ? node.GetValue<decimal>().ToString("0.############", CultureInfo.InvariantCulture)
        : node.ToString();

    [GeneratedRegex(@"^([A-Za-z]+)\[([0-9]{1,3})\](?:\.([A-Za-z0-9]+))?$")]
    private static partial Regex FieldName();

    [GeneratedRegex(@"^([A-Za-z]+)(?:\[([0-9]{1,6})\])?(?:\.([A-Za-z0-9]+))?")]
    private static partial Regex MemberName();

    [GeneratedRegex(@"[\s\u00a0\u202f']")]
    private static partial Regex Spaces();

    // A comma before three digits could separate thousands as well as decimals, so it is left to the person. Degrees
    // have more decimals, after a point.
    [GeneratedRegex(@"^[-+]?[0-9]{1,20}(\.[0-9]{1,15}|,[0-9]{1,2})?$")]
    private static partial Regex PlainNumber();
}
