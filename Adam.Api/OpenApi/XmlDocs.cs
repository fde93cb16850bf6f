using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Adam.Api.OpenApi;

/// <summary>Reads the XML documentation of the code, which the OpenAPI document quotes as descriptions.</summary>
internal static partial class XmlDocs
{
    private static readonly Dictionary<string, XElement> Members = Load();

    public static string? SummaryOf(Type type) => Summary(Member($"T:{NameOf(type)}"));

    public static string? SummaryOf(PropertyInfo property) =>
        Summary(Member($"P:{NameOf(property.DeclaringType!)}.{property.Name}"))
        // A property that is a positional parameter of its record is documented as a param of the type.
        ?? Text(
            Member($"T:{NameOf(property.DeclaringType!)}")
                ?.Elements("param")
                .FirstOrDefault(param => param.Attribute("name")?.Value == property.Name)
        );

    public static string? SummaryOfValue(Enum value) => Summary(Member($"F:{NameOf(value.GetType())}.{value}"));

    private static Dictionary<string, XElement> Load() =>
        Directory
            .EnumerateFiles(AppContext.BaseDirectory, "Adam.*.xml")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => XDocument.Load(file).Descendants("member"))
            .DistinctBy(member => member.Attribute("name")!.Value)
            .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    private static XElement? Member(string name) => Members.GetValueOrDefault(name);

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Summary(XElement? member) => Text(member?.Element("summary"));

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;

        var text = string.Concat(
                element
                    .Nodes()
                    .Select(node =>
                        node switch
                        {
                            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                            XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } cref =>
                                $"`{cref.Value.Split('.')[^1]}`",
                            XElement { Name.LocalName: "see" } see => see.Attribute("langword")?.Value ?? "",
                            XElement other => other.Attribute("name")?.Value ?? other.Value,
                            _ => node.ToString(),
                        }
                    )
            )
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal);
        return Space().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
