using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Forms;

/// <summary>
/// The entries of a person in a form: the texts of its fields, in their order. A field of a row is named as the API
/// names it in errors, such as <c>donors[0].amount</c>.
/// </summary>
public sealed record Fields(IReadOnlyList<(string Name, string Text)> Pairs)
{
    public static readonly Fields None = new([]);

    /// <summary>The digits of the number of a row. More rows than it can count are in no list.</summary>
    private const int MostDigits = 3;

    /// <summary>Reads a form. Browsers end lines with two characters, of which one is kept.</summary>
    public static Fields Read(IFormCollection form) =>
        new([
            .. form.SelectMany(field => field.Value.Select(text => (field.Key, (text ?? "").ReplaceLineEndings("\n")))),
        ]);

    /// <summary>The text of a field without space around it; empty if there is no such field.</summary>
    public string this[string name] => Pairs.FirstOrDefault(pair => pair.Name == name).Text?.Trim() ?? "";

    /// <summary>Returns the texts of all fields of a name, such as the chosen ones of several boxes.</summary>
    public IReadOnlyList<string> All(string name) =>
        [.. Pairs.Where(pair => pair.Name == name && pair.Text.Length > 0).Select(pair => pair.Text)];

    /// <summary>Returns the numbers of the rows of a list, in ascending order.</summary>
    public IReadOnlyList<int> Rows(string list) =>
        [
            .. Pairs
                .Where(pair => pair.Name.StartsWith(list + "[", StringComparison.Ordinal))
                .Select(pair => pair.Name[(list.Length + 1)..].Split(']')[0])
                .Where(digits => digits.Length <= MostDigits && digits.All(char.IsAsciiDigit) && digits.Length > 0)
                .Select(digits => int.Parse(digits, CultureInfo.InvariantCulture))
                .Distinct()
                .Order(),
        ];

    /// <summary>Returns the fields with one text of a field, in the place of those that it has.</summary>
    public Fields With(string name, string text) => new([.. Pairs.Where(pair => pair.Name != name), (name, text)]);

    /// <summary>Returns the fields without those of a member: its field, and those of its rows.</summary>
    public Fields Without(string member) => new([.. Pairs.Where(pair => !IsOf(pair.Name, member))]);

    /// <summary>Returns the fields with a member as another form has it.</summary>
    public Fields Take(string member, Fields from) =>
        new([.. Without(member).Pairs, .. from.Pairs.Where(pair => IsOf(pair.Name, member))]);

    private static bool IsOf(string name, string member) =>
        name == member
        || (
            name.StartsWith(member, StringComparison.Ordinal)
            && name.Length > member.Length
            && name[member.Length] is '['
        );
}

/// <summary>A form as it is shown: what was entered, and what is wrong with it.</summary>
/// <param name="Faults">The reasons by the names of the fields that they concern.</param>
public sealed record FormState(Fields Fields, IReadOnlyList<Fault> Faults)
{
    /// <summary>Returns the reasons for which a field was not accepted.</summary>
    public IReadOnlyList<Fault> Of(string field) => [.. Faults.Where(fault => fault.Field == field)];

    /// <summary>Returns the id of a field in the page.</summary>
    public static string IdOf(string field) =>
        "f-" + string.Concat(field.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
}

/// <summary>A reason for which the API does not accept a field.</summary>
/// <param name="Field">The name of the field; empty for the form as a whole.</param>
/// <param name="Reason">The reason in English, as the API states it.</param>
/// <param name="Code">The code of the reason; null if there is none.</param>
public sealed record Fault(string Field, string Reason, string? Code);
