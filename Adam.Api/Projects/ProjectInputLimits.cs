using System.Reflection;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Domain.Projects;

namespace Adam.Api.Projects;

/// <summary>
/// Checks a project from a file against the limits that the attributes of <see cref="ProjectBody"/> state: lengths of
/// texts, counts of items, and ranges of numbers. Request bodies are checked by the binder. Formats that create the
/// input themselves are checked here, so that all formats have the same limits.
/// </summary>
internal static class ProjectInputLimits
{
    private static readonly Member[] Members = MembersOf(typeof(ProjectInput), typeof(ProjectBody));

    /// <summary>Adds an error for each member that exceeds a limit, unless it already has an error.</summary>
    public static void Check(ProjectInput input, List<ValidationError> errors) => Check(input, Members, "", errors);

    private static void Check(object record, Member[] members, string path, List<ValidationError> errors)
    {
        foreach (var member in members)
        {
            var (value, name) = (member.Property.GetValue(record), path + member.Name);
            if (value is string text)
                CheckText(text, name, errors);
            // Items are checked first, because an error of the whole list would hide theirs.
            if (value is IReadOnlyList<object> items)
                CheckItems(items, member, name, errors);
            member.Limits.Check(value, name, errors);
        }
    }

    private static void CheckItems(
        IReadOnlyList<object> items,
        Member member,
        string name,
        List<ValidationError> errors
    )
    {
        for (var i = 0; i < items.Count && errors.Count < ValidationError.Most; i++)
        {
            if (items[i] is string text)
                CheckText(text, $"{name}[{i}]", errors);
            else if (member.Items is not null)
                Check(items[i], member.Items, $"{name}[{i}].", errors);
        }
    }

    private static void CheckText(string text, string name, List<ValidationError> errors)
    {
        var reading = ValueParser.Text.Read(text);
        if (reading.Reason is not null && !errors.HasErrorFor(name))
            errors.Add(new(name, reading.Reason, reading.Code!));
    }

    private static Member[] MembersOf(Type input, Type body) =>
        [.. input.GetProperties().Select(property => new Member(property, Namesake(property, body)))];

    private static PropertyInfo Namesake(PropertyInfo property, Type body) =>
        body.GetProperty(property.Name) ?? throw new InvalidOperationException($"{body.Name} has no {property.Name}.");

    private static Type? ItemOf(PropertyInfo list) =>
        list.PropertyType.IsGenericType && list.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? list.PropertyType.GetGenericArguments()[0]
            : null;

    /// <param name="body">The property of the JSON form that states the limits.</param>
    private sealed class Member(PropertyInfo property, PropertyInfo body)
    {
        public PropertyInfo Property => property;

        public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(property.Name);

        public PropertyConstraints Limits { get; } = new(body);

        /// <summary>The members of an item; null if the items are texts, or the member is not a list.</summary>
        public Member[]? Items { get; } =
            ItemOf(property) is { } item && item != typeof(string) ? MembersOf(item, ItemOf(body)!) : null;
    }
}
