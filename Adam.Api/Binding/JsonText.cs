using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Adam.Api.Errors;

namespace Adam.Api.Binding;

/// <summary>
/// Reads strings of a JSON document. JSON can escape lone surrogates (<c>"\ud83d"</c>), which are not valid text.
/// </summary>
internal static class JsonText
{
    public const string LoneSurrogate =
        @"The text holds one half of a character (\ud800 to \udfff stand in pairs). "
        + "Escape the whole character, or write it in UTF-8.";

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

    /// <summary>Returns true if the reader is at the name of a member, and the name is this one.</summary>
    public static bool IsName(ref Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // A name with a lone surrogate is no other name.
            return false;
        }
    }

    /// <summary>Describes a value for an error message: its kind, and its text if that is short.</summary>
    public static string Describe(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => $"the text {ValidationError.Quote(TryGet(element, out var text) ? text : "")}",
            JsonValueKind.Number => $"the number {ValidationError.Printable(element.GetRawText())}",
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "null",
        };
}
