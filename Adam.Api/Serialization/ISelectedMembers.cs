using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Adam.Api.Serialization;

/// <summary>An object of which a client may ask for some members only.</summary>
internal interface ISelectedMembers
{
    /// <summary>The names in JSON of the members to write; null for all.</summary>
    IReadOnlySet<string>? Selected { get; }
}

/// <summary>Makes the serializer leave out the members that a client has not asked for.</summary>
internal static class SelectedMembers
{
    public static void Modify(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(ISelectedMembers)))
            return;

        foreach (var member in type.Properties)
        {
            var name = member.Name;
            // A condition replaces that of the attribute.
            var isLeftOutIfNull =
                member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
                is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];
            member.ShouldSerialize = (row, value) =>
                (value is not null || !isLeftOutIfNull)
                && ((ISelectedMembers)row).Selected?.Contains(name) is not false;
        }
    }
}
