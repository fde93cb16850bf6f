using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Data.Recommendations;
using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Meetings;

/// <summary>
/// Reads members of the body of a record, and adds an error for each that is wrong.
/// </summary>
internal sealed class BodyErrors(List<ValidationError> errors)
{
    public void Add(string name, string reason, ErrorCode code)
    {
        if (!errors.HasErrorFor(name) && errors.Count < ValidationError.Most)
            errors.Add(new(name, reason, code));
    }

    /// <summary>Reads a line that has letters or digits.</summary>
    /// <param name="what">The member in a sentence: <c>A title</c>.</param>
    public string Line(string name, string? text, string what)
    {
        var line = TextNormalization.Line(text) ?? "";
        if (text is not null && Folding.Key(line).Length == 0)
            Add(name, $"{what} needs a letter or a digit.", ErrorCodes.BadValue);
        return line;
    }

    /// <summary>Reads lines of a list, each with letters or digits.</summary>
    /// <param name="most">The maximum length of a line in characters.</param>
    public IReadOnlyList<string> Lines(string name, IReadOnlyList<string>? texts, string what, int most)
    {
        var lines = new List<string>();
        foreach (var (i, text) in (texts ?? []).Index())
        {
            lines.Add(Line($"{name}[{i}]", text, what));
            if (lines[^1].Length > most)
                Add($"{name}[{i}]", $"{what} has at most {most} characters.", ErrorCodes.TooLong);
        }

        return lines;
    }

    public IReadOnlyList<string> Codes(string name, CodeList list, IReadOnlyList<string>? texts)
    {
        var codes = new List<string>();
        foreach (var (i, text) in (texts ?? []).Index())
        {
            if (list.Find(text.Trim()) is { } entry)
                codes.Add(entry.Code);
            else
                Add($"{name}[{i}]", ValidationError.NoCodeOf(list, text), ErrorCodes.UnknownCode);
        }

        return [.. codes.Distinct(StringComparer.Ordinal)];
    }

    public IReadOnlyList<Pillar> Pillars(string name, IReadOnlyList<string>? texts) =>
        [
            .. Codes(name, CodeListCatalog.Pillars, texts)
                .Select(code => (Pillar)CodeListCatalog.Pillars.Find(code)!.Number!)
                .Order(),
        ];

    public string? Country(string name, string? text)
    {
        if (TextNormalization.Line(text) is not { } line)
            return null;
        if (CountryNames.Resolve(line) is { } code)
            return code;
        Add(name, ValidationError.NoCodeOf(CodeListCatalog.Countries, line), ErrorCodes.UnknownCode);
        return null;
    }

    /// <summary>Returns a language tag in canonical form; null without one, or with an error.</summary>
    public string? Language(string name, string? tag)
    {
        if (TextNormalization.Line(tag) is not { } text)
            return null;
        if (LanguageTags.IsTag(text))
            return LanguageTags.Canonical(text);
        Add(name, $"{ValidationError.Quote(text)} is no language tag, such as en, ru or pt-BR.", ErrorCodes.BadValue);
        return null;
    }

    /// <summary>
    /// Returns the reference of an active meeting as the register writes it; null without one. With an error, it is the
    /// text.
    /// </summary>
    public string? Meeting(string name, string? text, MeetingSnapshot register)
    {
        if (TextNormalization.Line(text) is not { } reference)
            return null;
        if (register.FindMeeting(reference) is { IsActive: true } stored)
            return stored.Meeting.Draft.Reference;
        var known = register.Meetings.Where(one => one.IsActive).Select(one => one.Meeting.Draft.Reference);
        Add(
            name,
            $"There is no meeting {ValidationError.Quote(reference)}. "
                + (
                    Nearest.FindIn(reference, known) is { } meant
                        ? $"Did you mean {ValidationError.Quote(meant)}?"
                        : "Record it first, by POST /v1/meetings."
                ),
            ErrorCodes.UnknownCode
        );
        return reference;
    }

    /// <summary>Returns the code of a partner; null with an error if there is none.</summary>
    public string? Partner(string name, string text, PartnerDirectory partners)
    {
        if (partners.Resolve(text) is { } code)
            return code;
        Add(name, ValidationError.NoPartner(text, partners), ErrorCodes.UnknownCode);
        return null;
    }

    /// <summary>
    /// Reads a reference. It must be that of <paramref name="current"/>, which cannot be changed, if there is one.
    /// </summary>
    public string Reference(string? text, string? current, Func<string, bool> isReference, string rule)
    {
        var reference = TextNormalization.Line(text) ?? "";
        if (text is not null && !isReference(reference))
            Add("reference", $"{ValidationError.Quote(text)} is no reference: {rule}", ErrorCodes.BadValue);
        else if (
            text is not null
            && current is not null
            && !reference.Equals(current, StringComparison.OrdinalIgnoreCase)
        )
            Add(
                "reference",
                $"The reference is {current} and stays so. Record another one as {ValidationError.Quote(reference)}.",
                ErrorCodes.BadValue
            );
        return reference;
    }

    /// <summary>Adds an error if a computed member of the body differs from the current value.</summary>
    /// <param name="given">The value of the body; null if it has none.</param>
    /// <param name="current">The record as the API returns it; null for a new one.</param>
    public void Computed(string name, JsonElement? given, JsonObject? current)
    {
        if (
            given is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value
            && !JsonNode.DeepEquals(JsonSerializer.SerializeToNode(value, Json.Options), current?[name])
        )
            Add(
                name,
                $"{name} is computed by the register, and this is another value. Leave it out.",
                ErrorCodes.ComputedMember
            );
    }

    /// <inheritdoc cref="Computed(string, JsonElement?, JsonObject?)"/>
    public void Computed<TValue>(string name, TValue? given, JsonObject? current, TValue? first = default)
    {
        if (given is null || (current is null && Equals(given, first)))
            return;
        Computed(name, (JsonElement?)JsonSerializer.SerializeToElement(given, Json.Options), current);
    }
}
