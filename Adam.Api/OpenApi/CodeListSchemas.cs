using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;
using Microsoft.OpenApi;

namespace Adam.Api.OpenApi;

/// <summary>
/// Names the schema of each code list. A list that the rules of the register depend on is an enum. A list to which a
/// release can add codes is a string with a pattern, because generated clients reject unknown enum values.
/// </summary>
internal static class CodeListSchemas
{
    private const string Words = "^[a-z0-9]+(-[a-z0-9]+)*$";
    private const int MostNamed = 30;

    private static readonly Dictionary<string, Type> Enums = new(StringComparer.Ordinal)
    {
        ["pillars"] = typeof(Pillar),
        ["relations"] = typeof(Relation),
        ["statuses"] = typeof(ProjectStatus),
        ["visibilities"] = typeof(Visibility),
    };

    private static readonly Dictionary<string, (string Name, string Pattern)> Strings = new(StringComparer.Ordinal)
    {
        ["activity-types"] = ("ActivityType", Words),
        ["countries"] = ("Country", "^[A-Z]{2}$"),
        ["cross-cutting-areas"] = ("CrossCuttingArea", Words),
        ["declaration-areas"] = ("DeclarationArea", @"^[IV]+\.[0-9]{1,2}(\.[a-z])?$"),
        ["currencies"] = ("Currency", "^[A-Z]{3}$"),
        ["regions"] = ("RegionCode", Words),
        ["routes"] = ("RouteCode", Words),
        ["sdg-targets"] = ("SdgTarget", @"^[0-9]{1,2}(\.[0-9a-z]{1,2})?$"),
        ["sector-vocabularies"] = ("SectorVocabulary", Words),
    };

    /// <summary>Returns the enum whose values are the codes of the list; null if the list is a string.</summary>
    public static Type? EnumOf(string list) => Enums.GetValueOrDefault(list);

    /// <summary>Returns the name and the schema of a code of the list.</summary>
    /// <exception cref="KeyNotFoundException">The list has no schema.</exception>
    public static (string Name, OpenApiSchema Schema) SchemaFor(string list)
    {
        var (name, pattern) = Strings[list];
        var (title, path, codes) = list switch
        {
            OneOfAttribute.Routes => (
                "Trafficking routes",
                "/v1/routes",
                Domain.CodeLists.Route.All.Select(route => route.Code).ToList()
            ),
            OneOfAttribute.Regions => (
                "Regions, which are no official designations",
                "/v1/regions",
                Region.All.Select(region => region.Code).ToList()
            ),
            _ => CodeListCatalog
                .All.Where(one => one.Name == list)
                .Select(one => (one.Title, $"/v1/codelists/{list}", one.Codes.ToList()))
                .Single(),
        };
        var known = codes.Count <= MostNamed ? $" Codes: {string.Join(", ", codes.Select(code => $"`{code}`"))}." : "";
        return (
            name,
            new()
            {
                Type = JsonSchemaType.String,
                Pattern = pattern,
                Description = $"{title}.{known} `{path}` lists the codes. A release of the service can add codes.",
                Examples = [JsonValue.Create(codes[0])],
            }
        );
    }
}
