using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Adam.Api.Requests;

/// <summary>The texts of a JSON document, which may escape halves of characters (<c>"\ud83d"</c>) that are no text at all.</summary>
internal static class JsonText
{
    public const string LoneSurrogate = @"The text holds one half of a character (\ud800 to \udfff stand in pairs). Escape the whole character, or write it in UTF-8.";

    public static bool TryGet(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    public static bool TryGetName(JsonProperty property, [NotNullWhen(true)] out string? name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = null;
            return false;
        }
    }

    /// <summary>The value for a reason: what it is, and how it reads where it is short.</summary>
    public static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text {Fault.Show(TryGet(element, out var text) ? text : "")}",
        JsonValueKind.Number => $"the number {Fault.Printable(element.GetRawText())}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
